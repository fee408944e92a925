// pounce/kernels/function.cpp -- functions of one and of two numbers, at points that can be worked by hand.
#include <numbers>

#include <doctest/doctest.h>

#include <pounce/kernels/function.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using format::function;
using format::operation;
using pounce::kernels::function_of;
using pounce::kernels::operation_of;

namespace {

struct point {
  function what;
  double x;
  double y;
  double alpha = 0;
  double beta = 0;
};

const double e = std::exp(1.0);

const point points[] = {
    {function::identity, -0.0, -0.0},
    {function::absolute, -2, 2},
    {function::negative, 2, -2},
    {function::reciprocal, -0.0, -infinity},
    {function::square, -3, 9},
    {function::sqrt, 9, 3},
    {function::sqrt, -1, quiet_nan},
    {function::exp, 0, 1},
    {function::exp, 1000, infinity},
    {function::exp2, 10, 1024},
    {function::expm1, 1e-20, 1e-20},
    {function::log, 0, -infinity},
    {function::log2, 8, 3},
    {function::log10, 1000, 3},
    {function::log1p, 1e-20, 1e-20},
    {function::logistic, 0, 0.5},
    {function::logistic, -1000, 0},
    {function::logistic, 1000, 1},
    {function::logistic, std::log(3.0), 0.75},
    {function::tanh, std::log(3.0), 0.8}, // (9 - 1) / (9 + 1)
    {function::relu, -2, 0},
    {function::relu, 2, 2},
    {function::softplus, 0, std::log(2.0)},
    {function::softplus, 1000, 1000},
    {function::softplus, -1000, 0},
    {function::softsign, -3, -0.75},
    {function::leaky_relu, -2, -0.5, 0.25},
    {function::leaky_relu, 2, 2, 0.25},
    {function::elu, -std::log(2.0), -1, 2}, // 2 (1/2 - 1)
    {function::elu, 3, 3, 2},
    {function::celu, 3, 3, 2},
    {function::celu, -2 * std::log(2.0), -1, 2}, // 2 (exp(-ln 2) - 1)
    {function::selu, 2, 6, 5, 3},
    {function::selu, -std::log(2.0), -7.5, 5, 3}, // 3 (5 / 2 - 5)
    {function::gelu, 0, 0},
    {function::gelu, 40, 40},
    {function::gelu_tanh, 40, 40},
    {function::gelu_tanh, 0, 0},
    {function::mish, 0, 0},
    {function::mish, 100, 100},
    {function::hard_logistic, 1, 0.7, 0.2, 0.5},
    {function::hard_logistic, 9, 1, 0.2, 0.5},
    {function::hard_logistic, -9, 0, 0.2, 0.5},
    {function::hard_swish, 3, 3},
    {function::hard_swish, -3, 0},
    {function::hard_swish, 1, 2.0 / 3},
    {function::erf, 0, 0},
    {function::erf, 10, 1},
    {function::floor, -1.5, -2},
    {function::ceil, -1.5, -1},
    {function::round_even, 2.5, 2},
    {function::round_even, -3.5, -4},
    {function::sign, -3, -1},
    {function::sign, -0.0, 0},
    {function::sin, 0, 0},
    {function::cos, 0, 1},
    {function::tan, 0, 0},
    {function::cbrt, -27, -3},
    {function::to_f32, 0.1, 0x1.99999ap-4},
    {function::to_f32, 1e300, infinity},
    {function::greater, 2, 1, 1.5},
    {function::greater, 1.5, 0, 1.5},
    {function::is_nan, quiet_nan, 1},
    {function::is_nan, 1, 0},
    {function::logical_not, -0.0, 1},
    {function::logical_not, quiet_nan, 0},
    {function::probit, 0.75, 0.6744897501960817},
    {function::atan, 1, std::numbers::pi / 4},
    {function::atan, -infinity, -std::numbers::pi / 2},
};

} // namespace

TEST_SUITE("kernels/function") {
  TEST_CASE("functions have the values that one works out by hand") {
    for (const point& p : points) {
      CAPTURE(static_cast<int>(p.what));
      CAPTURE(p.x);
      CHECK(near(function_of(p.what, p.x, p.alpha, p.beta), p.y, 1e-15));
    }
  }

  TEST_CASE("NaN stays NaN in all functions but the predicates") {
    for (int i = 0; i < format::functions; ++i) {
      const auto what = static_cast<function>(i);
      if (what == function::greater || what == function::is_nan || what == function::logical_not) continue;
      CAPTURE(i);
      CHECK(std::isnan(function_of(what, quiet_nan, 0.5, 0.5)));
    }
  }

  TEST_CASE("the gelu of 1 is the normal distribution's value there") {
    // Phi(1) = 0.8413447460685429 (Abramowitz and Stegun, table 26.1)
    CHECK(near(function_of(function::gelu, 1, 0, 0), 0.8413447460685429, 1e-15));
    CHECK(near(function_of(function::gelu_tanh, 1, 0, 0), 0.8413447460685429, 2e-4));
    CHECK(near(function_of(function::mish, 1, 0, 0), std::tanh(std::log(1 + e)), 1e-15));
  }

  TEST_CASE("in single precision each primitive is rounded to float") {
    const pounce::kernels::single_precision rounded;
    const double x = static_cast<double>(0.7F);
    const volatile float e_x =
        std::exp(-0.7F); // correctly rounded at this point, like the double's value rounded
    const volatile float below = 1.0F + e_x;
    const volatile float logistic = 1.0F / below;
    CHECK(function_of(function::logistic, x, 0, 0, rounded) == static_cast<double>(logistic));
    const volatile float square = 0.7F * 0.7F;
    CHECK(function_of(function::square, x, 0, 0, rounded) == static_cast<double>(square));
    const volatile float third = 0.7F / 3.0F;
    CHECK(operation_of(operation::divide, x, 3, rounded) == static_cast<double>(third));
  }

  TEST_CASE(
      "exp in single precision is the C library's of floats, also where that is not the nearest float") {
    const pounce::kernels::single_precision rounded;
    for (const float x : {-0.289F, -0.732F, -1.392F, 0.5F, -104.0F, 89.0F}) {
      CAPTURE(x);
      const volatile float at_run_time = x; // a compiler's own result would be the nearest
      CHECK(function_of(function::exp, double{x}, 0, 0, rounded) == double{std::exp(at_run_time)});
    }
  }

  TEST_CASE("minimum and maximum give NaN if either number is NaN") {
    CHECK(operation_of(operation::minimum, 1, 2) == 1);
    CHECK(operation_of(operation::maximum, 1, 2) == 2);
    for (const auto op : {operation::minimum, operation::maximum}) {
      CHECK(std::isnan(operation_of(op, quiet_nan, 1)));
      CHECK(std::isnan(operation_of(op, 1, quiet_nan)));
      CHECK(std::isnan(operation_of(op, -infinity, quiet_nan)));
      CHECK(std::isnan(operation_of(op, quiet_nan, infinity)));
    }
  }

  TEST_CASE("comparisons and logic give 1 or 0 and take NaN as numpy does") {
    CHECK(operation_of(operation::less, 1, 2) == 1);
    CHECK(operation_of(operation::less_equal, 2, 2) == 1);
    CHECK(operation_of(operation::greater, 2, 2) == 0);
    CHECK(operation_of(operation::greater_equal, 2, 2) == 1);
    CHECK(operation_of(operation::equal, 0.0, -0.0) == 1);
    for (const auto op : {operation::less, operation::less_equal, operation::greater,
                          operation::greater_equal, operation::equal}) {
      CHECK(operation_of(op, quiet_nan, quiet_nan) == 0);
    }
    CHECK(operation_of(operation::logical_and, quiet_nan, -1) == 1);
    CHECK(operation_of(operation::logical_and, quiet_nan, -0.0) == 0);
    CHECK(operation_of(operation::logical_or, 0, quiet_nan) == 1);
    CHECK(operation_of(operation::logical_or, 0, -0.0) == 0);
  }

  TEST_CASE("arithmetic is that of the machine") {
    CHECK(operation_of(operation::add, 1, 2) == 3);
    CHECK(operation_of(operation::subtract, 1, 2) == -1);
    CHECK(operation_of(operation::multiply, 3, 2) == 6);
    CHECK(operation_of(operation::divide, 1, -0.0) == -infinity);
    CHECK(operation_of(operation::power, 2, 10) == 1024);
  }
}
