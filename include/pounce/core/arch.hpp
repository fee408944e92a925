// pounce/core/arch.hpp -- what the translation unit is compiled for, as a type.
#pragma once

#include <cstdint>

namespace pounce {

/// A set of compiler flags that change what a function's code or its results are. Functions that a program
/// keeps out of line have it as their template parameter `Arch`, so that two objects with different flags never share a symbol: the linker would
/// keep one of the two, perhaps the one that the machine can not run.
template <std::uint64_t Features>
struct arch {
  static constexpr std::uint64_t features = Features;
};

namespace detail {

/// One bit a flag that this translation unit is compiled with.
constexpr std::uint64_t compiled_features() noexcept {
  std::uint64_t f = 0;
#if defined(__SSE3__)
  f |= 1U << 0;
#endif
#if defined(__SSSE3__)
  f |= 1U << 1;
#endif
#if defined(__SSE4_1__)
  f |= 1U << 2;
#endif
#if defined(__SSE4_2__)
  f |= 1U << 3;
#endif
#if defined(__AVX__)
  f |= 1U << 4;
#endif
#if defined(__AVX2__)
  f |= 1U << 5;
#endif
#if defined(__FMA__)
  f |= 1U << 6;
#endif
#if defined(__F16C__)
  f |= 1U << 7;
#endif
#if defined(__BMI2__)
  f |= 1U << 8;
#endif
#if defined(__AVX512F__)
  f |= 1U << 9;
#endif
#if defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
  f |= 1U << 10;
#endif
#if defined(__AVX512VBMI__)
  f |= 1U << 11;
#endif
#if defined(__ARM_FEATURE_SVE)
  f |= 1U << 12;
#endif
#if defined(__FAST_MATH__)
  f |= 1U << 13;
#endif
  return f;
}

} // namespace detail

/// What this translation unit is compiled for.
using default_arch = arch<detail::compiled_features()>;

} // namespace pounce
