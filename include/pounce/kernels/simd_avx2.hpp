// pounce/kernels/simd_avx2.hpp -- vectors of AVX2 with FMA: see simd.hpp for what the operations mean.
#ifndef POUNCE_REGION // regions.hpp includes this file where its target is set
#include <pounce/kernels/regions.hpp>
#else

namespace pounce::kernels::POUNCE_REGION {

using floats = __m256;
using doubles = __m256d;
using float_mask = __m256;
inline constexpr std::size_t float_lanes = 8;
inline constexpr std::size_t double_lanes = 4;
inline constexpr std::size_t accumulators = 8;
inline constexpr std::size_t tile_rows = 6;
inline constexpr std::size_t tile_panels = 1;

[[gnu::always_inline]] inline floats load(const float* p) noexcept { return _mm256_loadu_ps(p); }
[[gnu::always_inline]] inline doubles load(const double* p) noexcept { return _mm256_loadu_pd(p); }
[[gnu::always_inline]] inline void store(float* p, floats a) noexcept { _mm256_storeu_ps(p, a); }
[[gnu::always_inline]] inline void store(double* p, doubles a) noexcept { _mm256_storeu_pd(p, a); }
[[gnu::always_inline]] inline floats broadcast(float x) noexcept { return _mm256_set1_ps(x); }
[[gnu::always_inline]] inline doubles broadcast(double x) noexcept { return _mm256_set1_pd(x); }

// Not by masked loads: qemu 7.2 faults on masked elements, so that tests for other machines could not be trusted.
[[gnu::always_inline]] inline doubles load_first(const double* p, std::size_t n) noexcept {
  const __m128d low = n > 1 ? _mm_loadu_pd(p) : _mm_load_sd(p);
  const __m128d high = n > 2 ? _mm_load_sd(p + 2) : _mm_setzero_pd();
  return _mm256_set_m128d(high, low);
}
[[gnu::always_inline]] inline floats load_first(const float* p, std::size_t n) noexcept {
  float lanes[float_lanes] = {};
  for (std::size_t i = 0; i < n; ++i) lanes[i] = p[i];
  return load(lanes);
}

[[gnu::always_inline]] inline floats load_narrowed(const double* p) noexcept {
  return _mm256_set_m128(_mm256_cvtpd_ps(_mm256_loadu_pd(p + 4)), _mm256_cvtpd_ps(_mm256_loadu_pd(p)));
}
[[gnu::always_inline]] inline void store_widened(double* p, floats a) noexcept {
  _mm256_storeu_pd(p, _mm256_cvtps_pd(_mm256_castps256_ps128(a)));
  _mm256_storeu_pd(p + 4, _mm256_cvtps_pd(_mm256_extractf128_ps(a, 1)));
}

[[gnu::always_inline]] inline floats add(floats a, floats b) noexcept { return _mm256_add_ps(a, b); }
[[gnu::always_inline]] inline doubles add(doubles a, doubles b) noexcept { return _mm256_add_pd(a, b); }
[[gnu::always_inline]] inline floats subtract(floats a, floats b) noexcept { return _mm256_sub_ps(a, b); }
[[gnu::always_inline]] inline floats multiply(floats a, floats b) noexcept { return _mm256_mul_ps(a, b); }
[[gnu::always_inline]] inline floats divide(floats a, floats b) noexcept { return _mm256_div_ps(a, b); }
inline constexpr bool fuses = true;
[[gnu::always_inline]] inline floats multiply_add(floats a, floats b, floats c) noexcept {
  return _mm256_fmadd_ps(a, b, c);
}
[[gnu::always_inline]] inline doubles multiply_add(doubles a, doubles b, doubles c) noexcept {
  return _mm256_fmadd_pd(a, b, c);
}

[[gnu::always_inline]] inline floats min(floats a, floats b) noexcept { return _mm256_min_ps(a, b); }
[[gnu::always_inline]] inline floats max(floats a, floats b) noexcept { return _mm256_max_ps(a, b); }
[[gnu::always_inline]] inline float_mask less(floats a, floats b) noexcept {
  return _mm256_cmp_ps(a, b, _CMP_LT_OQ);
}
[[gnu::always_inline]] inline floats select(float_mask m, floats yes, floats no) noexcept {
  return _mm256_blendv_ps(no, yes, m);
}
[[gnu::always_inline]] inline floats absolute(floats a) noexcept {
  return _mm256_andnot_ps(_mm256_set1_ps(-0.0F), a);
}
[[gnu::always_inline]] inline floats with_sign(floats a, floats b) noexcept {
  return _mm256_or_ps(a, _mm256_and_ps(b, _mm256_set1_ps(-0.0F)));
}
[[gnu::always_inline]] inline floats scale(floats a, floats n) noexcept {
  const __m256i biased = _mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127));
  return _mm256_mul_ps(a, _mm256_castsi256_ps(_mm256_slli_epi32(biased, 23)));
}

[[gnu::always_inline]] inline float sum(floats a) noexcept {
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps(a, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}
[[gnu::always_inline]] inline double sum(doubles a) noexcept {
  const __m128d two = _mm_add_pd(_mm256_castpd256_pd128(a), _mm256_extractf128_pd(a, 1));
  return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
}

} // namespace pounce::kernels::POUNCE_REGION

#endif
