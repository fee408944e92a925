// convert/ir/evaluate_function.cpp -- functions of one number, each primitive rounded as the step says.
#include <convert/ir/evaluate_step.hpp>

#include <cmath>
#include <initializer_list>
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

float fused_polynomial(std::initializer_list<float> numbers, float x) {
  float sum = 0;
  for (const float a : numbers) sum = std::fma(sum, x, a);
  return sum;
}

float clipped(double x, float low, float high) {
  return std::fmax(low, std::fmin(high, static_cast<float>(x)));
}

/// Source: ONNX Runtime 1.30, mlas/lib/logistic.cpp.
double float_logistic(double x) {
  if (std::isnan(x)) return x;
  const float v = clipped(x, -18.0F, 18.0F);
  const float p = fused_polynomial({4.37031012579801e-11F, 1.15627324459942e-07F, 6.08574864600143e-05F,
                                    8.51377133304701e-03F, 2.48287947061529e-01F},
                                   v * v);
  const float q = fused_polynomial({6.10247389755681e-13F, 5.76102136993427e-09F, 6.29106785017040e-06F,
                                    1.70198817374094e-03F, 1.16817656904453e-01F, 9.93151921023180e-01F},
                                   v * v);
  return static_cast<double>(clipped(static_cast<double>(p * v / q + 0.5F), 0.0F, 1.0F));
}

/// Source: ONNX Runtime 1.30, mlas/lib/tanh.cpp.
double float_tanh(double x) {
  if (std::isnan(x)) return x;
  const float v = clipped(x, -9.0F, 9.0F);
  const float p = fused_polynomial({-2.76076847742355e-16F, 2.00018790482477e-13F, -8.60467152213735e-11F,
                                    5.12229709037114e-08F, 1.48572235717979e-05F, 6.37261928875436e-04F,
                                    4.89352455891786e-03F},
                                   v * v);
  const float q = fused_polynomial(
      {1.19825839466702e-06F, 1.18534705686654e-04F, 2.26843463243900e-03F, 4.89352518554385e-03F}, v * v);
  return static_cast<double>(p * v / q);
}

/// 2^m times the polynomial of what is left of x without m ln 2.
float exponential_of(float x, std::initializer_list<float> numbers) {
  constexpr float magic = 12582912.0F;
  const float m = std::fma(x, 1.44269504088896341F, magic) - magic;
  const float f = std::fma(m, -1.42860677e-6F, std::fma(m, -6.93145752e-1F, x));
  return std::ldexp(fused_polynomial(numbers, f), static_cast<int>(m));
}

/// Source: ONNX Runtime 1.30, mlas/lib/compute.cpp.
double float_exp(double x) {
  if (std::isnan(x)) return x;
  return static_cast<double>(exponential_of(
      clipped(x, -103.9720840454F, 88.7762626647950F),
      {0x1.694000p-10F, 0x1.125edcp-7F, 0x1.555b5ap-5F, 0x1.555450p-3F, 0x1.fffff6p-2F, 1.0F, 1.0F}));
}

/// Source: Eigen's plog_impl_float without fused multiply-adds, of which ONNX Runtime 1.30 is made.
double float_log(double x) {
  if (std::isnan(x) || x <= 0 || std::isinf(x)) return std::log(x);
  const rounding r{true};
  int exponent = 0;
  double f = std::frexp(r(x), &exponent);
  if (f < r(0.707106781186547524)) {
    --exponent;
    f = r(r(f - 1) + f);
  } else {
    f = r(f - 1);
  }
  const auto horner = [&](std::initializer_list<double> numbers) {
    double sum = 0;
    for (const double a : numbers) sum = r(r(sum * f) + r(a));
    return sum;
  };
  const double p = r(f * horner({0.18256296349849254, 1.0000000190281063, 1.0000000190281136}));
  const double q = horner({0.049616247954120038, 0.59923249590823520, 1.4999999999999927, 1.0});
  return r(r(exponent * r(0.693147180559945309)) + r(p / q));
}

/// Source: ONNX Runtime 1.30, mlas/lib/erf.cpp.
double float_erf(double x) {
  if (std::isnan(x)) return x;
  const float a = std::fabs(clipped(x, -3.925F, 3.925F));
  float made = 0;
  if (a < 0.921875F) {
    made = std::fma(fused_polynomial({-5.99104969e-4F, 4.99339588e-3F, -2.67667342e-2F, 1.12818025e-1F,
                                      -3.76124859e-1F, 1.28379151e-1F},
                                     a * a),
                    a, a);
  } else {
    const float p =
        std::fma(fused_polynomial({1.72948930e-5F, -3.83208680e-4F, 3.88393435e-3F, -2.42545605e-2F,
                                   1.06777847e-1F, 6.34846687e-1F, 1.28717512e-1F},
                                  a),
                 a, a);
    made = 1.0F - exponential_of(-p, {1.38319808e-3F, 8.37550033e-3F, 4.16689515e-2F, 1.66664466e-1F,
                                      4.99999851e-1F, 1.0F, 1.0F});
  }
  return std::copysign(static_cast<double>(made), x);
}

/// Source: ONNX Runtime 1.30, mlas/lib/gelu.cpp.
double float_gelu(double x) {
  const rounding r{true};
  return r(r(x / 2) * r(1 + float_erf(r(x * r(0.70710678118654752)))));
}

/// Source: ONNX Runtime 1.30, onnxruntime/core/providers/cpu/tensor/gelu.cc.
double float_gelu_tanh(double x) {
  const rounding r{true};
  const double root = r(0.7978845608028654);
  const double cubic = r(r(0.044715) * root);
  const double inner = r(x * r(r(r(cubic * x) * x) + root));
  return r(r(x / 2) * r(1 + float_tanh(inner)));
}

double sign_of(double x) { return x > 0 ? 1.0 : x < 0 ? -1.0 : std::isnan(x) ? x : 0.0; }

double activation_of(function what, double x, double alpha, double beta, rounding r) {
  switch (what) {
  case function::logistic: return r(1 / r(1 + exp_of(-x, r)));
  case function::tanh: return r(std::tanh(x));
  case function::relu: return x < 0 ? 0.0 : x;
  case function::softplus: return softplus(x, r);
  case function::softsign: return r(x * r(1 / r(1 + std::fabs(x))));
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
  case function::log: return r.log(x);
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
  case function::float_tanh: return float_tanh(x);
  case function::float_exp: return float_exp(x);
  case function::float_log: return float_log(x);
  case function::float_erf: return float_erf(x);
  case function::float_gelu: return float_gelu(x);
  case function::float_gelu_tanh: return float_gelu_tanh(x);
  default: return activation_of(what, x, alpha, beta, r);
  }
}

} // namespace convert::ir
