// convert/frontend/sklearn/weighted_median.cpp -- the weighted median, beside one that sorts.
#include <convert/frontend/sklearn/weighted_median.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include <doctest/doctest.h>

#include "../answers.hpp"

namespace {

double median_of(const std::vector<double>& x, const std::vector<double>& weights) {
  std::vector<convert::ir::feature> features(x.size());
  convert::ir::builder b(features);
  b.answer(convert::ir::role::predict, "predict", convert::sklearn::weighted_median(b, b.row(), weights));
  const auto m = std::move(b).take();
  return answers::of(m, "predict", x).at(0);
}

/// scikit-learn's way: sort, add up, take the first at or above the half.
double sorted_median(const std::vector<double>& x, const std::vector<double>& weights) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  double all = 0;
  for (const std::size_t i : order) all += weights[i];
  double sum = 0;
  for (const std::size_t i : order) {
    sum += weights[i];
    if (sum >= 0.5 * all) return x[i];
  }
  return x[order.back()];
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/weighted_median") {
  TEST_CASE("half of the weight is enough") {
    CHECK(median_of({3, 1, 2, 4}, {1, 1, 1, 1}) == 2);
    CHECK(median_of({3, 1, 2, 4}, {1, 1, 0.5, 1}) == 3);
  }

  TEST_CASE("one column is its own median") { CHECK(median_of({7}, {0.3}) == 7); }

  TEST_CASE("sums that overflowed are smaller or larger than all others, and NaN is the largest") {
    constexpr double huge = std::numeric_limits<double>::infinity();
    const double nobody = std::nan("");
    CHECK(median_of({-1e308, -huge, -huge}, {3, 1, 1}) == -1e308);
    CHECK(median_of({1, -huge, -huge}, {1, 1, 1}) == -huge);
    CHECK(median_of({1, huge, nobody}, {1, 1, 1}) == huge);
    CHECK(median_of({1, nobody, -huge}, {1, 1, 1}) == 1);
    CHECK(std::isnan(median_of({1, nobody, nobody}, {1, 1, 1})));
    CHECK(std::isnan(median_of({nobody}, {1})));
  }

  TEST_CASE("the median is the one that sorting finds") {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> weight(0, 3);
    std::uniform_int_distribution<int> value(-4, 4);
    for (int i = 0; i < 200; ++i) {
      std::vector<double> x(1 + static_cast<std::size_t>(i) % 9);
      std::vector<double> weights(x.size());
      for (double& v : x) v = value(random);
      for (double& w : weights) w = weight(random);
      CHECK(median_of(x, weights) == sorted_median(x, weights));
    }
  }
}
