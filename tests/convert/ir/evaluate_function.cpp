// convert/ir/evaluate_function.cpp -- functions of one number.
#include <convert/ir/evaluate_step.hpp>

#include <numbers>
#include <utility>

#include "one_step.hpp"

using namespace convert::ir;

namespace {

double f(function what, double x, double alpha = 0, double beta = 0) {
  return made_of({x}, unary{what, alpha, beta})[0];
}

double f32(function what, double x) { return made_of({x}, unary{what}, true)[0]; }

} // namespace

TEST_SUITE("ir/evaluate_function") {
  TEST_CASE("plain functions are those of mathematics") {
    CHECK(f(function::identity, -0.5) == -0.5);
    CHECK(f(function::absolute, -0.5) == 0.5);
    CHECK(f(function::negative, 0.5) == -0.5);
    CHECK(f(function::reciprocal, 4) == 0.25);
    CHECK(f(function::square, -3) == 9);
    CHECK(f(function::sqrt, 9) == 3);
    CHECK(f(function::exp, 0) == 1);
    CHECK(f(function::exp2, 5) == 32);
    CHECK(f(function::expm1, 1e-20) == 1e-20);
    CHECK(f(function::log, 1) == 0);
    CHECK(f(function::log2, 8) == 3);
    CHECK(f(function::log10, 1000) == 3);
    CHECK(f(function::log1p, 1e-20) == 1e-20);
    CHECK(f(function::erf, 0) == 0);
    CHECK(f(function::sin, 0) == 0);
    CHECK(f(function::cos, 0) == 1);
    CHECK(f(function::tan, 0) == 0);
    CHECK(f(function::cbrt, -8) == -2);
    CHECK(f(function::tanh, endless) == 1);
    CHECK(f(function::atan, -endless) == -std::numbers::pi / 2);
  }

  TEST_CASE("activations have the values that numpy computes from their formulas") {
    // numpy 1.24 and scipy 1.10 at x = 0.5.
    CHECK(near(f(function::logistic, 0.5), 0.6224593312018546));
    CHECK(f(function::float_logistic, -2.5) == 0x1.36b71p-4); // ONNX Runtime's
    CHECK(f(function::float_logistic, -17.5) == 0x1p-25);
    CHECK(f(function::float_logistic, -endless) == 0);
    CHECK(f(function::float_tanh, -0.3) == -0x1.2a4ddap-2);
    CHECK(f(function::float_tanh, 20) == 1);
    CHECK(f(function::float_exp, -100.25) == 0x1.5p-145);
    CHECK(f(function::float_log, 0.9999) == -0x1.a3855ep-14);
    CHECK(f(function::float_log, 1e-45) == -0x1.9d1dap+6);
    CHECK(std::isnan(f(function::float_log, -1)));
    CHECK(f(function::float_erf, -0.75) == -0x1.6c1c98p-1);
    CHECK(f(function::float_erf, 2.5) == 0x1.ffcaaap-1);
    CHECK(f(function::float_gelu, -2.5) == -0x1.fcb1ap-7);
    CHECK(f(function::float_gelu_tanh, -2.5) == -0x1.ee484p-7);
    CHECK(near(f(function::softplus, 0.5), 0.9740769841801067));
    CHECK(near(f(function::gelu, 0.5), 0.3457312306370065));
    CHECK(near(f(function::gelu_tanh, 0.5), 0.34571400982514394));
    CHECK(near(f(function::mish, 0.5), 0.3752452113048951));
    CHECK(f(function::softsign, -3) == -0.75);
    CHECK(f(function::hard_swish, 3) == 3);
    CHECK(f(function::hard_swish, -3) == 0);
    CHECK(f(function::hard_swish, 0) == 0);
  }

  TEST_CASE("the logistic function and softplus do not overflow") {
    CHECK(f(function::logistic, -1000) == 0);
    CHECK(f(function::logistic, 1000) == 1);
    CHECK(f(function::softplus, 1000) == 1000);
    CHECK(f(function::softplus, -1000) == 0);
    CHECK(f(function::softplus, endless) == endless);
  }

  TEST_CASE("alpha and beta shape those that have them") {
    CHECK(f(function::leaky_relu, -2, 0.25) == -0.5);
    CHECK(f(function::leaky_relu, 2, 0.25) == 2);
    CHECK(f(function::elu, -endless, 0.5) == -0.5);
    CHECK(f(function::celu, -endless, 0.5) == -0.5);
    CHECK(f(function::celu, 2, 0.5) == 2);
    CHECK(f(function::selu, 2, 3, 0.5) == 1);
    CHECK(f(function::selu, -endless, 3, 0.5) == -1.5);
    CHECK(f(function::hard_logistic, 1, 0.25, 0.5) == 0.75);
    CHECK(f(function::hard_logistic, 100, 0.25, 0.5) == 1);
    CHECK(f(function::hard_logistic, -100, 0.25, 0.5) == 0);
    CHECK(f(function::greater, 2, 1.5) == 1);
    CHECK(f(function::greater, 1.5, 1.5) == 0);
  }

  TEST_CASE("NaN stays NaN, but for the questions") {
    for (auto i = 0; i <= static_cast<int>(function::to_f32); ++i) {
      CAPTURE(i);
      CHECK(std::isnan(f(static_cast<function>(i), no_number, 1, 1)));
    }
    CHECK(f(function::greater, no_number, 0) == 0);
    CHECK(f(function::is_nan, no_number) == 1);
    CHECK(f(function::is_nan, endless) == 0);
    CHECK(f(function::logical_not, no_number) == 0);
    CHECK(f(function::logical_not, -0.0) == 1);
  }

  TEST_CASE("rounding to whole numbers takes the even one of two") {
    CHECK(f(function::round_even, 0.5) == 0);
    CHECK(f(function::round_even, 1.5) == 2);
    CHECK(f(function::round_even, -2.5) == -2);
    CHECK(f(function::floor, -0.5) == -1);
    CHECK(f(function::ceil, 0.5) == 1);
    CHECK(f(function::sign, -0.25) == -1);
    CHECK(f(function::sign, -0.0) == 0);
    CHECK(f(function::sign, endless) == 1);
  }

  TEST_CASE("to_f32 rounds to the nearest float, past the largest to infinity") {
    CHECK(f(function::to_f32, 0.1) == static_cast<double>(0.1F));
    CHECK(f(function::to_f32, 16777217) == 16777216); // half way: the even one
    CHECK(f(function::to_f32, 0x1.fffffefffffffp127) == 0x1.fffffep127);
    CHECK(f(function::to_f32, 0x1.ffffffp127) == endless);
    CHECK(f(function::to_f32, -1e300) == -endless);
    CHECK(f(function::to_f32, 1e-50) == 0);
  }

  TEST_CASE("probit is SciPy's to the last bit: quantiles of such answers are compared with them again") {
    // SciPy 1.10.1, special.ndtri. The first is one place away from the nearest number.
    CHECK(f(function::probit, 17.0 / 49) == -0.39359841579692406);
    CHECK(f(function::probit, 3.0 / 49) == -1.5445754855632552);
    CHECK(f(function::probit, 0.25) == -0.6744897501960817);
    CHECK(f(function::probit, 1e-7) == -5.1993375821928165);
  }

  TEST_CASE("in f32 each primitive rounds") {
    const float x = 0.3F;
    CHECK(f32(function::reciprocal, static_cast<double>(x)) == static_cast<double>(1.0F / x));
    CHECK(f32(function::square, static_cast<double>(x)) == static_cast<double>(x * x));
    // 1 + exp(-17) is 1 + 4.1e-8, which is 1 in float, so the quotient is 1.
    CHECK(f32(function::logistic, 17) == 1);
    CHECK(f(function::logistic, 17) < 1);
    // exp(-1e-9) rounds to 1 before 1 is subtracted.
    CHECK(f32(function::elu, -1e-9) == 0);
  }
}
