// pounce/kernels/float_tanh.hpp -- the hyperbolic tangent of floats to the bits of ONNX Runtime.
#pragma once

#include <pounce/core/arch.hpp>
#include <pounce/kernels/fused_horner.hpp>

namespace pounce::kernels {

/// Of the argument's square: above and below the line of the quotient.
struct tanh_polynomials {
  static constexpr float above[] = {-2.76076847742355e-16F, 2.00018790482477e-13F, -8.60467152213735e-11F,
                                    5.12229709037114e-08F,  1.48572235717979e-05F, 6.37261928875436e-04F,
                                    4.89352455891786e-03F};
  static constexpr float below[] = {1.19825839466702e-06F, 1.18534705686654e-04F, 2.26843463243900e-03F,
                                    4.89352518554385e-03F};
};

/// tanh(x) to within 3e-7 of itself: a quotient of polynomials, which stands still beyond 9.
///
/// Numbers  in floats with fused multiply-adds, whatever the processor has. NaN stays NaN.
/// Source   ONNX Runtime 1.30, onnxruntime/core/mlas/lib/tanh.cpp, and its kernels for FMA3.
template <class Arch = default_arch>
double float_tanh(double x) noexcept {
  using polynomials = tanh_polynomials;
  const auto given = static_cast<float>(x);
  const float ended = given < -9.0F ? -9.0F : given > 9.0F ? 9.0F : given;
  const float square = ended * ended;
  const float numerator = fused_horner<Arch>(polynomials::above, square) * ended;
  return static_cast<double>(numerator / fused_horner<Arch>(polynomials::below, square));
}

} // namespace pounce::kernels
