// convert/ir/evaluate_function.cpp -- functions of one number, each primitive rounded as the step says.
#include <convert/ir/evaluate_step.hpp>

#include <cmath>
#include <limits>

#include <pounce/core/probit.hpp>

namespace convert::ir {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double truth(bool yes) { return yes ? 1.0 : 0.0; }
double exp_of(double x, rounding r) { return r.exp(x); }

/// log(1 + exp(x)) written so that exp cannot overflow. Source: ONNX Runtime, ComputeSoftplus
/// (activations.h).
double softplus(double x, rounding r) {
  if (x > 0) return r(x + r(std::log1p(exp_of(-x, r))));
  return r(std::log1p(exp_of(x, r)));
}

/// max(0, min(1, x)), NaN stays NaN.
double within_unit(double x) { return x < 0 ? 0.0 : x > 1 ? 1.0 : x; }

double celu(double x, double alpha, rounding r) {
  const double low = r(alpha * r(exp_of(r(x / alpha), r) - 1));
  const double above = x < 0 ? 0.0 : x;
  const double below = low > 0 ? 0.0 : low;
  return r(above + below);
}

double gelu(double x, rounding r) {
  const double root = r(std::sqrt(2.0));
  return r(r(x / 2) * r(1 + r(std::erf(r(x / root)))));
}

double gelu_tanh(double x, rounding r) {
  // 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))
  const double root = r(0.79788456080286535588);
  const double cube = r(r(x * x) * x);
  const double inner = r(root * r(x + r(r(0.044715) * cube)));
  return r(r(x / 2) * r(1 + r(std::tanh(inner))));
}

/// Source: ONNX Runtime 1.30, mlas/lib/logistic.cpp.
double float_logistic(double x) {
  const float v = std::fmax(-18.0F, std::fmin(18.0F, static_cast<float>(x)));
  if (std::isnan(x)) return x;
  const float square = v * v;
  float p = 0;
  for (const float a : {4.37031012579801e-11F, 1.15627324459942e-07F, 6.08574864600143e-05F,
                        8.51377133304701e-03F, 2.48287947061529e-01F})
    p = std::fma(p, square, a);
  float q = 0;
  for (const float b : {6.10247389755681e-13F, 5.76102136993427e-09F, 6.29106785017040e-06F,
                        1.70198817374094e-03F, 1.16817656904453e-01F, 9.93151921023180e-01F})
    q = std::fma(q, square, b);
  return static_cast<double>(std::fmax(0.0F, std::fmin(1.0F, p * v / q + 0.5F)));
}

double sign_of(double x) { return x > 0 ? 1.0 : x < 0 ? -1.0 : std::isnan(x) ? x : 0.0; }

double activation_of(function what, double x, double alpha, double beta, rounding r) {
  switch (what) {
  case function::logistic: return r(1 / r(1 + exp_of(-x, r)));
  case function::tanh: return r(std::tanh(x));
  case function::relu: return x < 0 ? 0.0 : x;
  case function::softplus: return softplus(x, r);
  case function::softsign: return r(x / r(1 + std::fabs(x)));
  case function::leaky_relu: return x < 0 ? r(alpha * x) : x;
  case function::elu: return x < 0 ? r(alpha * r(exp_of(x, r) - 1)) : x;
  case function::celu: return celu(x, alpha, r);
  case function::selu: return r(beta * (x > 0 ? x : r(r(alpha * exp_of(x, r)) - alpha)));
  case function::gelu: return gelu(x, r);
  case function::gelu_tanh: return gelu_tanh(x, r);
  case function::mish: return r(x * r(std::tanh(softplus(x, r))));
  case function::hard_logistic: return within_unit(r(r(alpha * x) + beta));
  case function::hard_swish: return r(x * within_unit(r(r(x / 6) + 0.5)));
  default: return nan;
  }
}

} // namespace

double function_of(function what, double x, double alpha, double beta, rounding r) {
  switch (what) {
  case function::identity: return x;
  case function::absolute: return std::fabs(x);
  case function::negative: return -x;
  case function::reciprocal: return r(1 / x);
  case function::square: return r(x * x);
  case function::sqrt: return r(std::sqrt(x));
  case function::exp: return exp_of(x, r);
  case function::exp2: return r(std::exp2(x));
  case function::expm1: return r(std::expm1(x));
  case function::log: return r(std::log(x));
  case function::log2: return r(std::log2(x));
  case function::log10: return r(std::log10(x));
  case function::log1p: return r(std::log1p(x));
  case function::erf: return r(std::erf(x));
  case function::floor: return std::floor(x);
  case function::ceil: return std::ceil(x);
  case function::round_even: return std::nearbyint(x);
  case function::sign: return sign_of(x);
  case function::sin: return r(std::sin(x));
  case function::cos: return r(std::cos(x));
  case function::tan: return r(std::tan(x));
  case function::cbrt: return r(std::cbrt(x));
  case function::to_f32: return rounding{true}(x);
  case function::greater: return truth(x > alpha);
  case function::is_nan: return truth(std::isnan(x));
  case function::logical_not: return truth(x == 0);
  case function::probit: return r(pounce::probit(x));
  case function::atan: return r(std::atan(x));
  case function::float_logistic: return float_logistic(x);
  default: return activation_of(what, x, alpha, beta, r);
  }
}

} // namespace convert::ir
