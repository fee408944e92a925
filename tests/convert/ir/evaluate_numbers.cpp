// convert/ir/evaluate_numbers.cpp -- arithmetic column by column.
#include <convert/ir/evaluate_step.hpp>

#include "one_step.hpp"

using namespace convert::ir;

namespace {

double with(double x, operation what, double c, bool reversed = false, bool f32 = false) {
  return made_of({x}, with_constants{what, reversed, {c}}, f32)[0];
}

double power_of(double x, bool box_cox, double lambda) { return made_of({x}, power{box_cox, {lambda}})[0]; }

std::vector<double> binned(const std::vector<double>& xs, bool right_closed) {
  return made_of(xs, bin{std::vector<std::vector<double>>(xs.size(), {1, 2, 3}), right_closed});
}

std::vector<double> on(const interpolate::curve& c, const std::vector<double>& xs, bool nan_outside = false) {
  return made_of(xs, interpolate{std::vector<interpolate::curve>(xs.size(), c), nan_outside});
}

} // namespace

TEST_SUITE("ir/evaluate_numbers") {
  TEST_CASE("affine has three forms") {
    using form = affine::form;
    CHECK(made_of({7, 1}, affine{form::subtract_divide, {1, 2}, {4, 2}}) == std::vector{1.5, -0.5});
    CHECK(made_of({7, 1}, affine{form::subtract_multiply, {1, 2}, {4, 2}}) == std::vector{24.0, -2.0});
    CHECK(made_of({7, 1}, affine{form::multiply_add, {1, 2}, {4, 2}}) == std::vector{11.0, 4.0});
  }

  TEST_CASE("affine rounds after each of its two operations") {
    // Fused, 0.1 * 10 - 1 would be 5.55e-17; here 0.1 * 10 rounds to 1 first.
    CHECK(made_of({0.1}, affine{affine::form::multiply_add, {10}, {-1}}) == std::vector{0.0});
    // In f32 2^24 - 0.5 rounds to 2^24, which over 3 rounds again.
    const affine s{affine::form::subtract_divide, {0.5}, {3}};
    CHECK(made_of({16777216}, s, true)[0] == static_cast<double>(16777216.0F / 3.0F));
  }

  TEST_CASE("affine divides by zero as the machine does") {
    const affine s{affine::form::subtract_divide, {1}, {0}};
    CHECK(made_of({2}, s)[0] == endless);
    CHECK(made_of({0}, s)[0] == -endless);
    CHECK(std::isnan(made_of({1}, s)[0]));
  }

  TEST_CASE("clip keeps NaN and takes the upper end where the ends cross") {
    const clip s{{-1, 2, -1}, {1, 1, endless}};
    CHECK(alike(made_of({-endless, 5, endless}, s), {-1, 1, endless}));
    CHECK(alike(made_of({no_number, 0, 0.5}, s), {no_number, 1, 0.5}));
  }

  TEST_CASE("bin counts edges as numpy.searchsorted does") {
    // numpy 1.24, searchsorted([1, 2, 3], [0.5, 1, 1.5, 3, 4, nan]), side right and left.
    const std::vector<double> xs{0.5, 1, 1.5, 3, 4, no_number};
    CHECK(binned(xs, false) == std::vector<double>{0, 1, 1, 3, 3, 3});
    CHECK(binned(xs, true) == std::vector<double>{0, 0, 1, 2, 3, 3});
    CHECK(binned({-endless, endless}, false) == std::vector<double>{0, 3});
    CHECK(made_of({no_number}, bin{{{}}, false}) == std::vector{0.0});
  }

  TEST_CASE("Yeo-Johnson is scikit-learn's") {
    // scikit-learn 1.2.1, PowerTransformer._yeo_johnson_transform.
    CHECK(near(power_of(1.5, false, 0.5), 1.162277660168379));
    CHECK(near(power_of(1.5, false, 0), 0.916290731874155));
    CHECK(near(power_of(-1.5, false, 0.5), -1.968564716806983));
    CHECK(near(power_of(-1.5, false, 2), -0.916290731874155));
    CHECK(power_of(0, false, 0.3) == 0);
    CHECK(power_of(-0.25, false, 1e-17) == -0.28125); // -((1.25)^2 - 1) / 2
    CHECK(power_of(3, false, -2) == 0.46875);         // (4^-2 - 1) / -2
    CHECK(std::isnan(power_of(no_number, false, 1)));
  }

  TEST_CASE("Box-Cox is scipy's") {
    // scipy 1.10.1, special.boxcox.
    CHECK(near(power_of(2, true, 0.5), 0.8284271247461901));
    CHECK(near(power_of(2, true, 0), 0.6931471805599453));
    CHECK(power_of(0, true, 0.5) == -2);
    CHECK(power_of(0, true, -0.5) == -endless);
    CHECK(power_of(0, true, 0) == -endless);
    CHECK(std::isnan(power_of(-1, true, 0.5)));
    CHECK(near(power_of(3, true, -1), 0.6666666666666667));
  }

  TEST_CASE("constants stand on either side of an operation") {
    CHECK(with(7, operation::subtract, 2) == 5);
    CHECK(with(7, operation::subtract, 2, true) == -5);
    CHECK(with(8, operation::divide, 2, true) == 0.25);
    CHECK(with(2, operation::power, 10) == 1024);
    CHECK(with(2, operation::power, 10, true) == 100);
    CHECK(with(16777216, operation::add, 1, false, true) == 16777216); // the next float is 2 away
  }

  TEST_CASE("minimum and maximum are NaN if either number is") {
    CHECK(with(1, operation::minimum, 2) == 1);
    CHECK(with(1, operation::maximum, 2) == 2);
    for (const auto what : {operation::minimum, operation::maximum}) {
      CHECK(std::isnan(with(no_number, what, 1)));
      CHECK(std::isnan(with(1, what, no_number)));
    }
  }

  TEST_CASE("comparisons and logic give 1 or 0, with NaN as C++ says") {
    CHECK(with(1, operation::less, 2) == 1);
    CHECK(with(2, operation::less_equal, 2) == 1);
    CHECK(with(2, operation::greater, 2) == 0);
    CHECK(with(2, operation::greater_equal, 2) == 1);
    CHECK(with(0.0, operation::equal, -0.0) == 1);
    CHECK(with(no_number, operation::equal, no_number) == 0);
    CHECK(with(no_number, operation::less_equal, 1) == 0);
    CHECK(with(0.5, operation::logical_and, 2) == 1);
    CHECK(with(0, operation::logical_or, -0.0) == 0);
    CHECK(with(no_number, operation::logical_or, 0) == 1);
  }

  TEST_CASE("elementwise works on the two halves of its input") {
    CHECK(made_of({7, 8, 2, 4}, elementwise{operation::divide}) == std::vector{3.5, 2.0});
    CHECK(made_of({1, 4, 2, 4}, elementwise{operation::less}) == std::vector{1.0, 0.0});
  }

  TEST_CASE("interpolate is numpy.interp, at jumps and ends too") {
    // numpy 1.24, interp([nan, -1, 0, 0.5, 1, 1.5, 2, 3], [0, 1, 1, 2], [0, 10, 20, 30]).
    const interpolate::curve jump{{0, 1, 1, 2}, {0, 10, 20, 30}};
    const std::vector<double> xs{no_number, -1, 0, 0.5, 1, 1.5, 2, 3};
    CHECK(alike(on(jump, xs), {no_number, 0, 0, 5, 20, 25, 30, 30}));
    CHECK(alike(on(jump, xs, true), {no_number, no_number, 0, 5, 20, 25, 30, no_number}));
    CHECK(alike(on({{1, 1}, {3, 4}}, {1, 0, 2}), {4, 3, 4}));
    CHECK(alike(on({{1}, {3}}, {1, 0, 2}), {3, 3, 3}));
    CHECK(alike(on({{0, 1, endless}, {0, 1, 2}}, {0.5, 1.5, endless}), {0.5, 1, 2}));
  }

  TEST_CASE("interpolate on the left line is scipy's interp1d, its rounding at points too") {
    // SciPy 1.10.1, interp1d._call_linear(interp1d(xs, ys), xs), and numpy 1.24, interp(xs, xs, ys).
    const interpolate::curve curve{{0.1, 0.8, 1.1}, {0.3, 0.1, 0.2}};
    const std::vector<interpolate::curve> curves(3, curve);
    CHECK(made_of(curve.xs, interpolate{curves, false, true}) == std::vector{0.3, 0.10000000000000003, 0.2});
    CHECK(made_of(curve.xs, interpolate{curves}) == curve.ys);
    CHECK(made_of({-1, 2, 0.1}, interpolate{curves, false, true}) == std::vector{0.3, 0.2, 0.3});
    CHECK(std::isnan(made_of({1.2, 0, 0}, interpolate{curves, true, true})[0]));
    CHECK(made_of({7}, interpolate{{{{1}, {3}}}, false, true}) == std::vector{3.0});
  }
}
