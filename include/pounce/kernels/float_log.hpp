// pounce/kernels/float_log.hpp -- the logarithm of floats to the bits of ONNX Runtime, four side by side.
#pragma once

#include <cmath>
#include <limits>

#include <pounce/core/arch.hpp>
#include <pounce/kernels/precision.hpp>

namespace pounce::kernels {

/// log(x): x = 2^e (1 + f) with 1 + f between the roots of 1/2 and 2, f p(f) / q(f), e ln 2.
///
/// Numbers  in floats, each product and each sum rounded: 2.2 ULP. NaN below 0.
/// Source   ONNX Runtime 1.30, which takes it from Eigen (plog_impl_float, of 2024 and later) for SSE2.
template <class Arch = default_arch>
double float_log(double x) noexcept {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto given = static_cast<float>(x);
  if (!(given > 0.0F)) return given == 0.0F ? -infinity : std::numeric_limits<double>::quiet_NaN();
  if (std::isinf(given)) return infinity;
  const auto sum = [](float product, float addend) { return detail::materialised(product) + addend; };
  int exponent = 0;
  float f = std::frexp(given, &exponent);
  const bool low = f < 0.707106781186547524F;
  f = low ? (f - 1.0F) + f : f - 1.0F;
  float p = sum(0.18256296349849254F * f, 1.0000000190281063F);
  p = f * sum(p * f, 1.0000000190281136F);
  float q = sum(0.049616247954120038F * f, 0.59923249590823520F);
  q = sum(q * f, 1.4999999999999927F);
  q = sum(q * f, 1.0F);
  const auto power = static_cast<float>(low ? exponent - 1 : exponent);
  return static_cast<double>(sum(power * 0.693147180559945309F, p / q));
}

} // namespace pounce::kernels
