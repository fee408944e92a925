// pounce/kernels/distance.cpp -- distances against one sum at a time.
#include <doctest/doctest.h>

#include <pounce/kernels/distance.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using format::distance_kind;
using format::step_kind;

namespace {

std::vector<double> distances(distance_kind kind, const std::vector<double>& points,
                              const std::vector<double>& x) {
  one_step step(step_kind::distance);
  step.step.a = step.append(points);
  return step.variant(kind)(x, static_cast<std::uint32_t>(points.size() / x.size()));
}

double plain(distance_kind kind, const double* point, const std::vector<double>& x) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double apart = x[i] - point[i];
    if (kind == distance_kind::manhattan) {
      sum += std::fabs(apart);
    } else if (kind == distance_kind::chebyshev) {
      sum = std::fmax(sum, std::fabs(apart));
    } else {
      sum += apart * apart;
    }
  }
  return kind == distance_kind::euclidean ? std::sqrt(sum) : sum;
}

} // namespace

TEST_SUITE("kernels/distance") {
  TEST_CASE("distances are those worked by hand") {
    const std::vector<double> points{0, 0, 3, 4};
    CHECK(same(distances(distance_kind::squared_euclidean, points, {3, 4}), {25, 0}));
    CHECK(same(distances(distance_kind::euclidean, points, {3, 4}), {5, 0}));
    CHECK(same(distances(distance_kind::manhattan, points, {-3, 4}), {7, 6}));
    CHECK(same(distances(distance_kind::chebyshev, points, {-3, 4}), {4, 6}));
  }

  TEST_CASE("any number of points and columns gives the plain sums") {
    for (std::size_t count = 1; count <= 17; ++count) {
      for (std::size_t width = 1; width <= 9; ++width) {
        numbers random(count * 100 + width);
        const auto points = random.many(count * width);
        const auto x = random.many(width);
        for (int i = 0; i <= static_cast<int>(distance_kind::chebyshev); ++i) {
          const auto kind = static_cast<distance_kind>(i);
          std::vector<double> want;
          for (std::size_t o = 0; o < count; ++o) want.push_back(plain(kind, points.data() + o * width, x));
          CAPTURE(count);
          CAPTURE(width);
          CAPTURE(i);
          CHECK(near(distances(kind, points, x), want, 1e-15));
        }
      }
    }
  }

  TEST_CASE("NaN and infinities pass through every kind") {
    for (int i = 0; i <= static_cast<int>(distance_kind::chebyshev); ++i) {
      const auto kind = static_cast<distance_kind>(i);
      CHECK(same(distances(kind, {1, 1}, {quiet_nan, 1}), {quiet_nan}));
      CHECK(same(distances(kind, {1, 1}, {1, quiet_nan}), {quiet_nan}));
      CHECK(same(distances(kind, {1, 1}, {-infinity, 1}), {infinity}));
      CHECK(same(distances(kind, {infinity, 1}, {infinity, 1}), {quiet_nan}));
    }
  }
}
