// pounce/kernels/linear.hpp -- the linear step: weighted sums.
#pragma once

#include <cstddef>
#include <cstdint>

#include <pounce/core/arch.hpp>
#include <pounce/format/step.hpp>
#include <pounce/kernels/block.hpp>
#include <pounce/kernels/isa.hpp>
#include <pounce/kernels/precision.hpp>
#include <pounce/kernels/regions.hpp>
#include <pounce/view/program.hpp>

namespace pounce::kernels {

namespace detail {

/// Weights from which on wider vectors than the baseline's are faster.
/// Source  bench/kernels/dense.cpp.
inline constexpr std::uint64_t many_weights = 64;

/// From left to right, rounded to float after each product and each sum.
template <class Arch>
void linear_in_f32(const view::program& p, const format::step& s, const block& b) noexcept {
  constexpr single_precision rounded;
  const double* const bias = p.numbers_of(s.b).data();
  for (std::size_t r = 0; r < b.count; ++r) {
    const double* const x = b.input(s, r);
    double* const y = b.output(s, r);
    const double* weight = p.numbers_of(s.a).data();
    for (std::size_t o = 0; o < s.output_width; ++o) {
      double sum = 0;
      for (std::size_t i = 0; i < s.input_width; ++i) sum = rounded(sum + rounded.product(*weight++, x[i]));
      y[o] = rounded(sum + bias[o]);
    }
  }
}

} // namespace detail

/// y[o] = bias[o] + sum_i weights[o][i] * x[i]
///
/// Shapes    weights (output_width, input_width), row-major, or turned if products are fused; bias (output_width).
/// Requires  the machine has `set`.
/// Numbers   see dots; in f32 from left to right, the bias last; if products are fused see float_linear_rows.
template <class Arch = default_arch>
[[gnu::hot]] void linear(const view::program& p, const format::step& s, const block& b, isa set) noexcept {
  const bool fuses = s.variant == static_cast<std::uint8_t>(format::product_kind::fused);
  if ((s.flags & format::rounds_to_f32) != 0 && !fuses) return detail::linear_in_f32<Arch>(p, s, b);
  if (s.a.count < detail::many_weights) set = isa::baseline;
  switch (set) {
  case isa::avx512:
    return fuses ? avx512::float_linear_rows<Arch>(p, s, b) : avx512::linear_rows<Arch>(p, s, b);
  case isa::avx2: return fuses ? avx2::float_linear_rows<Arch>(p, s, b) : avx2::linear_rows<Arch>(p, s, b);
  case isa::baseline:
    return fuses ? baseline::float_linear_rows<Arch>(p, s, b) : baseline::linear_rows<Arch>(p, s, b);
  }
}

} // namespace pounce::kernels
