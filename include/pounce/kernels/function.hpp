// pounce/kernels/function.hpp -- functions of one and of two numbers.
#pragma once

#include <cmath>
#include <numbers>

#include <pounce/core/arch.hpp>
#include <pounce/core/probit.hpp>
#include <pounce/format/step.hpp>
#include <pounce/kernels/float_erf.hpp>
#include <pounce/kernels/float_exp.hpp>
#include <pounce/kernels/float_log.hpp>
#include <pounce/kernels/float_logistic.hpp>
#include <pounce/kernels/float_tanh.hpp>
#include <pounce/kernels/precision.hpp>

namespace pounce::kernels {

/// The smaller of two, NaN if either is.
template <class Arch = default_arch>
double minimum(double a, double b) noexcept {
  return a <= b || std::isnan(a) ? a : b;
}

/// The larger of two, NaN if either is.
template <class Arch = default_arch>
double maximum(double a, double b) noexcept {
  return a >= b || std::isnan(a) ? a : b;
}

namespace detail {

/// log(1 + exp(x)) without overflow.
template <class Arch, class Rounded>
double softplus(double x, Rounded rounded) noexcept {
  if (x > 0) return rounded(x + rounded(std::log1p(rounded.exp(-x))));
  return rounded(std::log1p(rounded.exp(x)));
}

/// max(0, min(1, x)), NaN stays NaN.
template <class Arch>
double within_unit(double x) noexcept {
  return x < 0 ? 0.0 : x > 1 ? 1.0 : x;
}

/// alpha * (exp(x) - 1)
template <class Arch, class Rounded>
double scaled_exponential(double x, double alpha, Rounded rounded) noexcept {
  return rounded.product(alpha, rounded(rounded.exp(x) - 1));
}

/// max(0, x) + min(0, alpha * (exp(x / alpha) - 1))
template <class Arch, class Rounded>
double celu(double x, double alpha, Rounded rounded) noexcept {
  const double low = scaled_exponential<Arch>(rounded(x / alpha), alpha, rounded);
  return rounded((x < 0 ? 0.0 : x) + (low > 0 ? 0.0 : low));
}

/// beta * (x > 0 ? x : alpha * exp(x) - alpha)
template <class Arch, class Rounded>
double selu(double x, double alpha, double beta, Rounded rounded) noexcept {
  return rounded(beta * (x > 0 ? x : rounded(rounded.product(alpha, rounded.exp(x)) - alpha)));
}

/// x / 2 * (1 + erf(x / sqrt(2)))
template <class Arch, class Rounded>
double gelu(double x, Rounded rounded) noexcept {
  const double erf = rounded(std::erf(rounded(x / rounded(std::numbers::sqrt2))));
  return rounded(rounded(x / 2) * rounded(1 + erf));
}

/// x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))
template <class Arch, class Rounded>
double gelu_tanh(double x, Rounded rounded) noexcept {
  const double root = rounded(0.79788456080286535588);
  const double cube = rounded(rounded(x * x) * x);
  const double inner = rounded(root * rounded(x + rounded.product(rounded(0.044715), cube)));
  return rounded(rounded(x / 2) * rounded(1 + rounded(std::tanh(inner))));
}

template <class Arch>
double sign(double x) noexcept {
  if (x > 0) return 1;
  if (x < 0) return -1;
  return std::isnan(x) ? x : 0;
}

/// The functions that are made for networks.
template <class Arch, class Rounded>
double activation_of(format::function f, double x, double alpha, double beta, Rounded rounded) noexcept {
  using format::function;
  switch (f) {
  case function::logistic: return rounded(1 / rounded(1 + rounded.exp(-x)));
  case function::tanh: return rounded(std::tanh(x));
  case function::relu: return x < 0 ? 0 : x;
  case function::softplus: return softplus<Arch>(x, rounded);
  case function::softsign: return rounded(x * rounded(1 / rounded(1 + std::fabs(x))));
  case function::leaky_relu: return x < 0 ? rounded(alpha * x) : x;
  case function::elu: return x < 0 ? scaled_exponential<Arch>(x, alpha, rounded) : x;
  case function::celu: return celu<Arch>(x, alpha, rounded);
  case function::selu: return selu<Arch>(x, alpha, beta, rounded);
  case function::gelu: return gelu<Arch>(x, rounded);
  case function::gelu_tanh: return gelu_tanh<Arch>(x, rounded);
  case function::mish: return rounded(x * rounded(std::tanh(softplus<Arch>(x, rounded))));
  case function::hard_logistic: return within_unit<Arch>(rounded(rounded.product(alpha, x) + beta));
  case function::hard_swish: return rounded(x * within_unit<Arch>(rounded(rounded(x / 6) + 0.5)));
  default: return x;
  }
}

} // namespace detail

/// f(x). NaN stays NaN but for the predicates, which give 1 or 0.
///
/// Numbers  each primitive rounded by `rounded`: in f32 as an ONNX graph's operators would, one after the other.
/// Source   format::function and the equations of FORMAT.md.
template <class Arch = default_arch, class Rounded = double_precision>
[[gnu::hot]] double function_of(format::function f, double x, double alpha, double beta,
                                Rounded rounded = {}) noexcept {
  using format::function;
  switch (f) {
  case function::identity: return x;
  case function::absolute: return std::fabs(x);
  case function::negative: return -x;
  case function::reciprocal: return rounded(1 / x);
  case function::square: return rounded(x * x);
  case function::sqrt: return rounded(std::sqrt(x));
  case function::exp: return rounded.exp(x);
  case function::exp2: return rounded(std::exp2(x));
  case function::expm1: return rounded(std::expm1(x));
  case function::log: return rounded.log(x);
  case function::log2: return rounded(std::log2(x));
  case function::log10: return rounded(std::log10(x));
  case function::log1p: return rounded(std::log1p(x));
  case function::erf: return rounded(std::erf(x));
  case function::floor: return std::floor(x);
  case function::ceil: return std::ceil(x);
  case function::round_even: return std::nearbyint(x);
  case function::sign: return detail::sign<Arch>(x);
  case function::sin: return rounded(std::sin(x));
  case function::cos: return rounded(std::cos(x));
  case function::tan: return rounded(std::tan(x));
  case function::cbrt: return rounded(std::cbrt(x));
  case function::to_f32: return single_precision{}(x);
  case function::greater: return x > alpha ? 1 : 0;
  case function::is_nan: return std::isnan(x) ? 1 : 0;
  case function::logical_not: return x == 0 ? 1 : 0;
  case function::probit: return rounded(probit<Arch>(x));
  case function::atan: return rounded(std::atan(x));
  case function::float_logistic: return float_logistic<Arch>(x);
  case function::float_tanh: return float_tanh<Arch>(x);
  case function::float_exp: return float_exp<Arch>(x);
  case function::float_log: return float_log<Arch>(x);
  case function::float_erf: return float_erf<Arch>(x);
  case function::float_gelu: return float_gelu<Arch>(x);
  case function::float_gelu_tanh: return float_gelu_tanh<Arch>(x);
  default: return detail::activation_of<Arch>(f, x, alpha, beta, rounded);
  }
}

/// x op y. Comparisons and logic give 1 or 0; NaN counts as true, as everything but 0 does.
template <class Arch = default_arch, class Rounded = double_precision>
[[gnu::hot]] double operation_of(format::operation op, double x, double y, Rounded rounded = {}) noexcept {
  using format::operation;
  switch (op) {
  case operation::add: return rounded(x + y);
  case operation::subtract: return rounded(x - y);
  case operation::multiply: return rounded(x * y);
  case operation::divide: return rounded(x / y);
  case operation::power: return rounded(std::pow(x, y));
  case operation::minimum: return minimum<Arch>(x, y);
  case operation::maximum: return maximum<Arch>(x, y);
  case operation::less: return x < y ? 1 : 0;
  case operation::less_equal: return x <= y ? 1 : 0;
  case operation::greater: return x > y ? 1 : 0;
  case operation::greater_equal: return x >= y ? 1 : 0;
  case operation::equal: return x == y ? 1 : 0;
  case operation::logical_and: return x != 0 && y != 0 ? 1 : 0;
  case operation::logical_or: return x != 0 || y != 0 ? 1 : 0;
  }
  return x;
}

} // namespace pounce::kernels
