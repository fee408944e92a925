// convert/ir/function.hpp -- functions of one and of two numbers, by name.
#pragma once

#include <cstdint>

namespace convert::ir {

/// Functions of one number. `alpha` and `beta` are the parameters of those that have some.
enum class function : std::uint8_t {
  identity,
  absolute,
  negative,
  reciprocal,
  square,
  sqrt,
  exp,
  exp2,
  expm1,
  log,
  log2,
  log10,
  log1p,
  logistic, // 1 / (1 + exp(-x))
  tanh,
  relu,          // NaN stays NaN
  softplus,      // log(1 + exp(x))
  softsign,      // x * (1 / (1 + |x|))
  leaky_relu,    // x < 0 ? alpha * x : x
  elu,           // x < 0 ? alpha * (exp(x) - 1) : x
  celu,          // max(0, x) + min(0, alpha * (exp(x / alpha) - 1))
  selu,          // beta * (x > 0 ? x : alpha * exp(x) - alpha)
  gelu,          // x / 2 * (1 + erf(x / sqrt(2)))
  gelu_tanh,     // its tanh form
  mish,          // x * tanh(softplus(x))
  hard_logistic, // max(0, min(1, alpha * x + beta))
  hard_swish,    // x * max(0, min(1, x / 6 + 1 / 2))
  erf,
  floor,
  ceil,
  round_even,
  sign,
  sin,
  cos,
  tan,
  cbrt,
  to_f32,      // rounded to float and back
  greater,     // x > alpha ? 1 : 0
  is_nan,      // 1 or 0
  logical_not, // x == 0 ? 1 : 0
  probit,      // the inverse of the normal distribution's cumulative function
  atan,
  // As ONNX Runtime has them for floats.
  float_logistic, // near 0 it is a multiple of 2^-25
  float_tanh,
  float_exp,
  float_log,
  float_erf,
  float_gelu,
  float_gelu_tanh,
};

/// Functions of two numbers. Comparisons and logic give 1 or 0.
enum class operation : std::uint8_t {
  add,
  subtract,
  multiply,
  divide,
  power,
  minimum, // NaN if either is NaN
  maximum, // NaN if either is NaN
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  logical_and,
  logical_or,
};

} // namespace convert::ir
