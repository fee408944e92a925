// pounce/kernels/spline.hpp -- the spline step: the B-splines of a column.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

#include <pounce/core/arch.hpp>
#include <pounce/format/step.hpp>
#include <pounce/kernels/block.hpp>
#include <pounce/kernels/precision.hpp>
#include <pounce/kernels/search.hpp>
#include <pounce/view/program.hpp>

namespace pounce::kernels {

namespace detail {

/// One column's knots, and how many basis functions they make.
struct spline_curve {
  std::span<const double> knots; // (knots of one column), ascending
  std::size_t degree;
  std::size_t made;

  double begin() const noexcept { return knots[degree]; }
  double end() const noexcept { return knots[knots.size() - degree - 1]; }
};

/// The degree + 1 basis functions that are not zero between the knots `left` and `left + 1`, continued to x.
///
/// Requires  degree <= left and left + degree < knots.
/// Source    SciPy 1.10, interpolate/src/__fitpack.h, _deBoor_D.
template <class Arch, class Rounded>
void de_boor(Rounded rounded, const spline_curve& c, std::size_t left, double x, double* values) noexcept {
  double before[format::max_spline_degree + 1];
  values[0] = 1;
  for (std::size_t j = 1; j <= c.degree; ++j) {
    std::copy_n(values, j, before);
    values[0] = 0;
    for (std::size_t n = 1; n <= j; ++n) {
      const double high = c.knots[left + n];
      const double low = c.knots[left + n - j];
      if (high == low) {
        values[n] = 0;
        continue;
      }
      const double weight = rounded(before[n - 1] / rounded(high - low));
      values[n - 1] = rounded(values[n - 1] + rounded.product(weight, rounded(high - x)));
      values[n] = rounded.product(weight, rounded(x - low));
    }
  }
}

/// All basis functions at x. As a product with an identity matrix makes them: what is not finite spreads.
template <class Arch, class Rounded>
void basis(Rounded rounded, const spline_curve& c, double x, double* y) noexcept {
  if (std::isnan(x)) {
    std::fill_n(y, c.made, x);
    return;
  }
  const std::size_t functions = c.knots.size() - c.degree - 1;
  const auto inner = c.knots.subspan(c.degree + 1, functions - c.degree - 1);
  const std::size_t first = leading<Arch>(inner, [=](double knot) { return knot <= x; });
  double values[format::max_spline_degree + 1];
  de_boor<Arch>(rounded, c, first + c.degree, x, values);
  for (std::size_t o = 0; o < c.made; ++o) {
    double sum = 0;
    for (std::size_t k = 0; k <= c.degree; ++k) sum += (first + k) % c.made == o ? values[k] : 0 * values[k];
    y[o] = sum;
  }
}

/// x brought into [begin, begin + period) as numpy's remainder does.
template <class Arch, class Rounded>
double wrapped(Rounded rounded, const spline_curve& c, double x) noexcept {
  const double period = rounded(c.end() - c.begin());
  double rest = std::fmod(rounded(x - c.begin()), period);
  if (rest < 0) rest = rounded(rest + period);
  return rounded(c.begin() + rest);
}

/// The ends of one column: where they begin, then a value and a slope for each basis function.
template <class Arch, class Rounded>
void straight(Rounded rounded, double from, std::span<const double> values, std::span<const double> slopes,
              double x, double* y) noexcept {
  for (std::size_t o = 0; o < values.size(); ++o) {
    y[o] = slopes[o] == 0 ? values[o] : rounded(values[o] + rounded.product(rounded(x - from), slopes[o]));
  }
}

} // namespace detail

/// y = the B-splines of each column at x, column after column.
///
/// Shapes    knots (input_width, n); ends of the variant straight (input_width, 2 + 4 * made): low, high, values
///           below, slopes below, values above, slopes above.
/// Requires  degree <= max_spline_degree, n >= 2 * degree + 2.
/// Source    scikit-learn 1.2, SplineTransformer.transform.
template <class Arch = default_arch>
[[gnu::noinline]] void spline(const view::program& p, const format::step& s, const block& b) noexcept {
  using format::spline_ends;
  const auto kind = static_cast<spline_ends>(s.variant);
  const bool zero = (s.flags & format::missing_is_zero) != 0;
  const std::size_t knots = s.a.count / s.input_width;
  const std::size_t made = s.output_width / s.input_width;
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    for (std::size_t i = 0; i < s.input_width; ++i, y += made) {
      const detail::spline_curve curve{p.numbers_of(s.a).subspan(i * knots, knots), s.c.first, made};
      if (zero && std::isnan(x[i])) {
        std::fill_n(y, made, 0.0);
      } else if (kind == spline_ends::wrapped) {
        detail::basis<Arch>(rounded, curve, detail::wrapped<Arch>(rounded, curve, x[i]), y);
      } else if (kind == spline_ends::extended) {
        detail::basis<Arch>(rounded, curve, x[i], y);
      } else {
        const auto ends = p.numbers_of(s.b).subspan(i * (2 + 4 * made), 2 + 4 * made);
        if (x[i] < ends[0])
          detail::straight<Arch>(rounded, ends[0], ends.subspan(2, made), ends.subspan(2 + made, made), x[i],
                                 y);
        else if (x[i] > ends[1])
          detail::straight<Arch>(rounded, ends[1], ends.subspan(2 + 2 * made, made),
                                 ends.subspan(2 + 3 * made, made), x[i], y);
        else
          detail::basis<Arch>(rounded, curve, x[i], y);
      }
    }
  });
}

} // namespace pounce::kernels
