// pounce/kernels/dot.hpp -- rows of numbers times one row: few outputs, or weights in f64.
#ifndef POUNCE_REGION // regions.hpp includes this file once for each instruction set
#include <pounce/kernels/regions.hpp>
#else

namespace pounce::kernels::POUNCE_REGION {

/// sums[r] = sum_i matrix[r][i] * x[i] for `Rows` rows, each in `Chains` sums of its own so that the additions'
/// latency is hidden.
///
/// Shapes  matrix: rows of n, `stride` apart; T is float or double.
template <class Arch, std::size_t Rows, std::size_t Chains, class T>
[[gnu::always_inline]] inline void dot_rows(const T* matrix, std::size_t stride, const T* x, std::size_t n,
                                            T* sums) noexcept {
  using lanes = decltype(load(x));
  constexpr std::size_t width = sizeof(lanes) / sizeof(T);
  lanes sum_of[Rows][Chains];
#pragma GCC unroll 8
  for (std::size_t r = 0; r < Rows; ++r) {
#pragma GCC unroll 8
    for (std::size_t c = 0; c < Chains; ++c) sum_of[r][c] = broadcast(T{0});
  }
  std::size_t i = 0;
  for (; i + Chains * width <= n; i += Chains * width) {
#pragma GCC unroll 8
    for (std::size_t c = 0; c < Chains; ++c) {
      const lanes xs = load(x + i + c * width);
#pragma GCC unroll 8
      for (std::size_t r = 0; r < Rows; ++r) {
        sum_of[r][c] = multiply_add(load(matrix + r * stride + i + c * width), xs, sum_of[r][c]);
      }
    }
  }
  for (; i + width <= n; i += width) {
    const lanes xs = load(x + i);
#pragma GCC unroll 8
    for (std::size_t r = 0; r < Rows; ++r) {
      sum_of[r][0] = multiply_add(load(matrix + r * stride + i), xs, sum_of[r][0]);
    }
  }
  if (i < n) {
    const lanes xs = load_first(x + i, n - i);
#pragma GCC unroll 8
    for (std::size_t r = 0; r < Rows; ++r) {
      sum_of[r][0] = multiply_add(load_first(matrix + r * stride + i, n - i), xs, sum_of[r][0]);
    }
  }
#pragma GCC unroll 8
  for (std::size_t r = 0; r < Rows; ++r) {
    lanes all = sum_of[r][0];
#pragma GCC unroll 8
    for (std::size_t c = 1; c < Chains; ++c) all = add(all, sum_of[r][c]);
    sums[r] = sum(all);
  }
}

/// sums[o] = sum_i matrix[o][i] * x[i]
///
/// Shapes   matrix: `outputs` rows of n, `stride` apart.
/// Numbers  summed in an order that depends on the instruction set, off the exact value by at most about
///          n * 2^-53 (float: 2^-24) * sum |matrix[o][i] * x[i]|.
template <class Arch, class T>
[[gnu::hot]] void dots(const T* matrix, std::size_t stride, const T* x, std::size_t n, T* sums,
                       std::size_t outputs) noexcept {
  // Each multiply-add waits for at least one load, of which two can be had a cycle: four or eight sums are enough.
  std::size_t o = 0;
  for (; o + 4 <= outputs; o += 4) dot_rows<Arch, 4, 2>(matrix + o * stride, stride, x, n, sums + o);
  for (; o < outputs; ++o) dot_rows<Arch, 1, 4>(matrix + o * stride, stride, x, n, sums + o);
}

/// y[o] = bias[o] + sum_i weights[o][i] * x[i], for each row of the block.
template <class Arch>
[[gnu::hot]] void linear_rows(const view::program& p, const format::step& s, const block& b) noexcept {
  const double* const weights = p.numbers_of(s.a).data();
  const double* const bias = p.numbers_of(s.b).data();
  for (std::size_t r = 0; r < b.count; ++r) {
    double* const y = b.output(s, r);
    dots<Arch>(weights, s.input_width, b.input(s, r), s.input_width, y, s.output_width);
    for (std::size_t o = 0; o < s.output_width; ++o) y[o] += bias[o];
  }
}

} // namespace pounce::kernels::POUNCE_REGION

#endif
