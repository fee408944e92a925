// pounce/kernels/arithmetic.cpp -- steps that compute column by column.
#include <doctest/doctest.h>

#include <pounce/kernels/arithmetic.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using format::affine_form;
using format::step_kind;

namespace {

std::vector<double> affine(affine_form form, int flags, double x, double a, double b) {
  one_step affine(step_kind::affine);
  affine.step.a = affine.append({a});
  affine.step.b = affine.append({b});
  return affine.variant(form).flags(flags)({x}, 1);
}

} // namespace

TEST_SUITE("kernels/arithmetic") {
  TEST_CASE("affine makes two roundings where a fused multiply-add makes one") {
    // (1 + 2^-30)^2 = 1 + 2^-29 + 2^-60, and the last bit does not fit a double.
    const double x = 1 + 0x1p-30;
    CHECK(same(affine(affine_form::multiply_add, 0, x, x, -(1 + 0x1p-29)), {0.0}));
  }

  TEST_CASE("affine subtracts first in two of its forms and multiplies first in the third") {
    CHECK(same(affine(affine_form::subtract_divide, 0, 7, 1, 4), {1.5}));
    CHECK(same(affine(affine_form::subtract_multiply, 0, 7, 1, 4), {24}));
    CHECK(same(affine(affine_form::multiply_add, 0, 7, 1, 4), {11}));
    CHECK(same(affine(affine_form::subtract_divide, 0, 1, 1, 0), {quiet_nan}));
    CHECK(same(affine(affine_form::subtract_divide, 0, infinity, 1, -2), {-infinity}));
    CHECK(same(affine(affine_form::multiply_add, 0, quiet_nan, 1, 4), {quiet_nan}));
    CHECK(same(affine(affine_form::multiply_add, 0, subnormal, 1, 0), {subnormal}));
    CHECK(same(affine(affine_form::subtract_multiply, 0, -0.0, 0, 1), {-0.0}));
  }

  TEST_CASE("affine rounds to float after each operation where it is asked to") {
    const float x = 0.1F;
    const float a = 3.3F;
    const float b = 0.7F;
    const auto f32 = format::rounds_to_f32;
    const float difference = x - a;
    const float product = x * a;
    CHECK(same(affine(affine_form::subtract_divide, f32, 0.1F, 3.3F, 0.7F), {double(difference / b)}));
    CHECK(same(affine(affine_form::subtract_multiply, f32, 0.1F, 3.3F, 0.7F), {double(difference * b)}));
    CHECK(same(affine(affine_form::multiply_add, f32, 0.1F, 3.3F, 0.7F), {double(product + b)}));
  }

  TEST_CASE("columns side by side are rounded to float like single ones") {
    // g++ 12 at -O3 takes such columns together and could lose the roundings: volatile keeps the expected ones.
    numbers random(11);
    for (std::size_t width = 1; width <= 17; ++width) {
      std::vector<double> x;
      std::vector<double> c;
      std::vector<double> sums;
      std::vector<double> fractions;
      for (std::size_t i = 0; i < width; ++i) {
        const auto a = static_cast<float>(random.next());
        const auto b = static_cast<float>(random.next());
        const volatile float product = a * b;
        const volatile float sum = product + b;
        const volatile float difference = a - b;
        const volatile float fraction = difference / b;
        x.push_back(static_cast<double>(a));
        c.push_back(static_cast<double>(b));
        sums.push_back(static_cast<double>(sum));
        fractions.push_back(static_cast<double>(fraction));
      }
      one_step affine(step_kind::affine);
      affine.flags(format::rounds_to_f32);
      affine.step.a = affine.append(c);
      affine.step.b = affine.append(c);
      const auto outputs = static_cast<std::uint32_t>(width);
      CHECK(same(affine.variant(affine_form::multiply_add)(x, outputs), sums));
      CHECK(same(affine.variant(affine_form::subtract_divide)(x, outputs), fractions));
    }
  }

  TEST_CASE("clip keeps NaN and moves everything else between its ends") {
    one_step clip(step_kind::clip);
    clip.step.a = clip.append({-1, -1, -1, -1, -infinity});
    clip.step.b = clip.append({2, 2, 2, 2, infinity});
    CHECK(same(clip({quiet_nan, -5, 5, 0.5, -1e300}, 5), {quiet_nan, -1, 2, 0.5, -1e300}));
    CHECK(same(clip({-0.0, -infinity, infinity, 2, infinity}, 5), {-0.0, -1, 2, 2, infinity}));
  }

  TEST_CASE("bin counts the edges on the left, all of them for NaN") {
    one_step bin(step_kind::bin);
    bin.step.a = bin.append_indices({3, 0, 2});
    bin.step.b = bin.append({1, 2, 3, -infinity, 0});
    CHECK(same(bin({2, 2, 0}, 3), {2, 0, 2}));
    CHECK(same(bin({0.5, quiet_nan, -1e300}, 3), {0, 0, 1}));
    CHECK(same(bin({quiet_nan, 0, quiet_nan}, 3), {3, 0, 2}));
    CHECK(same(bin({infinity, 0, -infinity}, 3), {3, 0, 1}));
    bin.flags(format::right_closed);
    CHECK(same(bin({2, 2, 0}, 3), {1, 0, 1}));
    CHECK(same(bin({quiet_nan, 0, -infinity}, 3), {3, 0, 0}));
  }

  TEST_CASE("power is Yeo and Johnson's: worked by hand") {
    one_step power(step_kind::power);
    power.step.a = power.append({2, 0, 2, 1, 0});
    const double log_2 = std::log(2.0);
    // (4^2 - 1) / 2; log(1 + 1); -log(1 + 1); -((3 + 1)^1 - 1) / 1; -((1 + 1)^2 - 1) / 2
    CHECK(near(power({3, 1, -1, -3, -1}, 5), {7.5, log_2, -log_2, -3, -1.5}, 1e-15));
    CHECK(near(power({quiet_nan, quiet_nan, quiet_nan, infinity, -infinity}, 5),
               {quiet_nan, quiet_nan, quiet_nan, infinity, -infinity}, 0));
    CHECK(near(power({0, 0, -0.0, -0.0, 0}, 5), {0, 0, 0, 0, 0}, 0));
  }

  TEST_CASE("power is Box and Cox's: worked by hand") {
    one_step power(step_kind::power);
    power.step.a = power.append({0.5, 0, -1});
    // (sqrt(4) - 1) / 0.5; log(4); (1/4 - 1) / -1
    CHECK(near(power.flags(format::box_cox)({4, 4, 4}, 3), {2, std::log(4.0), 0.75}, 1e-15));
    CHECK(near(power({quiet_nan, -1, 0}, 3), {quiet_nan, quiet_nan, -infinity}, 0));
  }

  TEST_CASE("unary applies its function to every column and rounds where it is asked to") {
    one_step unary(step_kind::unary);
    unary.variant(format::function::leaky_relu).step.alpha = 0.5;
    CHECK(same(unary({-2, 3, quiet_nan}, 3), {-1, 3, quiet_nan}));
    unary.variant(format::function::sqrt).flags(format::rounds_to_f32);
    CHECK(same(unary({2}, 1), {double(std::sqrt(2.0F))}));
  }

  TEST_CASE("with_constants stands on either side of the operation") {
    one_step step(step_kind::with_constants);
    step.step.a = step.append({2, 4});
    step.variant(format::operation::divide);
    CHECK(same(step({1, 2}, 2), {0.5, 0.5}));
    CHECK(same(step.flags(format::reversed)({1, 2}, 2), {2, 2}));
  }

  TEST_CASE("elementwise takes the two halves of its input") {
    one_step step(step_kind::elementwise);
    step.variant(format::operation::subtract);
    CHECK(same(step({10, 20, 1, 2}, 2), {9, 18}));
    step.flags(format::rounds_to_f32).variant(format::operation::multiply);
    CHECK(same(step({double(0.1F), double(0.7F)}, 1), {double(0.1F * 0.7F)}));
  }

  TEST_CASE("interpolate follows the curve, holds its ends and keeps NaN") {
    one_step step(step_kind::interpolate);
    step.step.a = step.append_indices({3, 1});
    step.step.b = step.append({0, 1, 3, 5});
    step.step.c = step.append({10, 20, 0, 7});
    CHECK(same(step({0.5, 0}, 2), {15, 7}));
    CHECK(same(step({2, 5}, 2), {10, 7}));
    CHECK(same(step({1, 9}, 2), {20, 7}));
    CHECK(same(step({-infinity, quiet_nan}, 2), {10, quiet_nan}));
    CHECK(same(step({infinity, -1e300}, 2), {0, 7}));
    step.flags(format::nan_outside);
    CHECK(same(step({-1, 5}, 2), {quiet_nan, 7}));
    CHECK(same(step({3, 5.5}, 2), {0, quiet_nan}));
    CHECK(same(step({0, 4}, 2), {10, quiet_nan}));
  }

  TEST_CASE("interpolate takes the last of points with the same x") {
    one_step step(step_kind::interpolate);
    step.step.a = step.append_indices({4});
    step.step.b = step.append({0, 1, 1, 2});
    step.step.c = step.append({0, 1, 5, 6});
    CHECK(same(step({1}, 1), {5}));
    CHECK(same(step({1.5}, 1), {5.5}));
    CHECK(same(step({0.5}, 1), {0.5}));
  }

  TEST_CASE("interpolate answers a number at a point by the line that ends there, if told so") {
    // SciPy 1.10.1, interp1d in float32: the line to the last point ends one unit of the last place above it.
    const double above = 1.0000001192092896;
    one_step step(step_kind::interpolate);
    step.step.a = step.append_indices({3});
    step.step.b = step.append({double(0.2F), double(0.58F), double(0.66F)});
    step.step.c = step.append({double(0.08F), double(0.2F), 1});
    step.flags(format::rounds_to_f32);
    CHECK(same(step({double(0.66F)}, 1), {1.0}));
    step.flags(format::rounds_to_f32 | format::on_left_line);
    CHECK(same(step({double(0.66F)}, 1), {above}));
    CHECK(same(step({0.5}, 1), {0.1747368574142456}));
    CHECK(same(step({double(0.2F)}, 1), {double(0.08F)}));
    CHECK(same(step({-infinity}, 1), {double(0.08F)}));
    CHECK(same(step({infinity}, 1), {above}));
    CHECK(same(step({quiet_nan}, 1), {quiet_nan}));
    step.flags(format::nan_outside | format::on_left_line);
    CHECK(same(step({1.5}, 1), {quiet_nan}));
  }

  TEST_CASE("interpolate makes two roundings where a fused multiply-add makes one") {
    // The slope is 1 + 2^-30 and so is x: see affine.
    one_step step(step_kind::interpolate);
    step.step.a = step.append_indices({2});
    step.step.b = step.append({0, 2});
    step.step.c = step.append({-(1 + 0x1p-29), 2 * (1 + 0x1p-30) - (1 + 0x1p-29)});
    CHECK(same(step({1 + 0x1p-30}, 1), {0.0}));
  }

  TEST_CASE("polynomial multiplies the columns of each list; an empty list is 1") {
    one_step step(step_kind::polynomial);
    step.step.a = step.append_indices({0, 1, 3});
    step.step.b = step.append_indices({1, 0, 1, 1});
    CHECK(same(step({2, 3}, 3), {1, 3, 18}));
    CHECK(same(step({quiet_nan, 3}, 3), {1, 3, quiet_nan}));
    const float x = 0.1F;
    const float y = 0.7F;
    const float once = x * y;
    CHECK(same(step.flags(format::rounds_to_f32)({0.1F, 0.7F}, 3), {1, double(y), double(once * y)}));
  }
}
