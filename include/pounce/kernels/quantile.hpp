// pounce/kernels/quantile.hpp -- the quantile step: where a number stands among quantiles.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>

#include <pounce/core/arch.hpp>
#include <pounce/format/step.hpp>
#include <pounce/kernels/block.hpp>
#include <pounce/kernels/precision.hpp>
#include <pounce/kernels/search.hpp>
#include <pounce/view/program.hpp>

namespace pounce::kernels {

namespace detail {

/// The mean of the curve through (quantiles, references) from the left and of the same curve mirrored, which differ
/// where quantiles repeat: the last of them and the first of them count.
///
/// Requires  as many quantiles as references, at least one; x is a number.
/// Source    scikit-learn 1.2, QuantileTransformer._transform_col; numpy 1.24, compiled_base.c, arr_interp.
template <class Arch, class Rounded>
double among(Rounded rounded, std::span<const double> quantiles, std::span<const double> references,
             double x) noexcept {
  const auto slope = [&](std::size_t left) {
    return rounded(rounded(references[left + 1] - references[left]) /
                   rounded(quantiles[left + 1] - quantiles[left]));
  };
  const std::size_t count = quantiles.size();
  const std::size_t not_above = leading<Arch>(quantiles, [=](double q) { return q <= x; });
  const std::size_t below = leading<Arch>(quantiles, [=](double q) { return q < x; });

  double from_left = references[0];
  if (not_above != 0) {
    const std::size_t i = not_above - 1;
    from_left = references[i];
    if (not_above != count && quantiles[i] != x)
      from_left = rounded(rounded.product(slope(i), rounded(x - quantiles[i])) + references[i]);
  }
  double from_right = references[count - 1];
  if (below != count) {
    from_right = references[below];
    if (below != 0 && quantiles[below] != x)
      from_right =
          rounded(references[below] - rounded.product(slope(below - 1), rounded(quantiles[below] - x)));
  }
  return rounded(0.5 * rounded(from_left + from_right));
}

} // namespace detail

/// y = where x stands among its column's quantiles, from 0 to 1: at the first one 0, at the last one 1, with
/// near_ends those nearer than alpha too. NaN stays NaN.
///
/// Shapes   references (n); quantiles (input_width, n).
template <class Arch = default_arch>
[[gnu::noinline]] void quantile(const view::program& p, const format::step& s, const block& b) noexcept {
  const bool near = (s.flags & format::near_ends) != 0;
  const auto references = p.numbers_of(s.a);
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    std::span<const double> rest = p.numbers_of(s.b);
    for (std::size_t i = 0; i < s.input_width; ++i) {
      const auto own = rest.first(references.size());
      rest = rest.subspan(references.size());
      const bool low = near ? rounded(x[i] - s.alpha) < own.front() : x[i] == own.front();
      const bool high = near ? rounded(x[i] + s.alpha) > own.back() : x[i] == own.back();
      y[i] = std::isnan(x[i]) ? x[i]
             : low            ? 0.0
             : high           ? 1.0
                              : detail::among<Arch>(rounded, own, references, x[i]);
    }
  });
}

} // namespace pounce::kernels
