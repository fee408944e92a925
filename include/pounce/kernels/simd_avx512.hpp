// pounce/kernels/simd_avx512.hpp -- vectors of AVX-512: see simd.hpp for what the operations mean.
#ifndef POUNCE_REGION // regions.hpp includes this file where its target is set
#include <pounce/kernels/regions.hpp>
#else

// The maskz forms stand where the plain ones make g++ 12 warn of uninitialised variables of its own headers
// (GCC bug 105593); the code is the same.
namespace pounce::kernels::POUNCE_REGION {

using floats = __m512;
using doubles = __m512d;
using float_mask = __mmask16;
inline constexpr std::size_t float_lanes = 16;
inline constexpr std::size_t double_lanes = 8;
inline constexpr std::size_t accumulators = 8;
inline constexpr std::size_t tile_rows = 12;
inline constexpr std::size_t tile_panels = 2;

[[gnu::always_inline]] inline floats load(const float* p) noexcept { return _mm512_loadu_ps(p); }
[[gnu::always_inline]] inline doubles load(const double* p) noexcept { return _mm512_loadu_pd(p); }
[[gnu::always_inline]] inline void store(float* p, floats a) noexcept { _mm512_storeu_ps(p, a); }
[[gnu::always_inline]] inline void store(double* p, doubles a) noexcept { _mm512_storeu_pd(p, a); }
[[gnu::always_inline]] inline floats broadcast(float x) noexcept { return _mm512_set1_ps(x); }
[[gnu::always_inline]] inline doubles broadcast(double x) noexcept { return _mm512_set1_pd(x); }

[[gnu::always_inline]] inline doubles load_first(const double* p, std::size_t n) noexcept {
  return _mm512_maskz_loadu_pd(static_cast<__mmask8>((1U << n) - 1), p);
}
[[gnu::always_inline]] inline floats load_first(const float* p, std::size_t n) noexcept {
  return _mm512_maskz_loadu_ps(static_cast<__mmask16>((1U << n) - 1), p);
}

[[gnu::always_inline]] inline floats load_narrowed(const double* p) noexcept {
  const __m256 low = _mm512_maskz_cvtpd_ps(0xFF, _mm512_loadu_pd(p));
  const __m256 high = _mm512_maskz_cvtpd_ps(0xFF, _mm512_loadu_pd(p + 8));
  return _mm512_insertf32x8(_mm512_castps256_ps512(low), high, 1);
}
[[gnu::always_inline]] inline void store_widened(double* p, floats a) noexcept {
  _mm512_storeu_pd(p, _mm512_maskz_cvtps_pd(0xFF, _mm512_maskz_extractf32x8_ps(0xFF, a, 0)));
  _mm512_storeu_pd(p + 8, _mm512_maskz_cvtps_pd(0xFF, _mm512_maskz_extractf32x8_ps(0xFF, a, 1)));
}

[[gnu::always_inline]] inline floats add(floats a, floats b) noexcept { return _mm512_add_ps(a, b); }
[[gnu::always_inline]] inline doubles add(doubles a, doubles b) noexcept { return _mm512_add_pd(a, b); }
[[gnu::always_inline]] inline floats subtract(floats a, floats b) noexcept { return _mm512_sub_ps(a, b); }
[[gnu::always_inline]] inline floats multiply(floats a, floats b) noexcept { return _mm512_mul_ps(a, b); }
[[gnu::always_inline]] inline floats divide(floats a, floats b) noexcept { return _mm512_div_ps(a, b); }
inline constexpr bool fuses = true;
[[gnu::always_inline]] inline floats multiply_add(floats a, floats b, floats c) noexcept {
  return _mm512_fmadd_ps(a, b, c);
}
[[gnu::always_inline]] inline doubles multiply_add(doubles a, doubles b, doubles c) noexcept {
  return _mm512_fmadd_pd(a, b, c);
}

[[gnu::always_inline]] inline floats min(floats a, floats b) noexcept {
  return _mm512_maskz_min_ps(0xFFFF, a, b);
}
[[gnu::always_inline]] inline floats max(floats a, floats b) noexcept {
  return _mm512_maskz_max_ps(0xFFFF, a, b);
}
[[gnu::always_inline]] inline float_mask less(floats a, floats b) noexcept {
  return _mm512_cmp_ps_mask(a, b, _CMP_LT_OQ);
}
[[gnu::always_inline]] inline floats select(float_mask m, floats yes, floats no) noexcept {
  return _mm512_mask_blend_ps(m, no, yes);
}
[[gnu::always_inline]] inline floats absolute(floats a) noexcept {
  return _mm512_maskz_andnot_ps(0xFFFF, _mm512_set1_ps(-0.0F), a);
}
[[gnu::always_inline]] inline floats with_sign(floats a, floats b) noexcept {
  return _mm512_or_ps(a, _mm512_and_ps(b, _mm512_set1_ps(-0.0F)));
}
[[gnu::always_inline]] inline floats scale(floats a, floats n) noexcept {
  return _mm512_maskz_scalef_ps(0xFFFF, a, n);
}

[[gnu::always_inline]] inline float sum(floats a) noexcept {
  const __m256 eight =
      _mm256_add_ps(_mm512_maskz_extractf32x8_ps(0xFF, a, 0), _mm512_maskz_extractf32x8_ps(0xFF, a, 1));
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}
[[gnu::always_inline]] inline double sum(doubles a) noexcept {
  const __m256d four =
      _mm256_add_pd(_mm512_maskz_extractf64x4_pd(0xFF, a, 0), _mm512_maskz_extractf64x4_pd(0xFF, a, 1));
  const __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
  return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
}

} // namespace pounce::kernels::POUNCE_REGION

#endif
