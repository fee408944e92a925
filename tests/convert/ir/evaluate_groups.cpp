// convert/ir/evaluate_groups.cpp -- reductions, softmax, averages.
#include <convert/ir/evaluate_step.hpp>

#include "one_step.hpp"

using namespace convert::ir;

namespace {

std::vector<double> reduced(const std::vector<double>& x, reduce::kind how, std::uint32_t groups = 1) {
  return made_of(x, reduce{how, groups});
}

} // namespace

TEST_SUITE("ir/evaluate_groups") {
  TEST_CASE("reductions work on each group by itself") {
    using kind = reduce::kind;
    const std::vector<double> x{1, -2, 3, 4};
    CHECK(reduced(x, kind::sum, 2) == std::vector{-1.0, 7.0});
    CHECK(reduced(x, kind::mean, 2) == std::vector{-0.5, 3.5});
    CHECK(reduced(x, kind::min, 2) == std::vector{-2.0, 3.0});
    CHECK(reduced(x, kind::max, 2) == std::vector{1.0, 4.0});
    CHECK(reduced(x, kind::product, 2) == std::vector{-2.0, 12.0});
    CHECK(reduced(x, kind::sum_squares, 2) == std::vector{5.0, 25.0});
    CHECK(reduced(x, kind::sum_absolute, 2) == std::vector{3.0, 7.0});
    CHECK(reduced({3, 4, -5, 12}, kind::l2, 2) == std::vector{5.0, 13.0});
  }

  TEST_CASE("minimum and maximum of a group with NaN are NaN") {
    for (const auto how : {reduce::kind::min, reduce::kind::max})
      for (const auto& x : {std::vector{no_number, 1.0, 2.0}, std::vector{1.0, no_number, 2.0},
                            std::vector{1.0, 2.0, no_number}})
        CHECK(std::isnan(reduced(x, how)[0]));
  }

  TEST_CASE("the logarithm of a sum of exponentials is scipy's") {
    // scipy 1.10, special.logsumexp.
    const auto how = reduce::kind::log_sum_exp;
    CHECK(near(reduced({1, 2, 3}, how)[0], 3.4076059644443806));
    CHECK(near(reduced({1000, 1000}, how)[0], 1000.6931471805599));
    CHECK(reduced({-endless, -endless}, how)[0] == -endless);
    CHECK(reduced({endless, 1}, how)[0] == endless);
    CHECK(std::isnan(reduced({no_number, 1}, how)[0]));
  }

  TEST_CASE("a pairwise sum adds as numpy does") {
    // numpy 1.24: numpy.sum of 0.1, 0.2, ... 0.1 n.
    const auto how = reduce::kind::pairwise_sum;
    std::vector<double> x;
    for (int i = 1; i <= 1000; ++i) x.push_back(0.1 * i);
    const auto first = [&](std::size_t n) {
      return std::vector(x.begin(), x.begin() + static_cast<long>(n));
    };
    CHECK(reduced(first(7), how)[0] == 2.8000000000000003);
    CHECK(reduced(first(8), how)[0] == 3.6);
    CHECK(reduced(first(30), how)[0] == 46.5);
    CHECK(reduced(first(129), how)[0] == 838.5);
    CHECK(reduced(first(300), how)[0] == 4515.0);
    CHECK(reduced(first(1000), how)[0] == 50050.0);
  }

  TEST_CASE("softmax is scipy's") {
    // scipy 1.10, special.softmax and log_softmax of [1, 2, 3].
    const auto y = made_of({1, 2, 3}, softmax{});
    CHECK(near(y[0], 0.09003057317038043));
    CHECK(near(y[1], 0.24472847105479767));
    CHECK(near(y[2], 0.6652409557748218));
    const auto log = made_of({1, 2, 3}, softmax{true, 1});
    CHECK(near(log[0], -2.4076059644443806));
    CHECK(near(log[2], -0.40760596444438035));
    CHECK(made_of({5, 5, 1, 1}, softmax{false, 2}) == std::vector{0.5, 0.5, 0.5, 0.5});
    CHECK(made_of({1000, 0}, softmax{}) == std::vector{1.0, 0.0});
  }

  TEST_CASE("softmax of infinities is what numpy makes of the formula") {
    CHECK(alike(made_of({-endless, -endless}, softmax{}), {no_number, no_number}));
    CHECK(alike(made_of({-endless, 0}, softmax{}), {0, 1}));
    CHECK(alike(made_of({endless, 0}, softmax{}), {no_number, no_number}));
    CHECK(alike(made_of({no_number, 0}, softmax{}), {no_number, no_number}));
    CHECK(alike(made_of({-endless, 0}, softmax{true, 1}), {-endless, 0}));
  }

  TEST_CASE("normalize_sum divides by the sum, and knows three ways with a sum of zero") {
    using zero = normalize_sum::zero_sum;
    CHECK(made_of({1, 3, 2, 2}, normalize_sum{zero::nan, 2}) == std::vector{0.25, 0.75, 0.5, 0.5});
    CHECK(alike(made_of({0, 0}, normalize_sum{zero::nan, 1}), {no_number, no_number}));
    CHECK(alike(made_of({1, -1}, normalize_sum{zero::nan, 1}), {endless, -endless}));
    CHECK(made_of({1, -1}, normalize_sum{zero::uniform, 1}) == std::vector{0.5, 0.5});
    CHECK(made_of({1, -1}, normalize_sum{zero::unchanged, 1}) == std::vector{1.0, -1.0});
    for (const auto on_zero : {zero::nan, zero::uniform, zero::unchanged})
      CHECK(alike(made_of({no_number, 1}, normalize_sum{on_zero, 1}), {no_number, no_number}));
  }

  TEST_CASE("combine weighs groups and divides") {
    // (1 * 2 + 10 * 4) / 4, (1 * 3 + 10 * 5) / 4.
    CHECK(made_of({2, 3, 4, 5}, combine{{1, 10}, 4}) == std::vector{10.5, 13.25});
    CHECK(made_of({2, 3}, combine{{3}, 1}) == std::vector{6.0, 9.0});
    CHECK(made_of({0}, combine{{-1}, 1})[0] == 0);
    CHECK(std::signbit(made_of({0}, combine{{-1}, 1})[0])); // no 0 + in front
  }
}
