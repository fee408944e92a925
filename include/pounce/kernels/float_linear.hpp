// pounce/kernels/float_linear.hpp -- weighted sums of floats to the bits of ONNX Runtime's.
#ifndef POUNCE_REGION // regions.hpp includes this file once for each instruction set
#include <pounce/kernels/regions.hpp>
#else

namespace pounce::kernels::POUNCE_REGION {

/// One number or a vector of them: what T says.
template <class T>
[[gnu::always_inline]] inline T narrowed(const double* p) noexcept {
  if constexpr (sizeof(T) == sizeof(float)) {
    return static_cast<float>(*p);
  } else {
    return load_narrowed(p);
  }
}

template <class T>
[[gnu::always_inline]] inline T repeated(float x) noexcept {
  if constexpr (sizeof(T) == sizeof(float)) {
    return x;
  } else {
    return broadcast(x);
  }
}

/// a * b + c, rounded once.
template <class T>
[[gnu::always_inline]] inline T fused(T a, T b, T c) noexcept {
  if constexpr (sizeof(T) == sizeof(float)) {
    return __builtin_fmaf(a, b, c);
  } else {
    return multiply_add(a, b, c);
  }
}

template <class T>
[[gnu::always_inline]] inline void put_widened(double* p, T a) noexcept {
  if constexpr (sizeof(T) == sizeof(float)) {
    *p = static_cast<double>(a);
  } else {
    store_widened(p, a);
  }
}

/// `Count` times as many outputs as T holds, side by side, so that their chains of additions run side by side too.
///
/// Shapes  weights: `inputs` rows, `stride` apart.
template <class Arch, class T, std::size_t Count>
[[gnu::always_inline]] inline void float_sums(const double* weights, std::size_t stride, const double* x,
                                              std::size_t inputs, const double* bias, double* y) noexcept {
  constexpr std::size_t lanes = sizeof(T) == sizeof(float) ? 1 : float_lanes;
  T totals[Count];
#pragma GCC unroll 8
  for (std::size_t c = 0; c < Count; ++c) totals[c] = narrowed<T>(bias + c * lanes);
  for (std::size_t first = 0; first < inputs; first += format::fused_block) {
    const std::size_t last = std::min<std::size_t>(inputs, first + format::fused_block);
    T sums[Count];
#pragma GCC unroll 8
    for (std::size_t c = 0; c < Count; ++c) sums[c] = repeated<T>(0.0F);
    for (std::size_t k = first; k < last; ++k) {
      const T input = repeated<T>(static_cast<float>(x[k]));
#pragma GCC unroll 8
      for (std::size_t c = 0; c < Count; ++c)
        sums[c] = fused<T>(narrowed<T>(weights + k * stride + c * lanes), input, sums[c]);
    }
#pragma GCC unroll 8
    for (std::size_t c = 0; c < Count; ++c) totals[c] = totals[c] + sums[c];
  }
#pragma GCC unroll 8
  for (std::size_t c = 0; c < Count; ++c) put_widened<T>(y + c * lanes, totals[c]);
}

/// y = bias + x times weights, for each row of the block.
///
/// Shapes   weights (inputs, outputs), row-major; bias (outputs).
/// Numbers  floats. Each input's product is added without being rounded first, in the inputs' order; after each 256 of them
///          the sum goes to the total, which begins with the bias.
/// Source   ONNX Runtime 1.30, onnxruntime/core/mlas/lib/sgemm.cpp (MLAS_SGEMM_PACKED_STRIDEK), its kernels for FMA3 and
///          AVX512F.
template <class Arch>
POUNCE_REGION_HOT void float_linear_rows(const view::program& p, const format::step& s,
                                         const block& b) noexcept {
  const std::size_t outputs = s.output_width;
  const double* const weights = p.numbers_of(s.a).data();
  const double* const bias = p.numbers_of(s.b).data();
  for (std::size_t r = 0; r < b.count; ++r) {
    const double* const x = b.input(s, r);
    double* const y = b.output(s, r);
    std::size_t o = 0;
    if constexpr (fuses) {
      for (; o + 4 * float_lanes <= outputs; o += 4 * float_lanes)
        float_sums<Arch, floats, 4>(weights + o, outputs, x, s.input_width, bias + o, y + o);
      for (; o + float_lanes <= outputs; o += float_lanes)
        float_sums<Arch, floats, 1>(weights + o, outputs, x, s.input_width, bias + o, y + o);
    }
    for (; o + 4 <= outputs; o += 4)
      float_sums<Arch, float, 4>(weights + o, outputs, x, s.input_width, bias + o, y + o);
    for (; o < outputs; ++o)
      float_sums<Arch, float, 1>(weights + o, outputs, x, s.input_width, bias + o, y + o);
  }
}

} // namespace pounce::kernels::POUNCE_REGION

#endif
