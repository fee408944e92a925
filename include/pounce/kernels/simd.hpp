// pounce/kernels/simd.hpp -- vectors of what the compiler's flags allow: the baseline's operations, and the only
// door to xsimd.
#pragma once

#include <cstddef>
#include <cstdint>

#include <xsimd/xsimd.hpp>

/// The operations that kernels are written in. The namespaces avx2 and avx512 have the same names.
namespace pounce::kernels::baseline {

using floats = xsimd::batch<float>;
using doubles = xsimd::batch<double>;
using float_mask = xsimd::batch_bool<float>;
inline constexpr std::size_t float_lanes = floats::size;
inline constexpr std::size_t double_lanes = doubles::size;

/// Registers that a kernel may fill with accumulators: 16 in all but on AArch64, which has 32.
#if defined(__aarch64__)
inline constexpr std::size_t accumulators = 16;
inline constexpr std::size_t tile_rows = 6;
#else
inline constexpr std::size_t accumulators = 8;
inline constexpr std::size_t tile_rows = 2;
#endif
inline constexpr std::size_t tile_panels = 1;

[[gnu::always_inline]] inline floats load(const float* p) noexcept { return floats::load_unaligned(p); }
[[gnu::always_inline]] inline doubles load(const double* p) noexcept { return doubles::load_unaligned(p); }
[[gnu::always_inline]] inline void store(float* p, floats a) noexcept { a.store_unaligned(p); }
[[gnu::always_inline]] inline void store(double* p, doubles a) noexcept { a.store_unaligned(p); }
[[gnu::always_inline]] inline floats broadcast(float x) noexcept { return floats(x); }
[[gnu::always_inline]] inline doubles broadcast(double x) noexcept { return doubles(x); }

/// The first n of a vector, then zeros.
///
/// Requires  0 < n < the vector's lanes; reads no more than n.
template <class T>
[[gnu::always_inline]] inline auto load_first(const T* p, std::size_t n) noexcept {
  T lanes[xsimd::batch<T>::size];
  // Written so that it does not become a call of memcpy: in a first prediction three cold pages.
#pragma GCC unroll 16
  for (std::size_t i = 0; i < xsimd::batch<T>::size; ++i) lanes[i] = i < n ? p[i] : T{0};
  return load(lanes);
}

/// float_lanes doubles, rounded to float.
[[gnu::always_inline]] inline floats load_narrowed(const double* p) noexcept {
  float lanes[float_lanes];
  for (std::size_t i = 0; i < float_lanes; ++i) lanes[i] = static_cast<float>(p[i]);
  return load(lanes);
}

/// Stores float_lanes doubles.
[[gnu::always_inline]] inline void store_widened(double* p, floats a) noexcept {
  float lanes[float_lanes];
  store(lanes, a);
  for (std::size_t i = 0; i < float_lanes; ++i) p[i] = static_cast<double>(lanes[i]);
}

[[gnu::always_inline]] inline floats add(floats a, floats b) noexcept { return a + b; }
[[gnu::always_inline]] inline doubles add(doubles a, doubles b) noexcept { return a + b; }
[[gnu::always_inline]] inline floats subtract(floats a, floats b) noexcept { return a - b; }
[[gnu::always_inline]] inline floats multiply(floats a, floats b) noexcept { return a * b; }
[[gnu::always_inline]] inline floats divide(floats a, floats b) noexcept {
#if defined(__aarch64__)
  return vdivq_f32(a, b); // xsimd 8.1 divides by an estimate here: 0 / 1e-45 is NaN, large quotients are off
#else
  return a / b;
#endif
}
/// a * b + c, rounded once if `fuses`, else twice.
#if defined(__aarch64__)
inline constexpr bool fuses = true;
[[gnu::always_inline]] inline floats multiply_add(floats a, floats b, floats c) noexcept {
  return vfmaq_f32(c, a, b);
}
#else
inline constexpr bool fuses = false;
[[gnu::always_inline]] inline floats multiply_add(floats a, floats b, floats c) noexcept {
  return xsimd::fma(a, b, c);
}
#endif
[[gnu::always_inline]] inline doubles multiply_add(doubles a, doubles b, doubles c) noexcept {
  return xsimd::fma(a, b, c);
}

/// The smaller or larger one; b if either is NaN, as x86 does, so that put second it stays.
[[gnu::always_inline]] inline floats min(floats a, floats b) noexcept { return xsimd::select(a < b, a, b); }
[[gnu::always_inline]] inline floats max(floats a, floats b) noexcept { return xsimd::select(a > b, a, b); }

[[gnu::always_inline]] inline float_mask less(floats a, floats b) noexcept { return a < b; }
[[gnu::always_inline]] inline floats select(float_mask m, floats yes, floats no) noexcept {
  return xsimd::select(m, yes, no);
}
[[gnu::always_inline]] inline floats absolute(floats a) noexcept { return xsimd::abs(a); }
/// The magnitude of a, which is not negative, with the sign of b.
[[gnu::always_inline]] inline floats with_sign(floats a, floats b) noexcept {
  return a | (b & floats(-0.0F));
}

/// a * 2^n for whole n from -126 to 127.
[[gnu::always_inline]] inline floats scale(floats a, floats n) noexcept {
  const auto exponent = (xsimd::to_int(n) + xsimd::batch<std::int32_t>(127)) << 23;
  return a * __builtin_bit_cast(floats, exponent);
}

/// The sum of all lanes. xsimd 9.0 renamed hadd.
template <class Lanes>
[[gnu::always_inline]] inline auto sum(Lanes a) noexcept {
  if constexpr (requires { reduce_add(a); }) {
    return reduce_add(a);
  } else {
    return hadd(a);
  }
}

} // namespace pounce::kernels::baseline
