// pounce/kernels/float_softmax.hpp -- softmax of floats to the bits of ONNX Runtime.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>

#include <pounce/core/arch.hpp>
#include <pounce/kernels/float_exp.hpp>

namespace pounce::kernels {

/// y[i] = exp(x[i] - max) * (1 / sum), or x[i] - max - log(sum).
///
/// Shapes   x, y (width).
/// Numbers  in floats. The powers are added in sixteen sums side by side, number i to sum i modulo 16, which then are added as
///          vectors of eight, of two and of one are; processors without AVX-512 add the same up to a width of 16. One NaN, or
///          an infinity, makes all NaN.
/// Source   ONNX Runtime 1.30, onnxruntime/core/mlas/lib/compute.cpp (MlasComputeSoftmax), and its kernels for AVX512F.
template <class Arch = default_arch>
[[gnu::hot]] void float_softmax(const double* x, std::size_t width, bool logarithm, double* y) noexcept {
  constexpr std::size_t lanes = 16;
  float most = -std::numeric_limits<float>::infinity();
  for (std::size_t i = 0; i < width; ++i)
    most = static_cast<float>(x[i]) > most ? static_cast<float>(x[i]) : most;
  float sums[lanes] = {};
  for (std::size_t i = 0; i < width; ++i) {
    const float shifted = static_cast<float>(x[i]) - most;
    const auto power = static_cast<float>(float_exp<Arch>(static_cast<double>(shifted)));
    sums[i % lanes] += power;
    y[i] = static_cast<double>(logarithm ? shifted : power);
  }
  for (std::size_t k = 0; k < lanes / 2; ++k) sums[k] += sums[k + lanes / 2];
  const float low = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  const float high = (sums[4] + sums[5]) + (sums[6] + sums[7]);
  const float sum = low + high;
  const float last = logarithm ? std::log(sum) : 1.0F / sum;
  for (std::size_t i = 0; i < width; ++i) {
    const auto made = static_cast<float>(y[i]);
    y[i] = static_cast<double>(logarithm ? made - last : made * last);
  }
}

} // namespace pounce::kernels
