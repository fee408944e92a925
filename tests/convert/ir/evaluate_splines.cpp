// convert/ir/evaluate_splines.cpp -- quantiles and B-splines in the oracle.
#include <convert/ir/spline_basis.hpp>

#include <cmath>

#include <doctest/doctest.h>

#include "one_step.hpp"

using namespace convert::ir;

namespace {

const std::vector<double> knots{-2, -1, 0, 1, 2.5, 3, 4, 5};

spline of_degree_2(spline::ends outside) {
  spline s;
  s.outside = outside;
  s.degree = 2;
  s.columns.resize(1);
  s.columns[0].knots = knots;
  return s;
}

} // namespace

TEST_SUITE("ir/evaluate_splines") {
  TEST_CASE("functions and slopes are SciPy's") {
    // SciPy 1.10.1, interpolate.BSpline(knots, eye(5), 2) at 1.7 and 3, and its derivatives.
    CHECK(spline_basis(knots, 2, 1.7, 0) ==
          std::vector<double>{0, 0.17066666666666666, 0.6659999999999999, 0.1633333333333333, 0.0});
    CHECK(spline_basis(knots, 2, 3, 1) ==
          std::vector<double>{0, 0, 0, -1.3333333333333333, 1.3333333333333333});
    CHECK(spline_basis(knots, 2, 1.7, 1) ==
          std::vector<double>{0, -0.42666666666666664, -0.03999999999999998, 0.4666666666666666, 0.0});
  }

  TEST_CASE("outside of the knots functions go on, wrap, or go straight") {
    CHECK(made_of({-5}, of_degree_2(spline::ends::extended)) == std::vector{18.0, -27.0, 10.0, 0.0, 0.0});
    CHECK(made_of({3.5}, of_degree_2(spline::ends::wrapped)) ==
          made_of({0.5}, of_degree_2(spline::ends::wrapped)));
    spline s = of_degree_2(spline::ends::straight);
    s.columns[0].low = 0;
    s.columns[0].high = 3;
    s.columns[0].values_below = {1, 2, 0, 0, 0};
    s.columns[0].slopes_below = {10, 0, 0, 0, 0};
    s.columns[0].values_above = s.columns[0].slopes_above = std::vector<double>(5, 0.0);
    CHECK(made_of({-2}, s) == std::vector{-19.0, 2.0, 0.0, 0.0, 0.0});
    CHECK(made_of({no_number}, s).size() == 5);
    CHECK(std::isnan(made_of({no_number}, s)[0]));
    s.missing_is_zero = true;
    CHECK(made_of({no_number}, s) == std::vector<double>(5, 0.0));
  }

  TEST_CASE("equal quantiles have the rank in their middle, the ends are 0 and 1") {
    quantile s{{0, 0.25, 0.5, 0.75, 1}, {{1, 2, 2, 2, 3}}};
    CHECK(made_of({2}, s) == std::vector{0.5});
    CHECK(made_of({1}, s) == std::vector{0.0});
    CHECK(made_of({3}, s) == std::vector{1.0});
    CHECK(made_of({2.5}, s) == std::vector{0.875});
    CHECK(std::isnan(made_of({no_number}, s)[0]));
  }

  TEST_CASE("with near ends a margin counts as the ends") {
    const quantile s{{0, 1}, {{0, 1}}, true, 1e-7};
    CHECK(made_of({5e-8}, s) == std::vector{0.0});
    CHECK(made_of({1e-7}, s)[0] == doctest::Approx(1e-7).epsilon(1e-14));
    CHECK(made_of({1 - 5e-8}, s) == std::vector{1.0});
  }
}
