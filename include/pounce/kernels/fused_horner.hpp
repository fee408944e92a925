// pounce/kernels/fused_horner.hpp -- polynomials of floats, each step rounded once.
#pragma once

#include <cmath>
#include <cstddef>

#include <pounce/core/arch.hpp>

namespace pounce::kernels {

/// numbers[0] * x^(Count - 1) + ... + numbers[Count - 1], by Horner's rule, with fused multiply-adds whatever the processor
/// has.
template <class Arch, std::size_t Count>
[[gnu::hot]] float fused_horner(const float (&numbers)[Count], float x) noexcept {
  float sum = numbers[0];
  for (std::size_t i = 1; i < Count; ++i) sum = std::fma(sum, x, numbers[i]);
  return sum;
}

} // namespace pounce::kernels
