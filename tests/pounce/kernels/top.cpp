// pounce/kernels/top.cpp -- the best numbers of groups, compared with a sort.
#include <algorithm>

#include <doctest/doctest.h>

#include <pounce/kernels/top.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using format::step_kind;
using format::top_kind;

namespace {

std::vector<double> best(const std::vector<double>& x, std::uint32_t count, std::uint32_t groups = 1,
                         top_kind which = top_kind::largest) {
  one_step step(step_kind::top);
  step.step.c.first = groups;
  return step.variant(which)(x, 2 * groups * count);
}

/// The same, by a sort of everything.
std::vector<double> sorted(const std::vector<double>& x, std::size_t count, top_kind which) {
  std::vector<std::size_t> order(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return which == top_kind::largest ? x[a] > x[b] : x[a] < x[b];
  });
  std::vector<double> made(2 * count);
  for (std::size_t i = 0; i < count; ++i) {
    made[i] = x[order[i]];
    made[count + i] = static_cast<double>(order[i]);
  }
  return made;
}

} // namespace

TEST_SUITE("kernels/top") {
  TEST_CASE("the best numbers come first, their places after all of them") {
    CHECK(same(best({3, 1, 4, 1, 5}, 2), {5, 4, 4, 2}));
    CHECK(same(best({3, 1, 4, 1, 5}, 2, 1, top_kind::smallest), {1, 1, 1, 3}));
    CHECK(same(best({3, 1, 4, 9, 2, 6}, 2, 2), {4, 3, 9, 6, 2, 0, 0, 2}));
  }

  TEST_CASE("zeros of both signs are equal and stay what they are; infinities are the ends") {
    CHECK(same(best({-0.0, 0.0, -infinity, infinity, -0.0}, 5),
               {infinity, -0.0, 0.0, -0.0, -infinity, 3, 0, 1, 4, 2}));
  }

  TEST_CASE("any count of any width is what a stable sort gives") {
    std::uint32_t state = 1;
    for (std::uint32_t width = 1; width <= 40; ++width) {
      for (std::uint32_t count = 1; count <= width; ++count) {
        std::vector<double> x(width);
        for (double& number : x)
          number = static_cast<double>((state = state * 1664525U + 1013904223U) >> 28U);
        for (const auto which : {top_kind::largest, top_kind::smallest})
          CHECK(same(best(x, count, 1, which), sorted(x, count, which)));
      }
    }
  }

  TEST_CASE("NaN is where ONNX Runtime's heap leaves it") { // answers of ONNX Runtime 1.30
    const double n = quiet_nan;
    CHECK(same(best({1, n, 5, 2, 3}, 2), {1, n, 0, 1}));
    CHECK(same(best({n, 1, 2, n, 3}, 2), {n, 3, 0, 4}));
    CHECK(same(best({1, n, 5, 2, 3}, 3), {n, 5, 3, 1, 2, 4}));
    CHECK(same(best({n, n, 5, 2, 3}, 3), {n, n, 5, 1, 0, 2}));
    CHECK(same(best({n, 1, 2, n, 3}, 3), {2, 1, n, 2, 1, 0}));
    CHECK(same(best({n, n, n, n, n}, 3), {n, n, n, 1, 0, 2}));
    CHECK(same(best({1, n, 5, 2, 3}, 3, 1, top_kind::smallest), {n, 1, 2, 1, 0, 3}));
    CHECK(same(best({n, n, 5, 2, 3}, 3, 1, top_kind::smallest), {n, n, 2, 1, 0, 3}));
  }
}
