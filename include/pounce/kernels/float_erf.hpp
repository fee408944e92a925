// pounce/kernels/float_erf.hpp -- the error function of floats to the bits of ONNX Runtime, and Gelu, which is made of it.
#pragma once

#include <cmath>

#include <pounce/core/arch.hpp>
#include <pounce/kernels/float_tanh.hpp>
#include <pounce/kernels/fused_horner.hpp>
#include <pounce/kernels/precision.hpp>

namespace pounce::kernels {

/// Of x^2 below 0.921875, and of |x| in the exponent from there on.
struct erf_polynomials {
  static constexpr float inner[] = {-5.99104969e-4F, 4.99339588e-3F,  -2.67667342e-2F,
                                    1.12818025e-1F,  -3.76124859e-1F, 1.28379151e-1F};
  static constexpr float outer[] = {1.72948930e-5F, -3.83208680e-4F, 3.88393435e-3F, -2.42545605e-2F,
                                    1.06777847e-1F, 6.34846687e-1F,  1.28717512e-1F};
};

/// erf(x): a polynomial of x^2 below 0.921875, 1 - exp(-p(x)) from there on, 1 from 3.925 on.
///
/// Numbers  in floats with fused multiply-adds, whatever the processor has. NaN stays NaN.
/// Source   ONNX Runtime 1.30, onnxruntime/core/mlas/lib/erf.cpp (after N. Juffa), and its kernels for FMA3.
template <class Arch = default_arch>
double float_erf(double x) noexcept {
  static constexpr float exponential[] = {
      1.38319808e-3F, 8.37550033e-3F, 4.16689515e-2F, 1.66664466e-1F, 4.99999851e-1F, 1.0F, 1.0F};
  constexpr float magic = 12582912.0F; // 1.5 * 2^23: added, it leaves no room for a fraction
  const auto given = static_cast<float>(x);
  if (std::isnan(given)) return x;
  const float a = std::fmin(std::fabs(given), 3.925F);
  float made = 0;
  if (a < 0.921875F) {
    made = std::fma(fused_horner<Arch>(erf_polynomials::inner, a * a), a, a);
  } else {
    const float power = -std::fma(fused_horner<Arch>(erf_polynomials::outer, a), a, a);
    const float m = std::fma(1.44269504088896341F, power, magic) - magic;
    const float rest = std::fma(m, -1.42860677e-6F, std::fma(m, -6.93145752e-1F, power));
    made = 1.0F - std::ldexp(fused_horner<Arch>(exponential, rest), static_cast<int>(m));
  }
  return static_cast<double>(std::copysign(made, given));
}

/// x / 2 * (erf(x / sqrt(2)) + 1)
///
/// Source  ONNX Runtime 1.30, onnxruntime/core/mlas/lib/gelu.cpp.
template <class Arch = default_arch>
double float_gelu(double x) noexcept {
  const auto given = static_cast<float>(x);
  const auto erf = static_cast<float>(float_erf<Arch>(static_cast<double>(given * 0.70710678118654752F)));
  return static_cast<double>(0.5F * given * (erf + 1.0F));
}

/// x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))
///
/// Source  ONNX Runtime 1.30, onnxruntime/core/providers/cpu/tensor/gelu.cc.
template <class Arch = default_arch>
double float_gelu_tanh(double x) noexcept {
  constexpr float linear = 0.7978845608028654F;
  constexpr float cubic = 0.044715F * linear;
  const auto given = static_cast<float>(x);
  float factor = cubic * given;
  factor = detail::materialised(factor * given);
  const float inner = given * detail::materialised(factor + linear);
  const auto tanh = static_cast<float>(float_tanh<Arch>(static_cast<double>(inner)));
  return static_cast<double>(0.5F * given * (tanh + 1.0F));
}

} // namespace pounce::kernels
