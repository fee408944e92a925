// pounce/kernels/function.hpp -- functions of one and of two numbers, in f64.
#pragma once

#include <cmath>
#include <numbers>

#include <pounce/format/step.hpp>
#include <pounce/kernels/arch.hpp>
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
template <class Arch>
double softplus(double x) noexcept {
  return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

/// x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))
template <class Arch>
double gelu_tanh(double x) noexcept {
  const double cube = materialised(0.044715 * x * x * x);
  constexpr double sqrt_2_over_pi = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
  return 0.5 * x * (1 + std::tanh(sqrt_2_over_pi * (x + cube)));
}

/// max(0, min(1, x))
template <class Arch>
double within_unit(double x) noexcept {
  return maximum<Arch>(0, minimum<Arch>(1, x));
}

template <class Arch>
double sign(double x) noexcept {
  if (x > 0) return 1;
  if (x < 0) return -1;
  return std::isnan(x) ? x : 0;
}

} // namespace detail

/// f(x). NaN stays NaN but for the predicates, which give 1 or 0.
///
/// Source  format::function and the equations of FORMAT.md.
template <class Arch = default_arch>
double function_of(format::function f, double x, double alpha, double beta) noexcept {
  using format::function;
  switch (f) {
  case function::identity: return x;
  case function::absolute: return std::fabs(x);
  case function::negative: return -x;
  case function::reciprocal: return 1 / x;
  case function::square: return x * x;
  case function::sqrt: return std::sqrt(x);
  case function::exp: return std::exp(x);
  case function::exp2: return std::exp2(x);
  case function::expm1: return std::expm1(x);
  case function::log: return std::log(x);
  case function::log2: return std::log2(x);
  case function::log10: return std::log10(x);
  case function::log1p: return std::log1p(x);
  case function::logistic: return 1 / (1 + std::exp(-x));
  case function::tanh: return std::tanh(x);
  case function::relu: return x < 0 ? 0 : x;
  case function::softplus: return detail::softplus<Arch>(x);
  case function::softsign: return x / (1 + std::fabs(x));
  case function::leaky_relu: return x < 0 ? alpha * x : x;
  case function::elu: return x < 0 ? alpha * std::expm1(x) : x;
  case function::celu: return maximum<Arch>(0, x) + minimum<Arch>(0, alpha * std::expm1(x / alpha));
  case function::selu: return beta * (x > 0 ? x : alpha * std::expm1(x));
  case function::gelu: return x / 2 * (1 + std::erf(x / std::numbers::sqrt2));
  case function::gelu_tanh: return detail::gelu_tanh<Arch>(x);
  case function::mish: return x * std::tanh(detail::softplus<Arch>(x));
  case function::hard_logistic: return detail::within_unit<Arch>(detail::materialised(alpha * x) + beta);
  case function::hard_swish: return x * detail::within_unit<Arch>(x / 6 + 0.5);
  case function::erf: return std::erf(x);
  case function::floor: return std::floor(x);
  case function::ceil: return std::ceil(x);
  case function::round_even: return std::nearbyint(x);
  case function::sign: return detail::sign<Arch>(x);
  case function::sin: return std::sin(x);
  case function::cos: return std::cos(x);
  case function::tan: return std::tan(x);
  case function::cbrt: return std::cbrt(x);
  case function::to_f32: return static_cast<double>(static_cast<float>(x));
  case function::greater: return x > alpha ? 1 : 0;
  case function::is_nan: return std::isnan(x) ? 1 : 0;
  case function::logical_not: return x == 0 ? 1 : 0;
  }
  return x;
}

/// x op y. Comparisons and logic give 1 or 0; NaN counts as true, as everything but 0 does.
template <class Arch = default_arch>
double operation_of(format::operation op, double x, double y) noexcept {
  using format::operation;
  switch (op) {
  case operation::add: return x + y;
  case operation::subtract: return x - y;
  case operation::multiply: return x * y;
  case operation::divide: return x / y;
  case operation::power: return std::pow(x, y);
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
