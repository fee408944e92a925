// pounce/kernels/distance.hpp -- the distance step: from a row to points.
#pragma once

#include <cmath>
#include <cstddef>

#include <pounce/core/arch.hpp>
#include <pounce/format/step.hpp>
#include <pounce/kernels/block.hpp>
#include <pounce/kernels/function.hpp>
#include <pounce/kernels/precision.hpp>
#include <pounce/view/program.hpp>

namespace pounce::kernels {

namespace detail {

/// Points measured side by side: their sums are independent, so the additions' latency is hidden without
/// another order of summation.
inline constexpr std::size_t points_at_once = 4;

template <class Arch, std::size_t Points, class Add>
void measure(const double* x, const double* points, std::size_t width, const Add& add, double* y) noexcept {
  double sums[Points] = {};
  for (std::size_t i = 0; i < width; ++i) {
#pragma GCC unroll 4
    for (std::size_t k = 0; k < Points; ++k) sums[k] = add(sums[k], x[i] - points[k * width + i]);
  }
  for (std::size_t k = 0; k < Points; ++k) y[k] = sums[k];
}

/// y[o] = add(... add(add(0, x[0] - points[o][0]), x[1] - points[o][1]) ...)
template <class Arch, class Add>
void measure_all(const view::program& p, const format::step& s, const double* x, double* y,
                 const Add& add) noexcept {
  const double* const points = p.numbers_of(s.a).data();
  const std::size_t width = s.input_width;
  std::size_t o = 0;
  for (; o + points_at_once <= s.output_width; o += points_at_once) {
    measure<Arch, points_at_once>(x, points + o * width, width, add, y + o);
  }
  for (; o < s.output_width; ++o) measure<Arch, 1>(x, points + o * width, width, add, y + o);
}

} // namespace detail

/// y[o] = the distance of x to point o.
///
/// Shapes   points (output_width, input_width), row-major.
/// Numbers  summed from left to right.
template <class Arch = default_arch>
void distance(const view::program& p, const format::step& s, const block& b) noexcept {
  using format::distance_kind;
  const auto kind = static_cast<distance_kind>(s.variant);
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    switch (kind) {
    case distance_kind::squared_euclidean:
    case distance_kind::euclidean:
      detail::measure_all<Arch>(p, s, x, y, [=](double sum, double apart) {
        return rounded(sum + rounded.product(rounded(apart), rounded(apart)));
      });
      break;
    case distance_kind::manhattan:
      detail::measure_all<Arch>(
          p, s, x, y, [=](double sum, double apart) { return rounded(sum + std::fabs(rounded(apart))); });
      break;
    case distance_kind::chebyshev:
      detail::measure_all<Arch>(p, s, x, y, [=](double most, double apart) {
        return maximum<Arch>(most, std::fabs(rounded(apart)));
      });
      break;
    }
    if (kind != distance_kind::euclidean) return;
    for (std::size_t o = 0; o < s.output_width; ++o) y[o] = rounded(std::sqrt(y[o]));
  });
}

} // namespace pounce::kernels
