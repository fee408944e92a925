// pounce/kernels/activation.hpp -- activations of layers in f32: one exponential and what is made of it.
#ifndef POUNCE_REGION // regions.hpp includes this file once for each instruction set
#include <pounce/kernels/regions.hpp>
#else

namespace pounce::kernels::POUNCE_REGION {

/// c[0] * x^n + ... + c[n]
template <std::size_t Count>
[[gnu::always_inline]] inline floats horner(const float (&c)[Count], floats x) noexcept {
  floats y = broadcast(c[0]);
#pragma GCC unroll 8
  for (std::size_t i = 1; i < Count; ++i) y = multiply_add(y, x, broadcast(c[i]));
  return y;
}

[[gnu::always_inline]] inline floats negated(floats x) noexcept { return subtract(broadcast(-0.0F), x); }

/// exp(x), for results that are normal floats: x is clamped to -87.3 .. 88.3. NaN stays NaN.
///
/// Numbers  0.81 ULP with fused multiply-add, 1.05 without.
/// Source   coefficients of onnxruntime 1.17, mlas/lib/compute.cpp, MlasComputeExpF32Kernel (after N. Juffa):
///          x = m ln 2 + f with ln 2 in two parts, a polynomial of degree 6 for exp(f).
[[gnu::always_inline]] inline floats exponential(floats x) noexcept {
  x = max(broadcast(-87.33654F), min(broadcast(88.3762626647950F), x));
  const floats magic = broadcast(12582912.0F); // 1.5 * 2^23: added, it leaves no room for a fraction
  const floats m = subtract(multiply_add(x, broadcast(1.44269504088896341F), magic), magic);
  floats f = multiply_add(m, broadcast(-6.93145752e-1F), x);
  f = multiply_add(m, broadcast(-1.42860677e-6F), f);
  return scale(horner(exponential_polynomial::numbers, f), m);
}

/// 1 / (1 + exp(-x))
///
/// Numbers  2 ULP.
[[gnu::always_inline]] inline floats logistic(floats x) noexcept {
  return divide(broadcast(1.0F), add(broadcast(1.0F), exponential(negated(x))));
}

/// Numbers  1.2 ULP.
/// Source   1 - 2 / (exp(2 |x|) + 1) from 0.625 on; below the odd polynomial of Cephes' tanhf.
[[gnu::always_inline]] inline floats hyperbolic_tangent(floats x) noexcept {
  constexpr float coefficients[] = {-5.70498872745e-3F, 2.06390887954e-2F, -5.37397155531e-2F,
                                    1.33314422036e-1F, -3.33332819422e-1F};
  const floats a = absolute(x);
  const floats e = exponential(min(broadcast(18.04F), add(a, a)));
  const floats large = subtract(broadcast(1.0F), divide(broadcast(2.0F), add(e, broadcast(1.0F))));
  const floats square = multiply(x, x);
  const floats small = multiply_add(multiply(horner(coefficients, square), square), x, x);
  return select(less(a, broadcast(0.625F)), small, with_sign(large, x));
}

/// Numbers  1 ULP.
/// Source   onnxruntime 1.17, mlas/lib/erf.cpp (after N. Juffa): two polynomials, split at 0.921875.
[[gnu::always_inline]] inline floats error_function(floats x) noexcept {
  const floats a = absolute(x);
  const floats small = multiply_add(horner(erf_polynomials::inner, multiply(a, a)), a, a);
  const floats b = min(broadcast(3.925F), a);
  const floats q = multiply_add(horner(erf_polynomials::outer, b), b, b);
  const floats large = subtract(broadcast(1.0F), exponential(negated(q)));
  return with_sign(select(less(broadcast(0.921875F), a), large, small), x);
}

/// exp(x) - 1 for x <= 0 without cancellation: 2 t / (1 - t) with t = tanh(x / 2).
[[gnu::always_inline]] inline floats exponential_minus_one(floats x) noexcept {
  const floats t = hyperbolic_tangent(multiply(broadcast(0.5F), x));
  return divide(add(t, t), subtract(broadcast(1.0F), t));
}

/// max(0, min(1, x)), NaN stays NaN
[[gnu::always_inline]] inline floats within_unit(floats x) noexcept {
  return max(broadcast(0.0F), min(broadcast(1.0F), x));
}

/// x / 2 * (1 + erf(x / sqrt(2)))
[[gnu::always_inline]] inline floats gelu(floats x) noexcept {
  const floats erf = error_function(multiply(x, broadcast(0.70710678118654752F)));
  return multiply(multiply(broadcast(0.5F), x), add(broadcast(1.0F), erf));
}

[[gnu::always_inline]] inline floats gelu_tanh(floats x) noexcept {
  const floats cube = multiply(multiply(x, x), multiply(x, broadcast(0.044715F)));
  const floats t = hyperbolic_tangent(multiply(broadcast(0.79788456080286536F), add(x, cube)));
  return multiply(multiply(broadcast(0.5F), x), add(broadcast(1.0F), t));
}

/// ONNX Runtime's own approximations of floats: see float_logistic.hpp, float_tanh.hpp. No product goes
/// into a sum, which compilers would fuse.
///
/// Requires  fuses.
[[gnu::always_inline]] inline floats own_logistic(floats x) noexcept {
  using polynomials = logistic_polynomials;
  x = max(broadcast(-18.0F), min(broadcast(18.0F), x));
  const floats square = multiply(x, x);
  return within_unit(
      add(divide(multiply(horner(polynomials::above, square), x), horner(polynomials::below, square)),
          broadcast(0.5F)));
}
[[gnu::always_inline]] inline floats own_tanh(floats x) noexcept {
  using polynomials = tanh_polynomials;
  x = max(broadcast(-9.0F), min(broadcast(9.0F), x));
  const floats square = multiply(x, x);
  return divide(multiply(horner(polynomials::above, square), x), horner(polynomials::below, square));
}

/// A layer's parameters of its activation.
struct parameters {
  floats alpha;
  floats beta;
};

[[gnu::always_inline]] inline floats leaky_relu(floats x, parameters by) noexcept {
  return select(less(x, broadcast(0.0F)), multiply(by.alpha, x), x);
}
[[gnu::always_inline]] inline floats elu(floats x, parameters by) noexcept {
  return select(less(x, broadcast(0.0F)), multiply(by.alpha, exponential_minus_one(x)), x);
}
[[gnu::always_inline]] inline floats selu(floats x, parameters by) noexcept {
  const floats scaled = multiply(by.alpha, exponential_minus_one(x));
  return multiply(by.beta, select(less(broadcast(0.0F), x), x, scaled));
}
[[gnu::always_inline]] inline floats hard_logistic(floats x, parameters by) noexcept {
  return within_unit(multiply_add(by.alpha, x, by.beta));
}
[[gnu::always_inline]] inline floats hard_swish(floats x) noexcept {
  return multiply(x, within_unit(multiply_add(x, broadcast(1.0F / 6), broadcast(0.5F))));
}

/// y[i] = F(y[i])
///
/// Requires  n is a multiple of float_lanes.
template <floats (*F)(floats) noexcept>
[[gnu::always_inline]] inline void apply(const format::layer&, float* y, std::size_t n) noexcept {
  for (std::size_t i = 0; i < n; i += float_lanes) store(y + i, F(load(y + i)));
}
template <floats (*F)(floats, parameters) noexcept>
[[gnu::always_inline]] inline void apply(const format::layer& l, float* y, std::size_t n) noexcept {
  const parameters by{broadcast(static_cast<float>(l.alpha)), broadcast(static_cast<float>(l.beta))};
  for (std::size_t i = 0; i < n; i += float_lanes) store(y + i, F(load(y + i), by));
}

/// y = activation(y). Not for identity and relu: layers do those on the way.
///
/// Shapes   y (n), n a multiple of panel_width.
/// Numbers  few ULP; functions that are not made of one exponential are computed in f64, one by one.
template <class Arch>
void activate(const format::layer& l, float* y, std::size_t n) noexcept {
  using format::function;
  if constexpr (fuses) {
    if (l.activation == function::float_logistic) return apply<own_logistic>(l, y, n);
    if (l.activation == function::float_tanh) return apply<own_tanh>(l, y, n);
  }
  switch (l.activation) {
  case function::logistic: return apply<logistic>(l, y, n);
  case function::tanh: return apply<hyperbolic_tangent>(l, y, n);
  case function::erf: return apply<error_function>(l, y, n);
  case function::gelu: return apply<gelu>(l, y, n);
  case function::gelu_tanh: return apply<gelu_tanh>(l, y, n);
  case function::leaky_relu: return apply<leaky_relu>(l, y, n);
  case function::elu: return apply<elu>(l, y, n);
  case function::selu: return apply<selu>(l, y, n);
  case function::hard_logistic: return apply<hard_logistic>(l, y, n);
  case function::hard_swish: return apply<hard_swish>(l, y, n);
  default: break;
  }
  for (std::size_t i = 0; i < n; ++i)
    y[i] = static_cast<float>(function_of<Arch>(l.activation, static_cast<double>(y[i]), l.alpha, l.beta));
}

} // namespace pounce::kernels::POUNCE_REGION

#endif
