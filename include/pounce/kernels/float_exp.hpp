// pounce/kernels/float_exp.hpp -- the exponential of floats to the bits of ONNX Runtime.
#pragma once

#include <cmath>

#include <pounce/core/arch.hpp>
#include <pounce/kernels/fused_horner.hpp>

namespace pounce::kernels {

/// Of what is left of x without m ln 2.
struct exponential_polynomial {
  static constexpr float numbers[] = {
      0x1.694000p-10F, 0x1.125edcp-7F, 0x1.555b5ap-5F, 0x1.555450p-3F, 0x1.fffff6p-2F, 1.0F, 1.0F};
};

/// exp(x): x = m ln 2 + f with ln 2 in two parts, a polynomial of f, 2^m. 0 below -103.97, infinity above 88.77.
///
/// Numbers  in floats with fused multiply-adds, whatever the processor has: 0.81 ULP. NaN stays NaN.
/// Source   ONNX Runtime 1.30, onnxruntime/core/mlas/lib/compute.cpp (MlasComputeExp), and its kernels for FMA3 and AVX512F.
template <class Arch = default_arch>
double float_exp(double x) noexcept {
  constexpr float magic = 12582912.0F; // 1.5 * 2^23: added, it leaves no room for a fraction
  const auto given = static_cast<float>(x);
  if (std::isnan(given)) return x;
  const float ended = given < -103.9720840454F    ? -103.9720840454F
                      : given > 88.7762626647950F ? 88.7762626647950F
                                                  : given;
  const float m = std::fma(ended, 1.44269504088896341F, magic) - magic;
  const float rest = std::fma(m, -1.42860677e-6F, std::fma(m, -6.93145752e-1F, ended));
  return static_cast<double>(
      std::ldexp(fused_horner<Arch>(exponential_polynomial::numbers, rest), static_cast<int>(m)));
}

} // namespace pounce::kernels
