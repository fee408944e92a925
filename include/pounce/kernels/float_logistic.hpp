// pounce/kernels/float_logistic.hpp -- the logistic function of floats to the bits of ONNX Runtime.
#pragma once

#include <pounce/core/arch.hpp>
#include <pounce/kernels/fused_horner.hpp>

namespace pounce::kernels {

/// Of the argument's square: above and below the line of the quotient.
struct logistic_polynomials {
  static constexpr float above[] = {4.37031012579801e-11F, 1.15627324459942e-07F, 6.08574864600143e-05F,
                                    8.51377133304701e-03F, 2.48287947061529e-01F};
  static constexpr float below[] = {6.10247389755681e-13F, 5.76102136993427e-09F, 6.29106785017040e-06F,
                                    1.70198817374094e-03F, 1.16817656904453e-01F, 9.93151921023180e-01F};
};

/// 1 / (1 + exp(-x)) to within 1e-7 of 1, not of itself: 0.5 and a quotient of polynomials are added, so that results near 0
/// are multiples of 2^-25 and those below -18 are 0. What logarithms and quotients make of that is in the result.
///
/// Numbers  in floats with fused multiply-adds, whatever the processor has.
/// Source   ONNX Runtime 1.30, onnxruntime/core/mlas/lib/logistic.cpp, and its kernels for FMA3.
template <class Arch = default_arch>
double float_logistic(double x) noexcept {
  using polynomials = logistic_polynomials;
  const auto given = static_cast<float>(x);
  const float ended = given < -18.0F ? -18.0F : given > 18.0F ? 18.0F : given;
  const float square = ended * ended;
  const float quotient =
      fused_horner<Arch>(polynomials::above, square) * ended / fused_horner<Arch>(polynomials::below, square);
  const float sum = quotient + 0.5F;
  return static_cast<double>(sum < 0.0F ? 0.0F : sum > 1.0F ? 1.0F : sum);
}

} // namespace pounce::kernels
