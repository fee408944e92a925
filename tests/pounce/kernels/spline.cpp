// pounce/kernels/spline.cpp -- B-splines against SciPy's, and the three ways on beyond the knots.
#include <doctest/doctest.h>

#include <pounce/kernels/spline.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using format::spline_ends;
using format::step_kind;

namespace {

const std::vector<double> knots{-2, -1, 0, 1, 2.5, 3, 4, 5};

std::vector<double> splines(spline_ends ends, double x, std::uint32_t functions, int flags = 0,
                            const std::vector<double>& straight = {}) {
  one_step step(step_kind::spline);
  step.step.a = step.append(knots);
  step.step.b = step.append(straight);
  step.step.c.first = 2;
  return step.variant(ends).flags(flags)({x}, functions);
}

} // namespace

TEST_SUITE("kernels/spline") {
  TEST_CASE("functions of degree 2 are SciPy's, on knots, between and beyond them") {
    // SciPy 1.10.1, interpolate.BSpline(knots, eye(5), 2).
    constexpr double cases[][6] = {{-5, 18, -27, 10, 0, 0},
                                   {-0.25, 0.78125, 0.19374999999999998, 0.025, 0, 0},
                                   {0, 0.5, 0.5, 0, 0, 0},
                                   {0.3, 0.24499999999999997, 0.719, 0.036, 0, 0},
                                   {1, 0, 0.6000000000000001, 0.4, 0, 0},
                                   {1.7, 0, 0.17066666666666666, 0.6659999999999999, 0.1633333333333333, 0},
                                   {2.5, 0, 0, 0.25, 0.75, 0},
                                   {2.9, 0, 0, 0.010000000000000018, 0.7766666666666667, 0.21333333333333324},
                                   {3, 0, 0, 0, 0.6666666666666666, 0.3333333333333333},
                                   {9, 0, 0, 36, -91.33333333333333, 56.33333333333333}};
    for (const auto& c : cases) {
      CAPTURE(c[0]);
      CHECK(same(splines(spline_ends::extended, c[0], 5), {c[1], c[2], c[3], c[4], c[5]}));
    }
  }

  TEST_CASE("one ulp beside a knot the neighbours go on without a step") {
    for (const double knot : {0.0, 1.0, 2.5, 3.0}) {
      const auto at = splines(spline_ends::extended, knot, 5);
      CHECK(near(splines(spline_ends::extended, std::nextafter(knot, -9), 5), at, 1e-15));
      CHECK(near(splines(spline_ends::extended, std::nextafter(knot, 9), 5), at, 1e-15));
    }
  }

  TEST_CASE("wrapped, a period further is the same, and the last functions are the first") {
    const auto inside = splines(spline_ends::wrapped, 0.5, 3);
    CHECK(near(splines(spline_ends::wrapped, 3.5, 3), inside, 1e-15));
    CHECK(near(splines(spline_ends::wrapped, -2.5, 3), inside, 1e-15));
    const auto all = splines(spline_ends::extended, 2.9, 5);
    CHECK(near(splines(spline_ends::wrapped, 2.9, 3), {all[3], all[4], all[2]}, 1e-15));
  }

  TEST_CASE("wrapped between two knots there is one function, of degree 0 and of degree 1") {
    const auto one = [](const std::vector<double>& knots_of_it, std::uint32_t degree, double x) {
      one_step step(step_kind::spline);
      step.step.a = step.append(knots_of_it);
      step.step.c.first = degree;
      return step.variant(spline_ends::wrapped)({x}, 1);
    };
    for (const double x : {0.0, 0.75, 3.0, -7.5, 1e10}) {
      CHECK(same(one({0, 3}, 0, x), {1}));
      CHECK(near(one({-3, 0, 3, 6}, 1, x), {1}, 1e-15));
    }
  }

  TEST_CASE("straight ends begin where they say, and a slope of zero holds the value") {
    // low, high, values below, slopes below, values above, slopes above.
    const std::vector<double> ends{0, 3, 1, 2, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 3, 4, 0, 0, 0, 0, -1};
    CHECK(same(splines(spline_ends::straight, -2, 5, 0, ends), {-19, 2, 0, 0, 0}));
    CHECK(same(splines(spline_ends::straight, 5, 5, 0, ends), {0, 0, 0, 3, 2}));
    CHECK(same(splines(spline_ends::straight, 0, 5, 0, ends), {0.5, 0.5, 0, 0, 0}));
    CHECK(same(splines(spline_ends::straight, infinity, 5, 0, ends), {0, 0, 0, 3, -infinity}));
  }

  TEST_CASE("NaN gives NaN, or zeros where that is said") {
    for (const auto kind : {spline_ends::extended, spline_ends::straight}) {
      CHECK(same(splines(kind, quiet_nan, 5, 0, std::vector<double>(22)), std::vector(5, quiet_nan)));
      CHECK(same(splines(kind, quiet_nan, 5, format::missing_is_zero, std::vector<double>(22)),
                 std::vector(5, 0.0)));
    }
    CHECK(
        same(splines(spline_ends::wrapped, infinity, 3, format::missing_is_zero), std::vector(3, quiet_nan)));
  }

  TEST_CASE("what overflows spreads, as in a product with an identity matrix") {
    const auto y = splines(spline_ends::extended, 1e300, 5);
    CHECK(std::isnan(y[0]));
    CHECK(std::isnan(y[4]));
  }

  TEST_CASE("degree 0 counts the interval, and equal knots leave functions without one") {
    one_step step(step_kind::spline);
    step.step.a = step.append({0, 1, 1, 2});
    step.step.b = step.append({});
    step.step.c.first = 0;
    CHECK(same(step({0.5}, 3), {1, 0, 0}));
    CHECK(same(step({1}, 3), {0, 0, 1}));
    CHECK(same(step({2}, 3), {0, 0, 1}));
  }
}
