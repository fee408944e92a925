// pounce/kernels/arithmetic.hpp -- steps that compute each column from itself, or from a few named ones.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include <pounce/core/arch.hpp>
#include <pounce/format/step.hpp>
#include <pounce/kernels/block.hpp>
#include <pounce/kernels/function.hpp>
#include <pounce/kernels/precision.hpp>
#include <pounce/kernels/search.hpp>
#include <pounce/view/program.hpp>

namespace pounce::kernels {

/// y = (x - a) / b, (x - a) * b, or x * a + b
///
/// Numbers  two roundings, as numpy makes them.
template <class Arch = default_arch>
[[gnu::hot]] void affine(const view::program& p, const format::step& s, const block& b) noexcept {
  const double* const first = p.numbers_of(s.a).data();
  const double* const second = p.numbers_of(s.b).data();
  const auto form = static_cast<format::affine_form>(s.variant);
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    const std::size_t n = s.input_width;
    switch (form) {
    case format::affine_form::subtract_divide:
      for (std::size_t i = 0; i < n; ++i) y[i] = rounded(rounded(x[i] - first[i]) / second[i]);
      return;
    case format::affine_form::subtract_multiply:
      for (std::size_t i = 0; i < n; ++i) y[i] = rounded.product(rounded(x[i] - first[i]), second[i]);
      return;
    case format::affine_form::multiply_add:
      for (std::size_t i = 0; i < n; ++i) y[i] = rounded(rounded.product(x[i], first[i]) + second[i]);
      return;
    }
  });
}

/// y = min(max(x, low), high), NaN stays NaN
template <class Arch = default_arch>
[[gnu::hot]] void clip(const view::program& p, const format::step& s, const block& b) noexcept {
  const double* const low = p.numbers_of(s.a).data();
  const double* const high = p.numbers_of(s.b).data();
  each_row(s, b, [&](auto, const double* x, double* y) {
    for (std::size_t i = 0; i < s.input_width; ++i) {
      const double raised = x[i] < low[i] ? low[i] : x[i];
      y[i] = raised > high[i] ? high[i] : raised;
    }
  });
}

/// y = how many of the column's edges are <= x (right_closed: < x). NaN counts as past the last.
///
/// Source  numpy 1.24, searchsorted: NaN sorts last.
template <class Arch = default_arch>
void bin(const view::program& p, const format::step& s, const block& b) noexcept {
  const bool right_closed = (s.flags & format::right_closed) != 0;
  const auto counts = p.indices_of(s.a);
  each_row(s, b, [&](auto, const double* x, double* y) {
    std::span<const double> edges = p.numbers_of(s.b);
    for (std::size_t i = 0; i < s.input_width; ++i) {
      const auto own = edges.first(counts[i]);
      const double number = x[i];
      // Negated comparisons, so that NaN has every edge on its left.
      y[i] = static_cast<double>(right_closed
                                     ? leading<Arch>(own, [=](double edge) { return !(number <= edge); })
                                     : leading<Arch>(own, [=](double edge) { return !(number < edge); }));
      edges = edges.subspan(counts[i]);
    }
  });
}

namespace detail {

/// Source  scikit-learn 1.2, PowerTransformer._yeo_johnson_transform. numpy.spacing(1.0) is 2^-52.
template <class Arch, class Rounded>
double yeo_johnson(Rounded rounded, double x, double lambda) noexcept {
  constexpr double spacing = std::numeric_limits<double>::epsilon();
  if (x >= 0) {
    if (std::fabs(lambda) < spacing) return rounded(std::log1p(x));
    return rounded(rounded(rounded(std::pow(rounded(x + 1), lambda)) - 1) / lambda);
  }
  if (std::fabs(lambda - 2) > spacing) {
    const double exponent = 2 - lambda;
    return rounded(-rounded(rounded(std::pow(rounded(1 - x), exponent)) - 1) / exponent);
  }
  return rounded(-std::log1p(-x));
}

/// Source  SciPy 1.10, special/_boxcox.pxd.
template <class Arch, class Rounded>
double box_cox(Rounded rounded, double x, double lambda) noexcept {
  if (std::fabs(lambda) < 1e-19) return rounded(std::log(x));
  return rounded(rounded(std::expm1(rounded.product(lambda, rounded(std::log(x))))) / lambda);
}

} // namespace detail

/// Yeo-Johnson's or Box and Cox's power, one lambda a column.
template <class Arch = default_arch>
void power(const view::program& p, const format::step& s, const block& b) noexcept {
  const double* const lambdas = p.numbers_of(s.a).data();
  const bool is_box_cox = (s.flags & format::box_cox) != 0;
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    for (std::size_t i = 0; i < s.input_width; ++i) {
      y[i] = is_box_cox ? detail::box_cox<Arch>(rounded, x[i], lambdas[i])
                        : detail::yeo_johnson<Arch>(rounded, x[i], lambdas[i]);
    }
  });
}

/// y = f(x)
template <class Arch = default_arch>
[[gnu::hot, gnu::noinline]] void unary(const view::program&, const format::step& s, const block& b) noexcept {
  const auto f = static_cast<format::function>(s.variant);
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    for (std::size_t i = 0; i < s.input_width; ++i)
      y[i] = function_of<Arch>(f, x[i], s.alpha, s.beta, rounded);
  });
}

/// y = x op c, or c op x
template <class Arch = default_arch>
[[gnu::hot]] void with_constants(const view::program& p, const format::step& s, const block& b) noexcept {
  const auto op = static_cast<format::operation>(s.variant);
  const bool reversed = (s.flags & format::reversed) != 0;
  const double* const c = p.numbers_of(s.a).data();
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    for (std::size_t i = 0; i < s.input_width; ++i) {
      y[i] = reversed ? operation_of<Arch>(op, c[i], x[i], rounded)
                      : operation_of<Arch>(op, x[i], c[i], rounded);
    }
  });
}

/// y[i] = x[i] op x[width / 2 + i]
template <class Arch = default_arch>
[[gnu::noinline]] void elementwise(const view::program&, const format::step& s, const block& b) noexcept {
  const auto op = static_cast<format::operation>(s.variant);
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    const double* const second = x + s.output_width;
    for (std::size_t i = 0; i < s.output_width; ++i) y[i] = operation_of<Arch>(op, x[i], second[i], rounded);
  });
}

namespace detail {

/// The curve through (xs, ys) at x; the ends' values outside.
///
/// Requires  xs and ys are of one size, not empty.
/// Source    numpy 1.24, compiled_base.c, arr_interp.
template <class Arch, class Rounded>
double interpolated(Rounded rounded, std::span<const double> xs, std::span<const double> ys,
                    double x) noexcept {
  if (std::isnan(x)) return x;
  const std::size_t after = leading<Arch>(xs, [=](double point) { return point <= x; });
  if (after == 0) return ys[0];
  const std::size_t i = after - 1;
  if (after == xs.size() || xs[i] == x) return ys[i];
  const double slope = rounded(rounded(ys[after] - ys[i]) / rounded(xs[after] - xs[i]));
  const double y = rounded(rounded.product(slope, rounded(x - xs[i])) + ys[i]);
  if (!std::isnan(y)) return y;
  const double from_right = rounded(rounded.product(slope, rounded(x - xs[after])) + ys[after]);
  return std::isnan(from_right) && ys[i] == ys[after] ? ys[i] : from_right;
}

/// The same, but a number at a point is answered by the line that ends there, with its rounding.
///
/// Source    SciPy 1.10, interpolate/_interpolate.py, interp1d._call_linear.
template <class Arch, class Rounded>
double interpolated_on_left_line(Rounded rounded, std::span<const double> xs, std::span<const double> ys,
                                 double x) noexcept {
  if (std::isnan(x)) return x;
  if (xs.size() == 1) return ys[0];
  const double inside = std::min(std::max(x, xs.front()), xs.back());
  const std::size_t before = leading<Arch>(xs, [=](double point) { return point < inside; });
  const std::size_t right = std::min(std::max<std::size_t>(before, 1), xs.size() - 1);
  const std::size_t left = right - 1;
  const double slope = rounded(rounded(ys[right] - ys[left]) / rounded(xs[right] - xs[left]));
  return rounded(rounded.product(slope, rounded(inside - xs[left])) + ys[left]);
}

} // namespace detail

/// y = the column's piecewise linear curve at x. Outside: the end's y, or NaN.
template <class Arch = default_arch>
void interpolate(const view::program& p, const format::step& s, const block& b) noexcept {
  const bool nan_outside = (s.flags & format::nan_outside) != 0;
  const bool on_left_line = (s.flags & format::on_left_line) != 0;
  const auto counts = p.indices_of(s.a);
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    std::size_t first = 0;
    for (std::size_t i = 0; i < s.input_width; ++i) {
      const auto xs = p.numbers_of(s.b).subspan(first, counts[i]);
      const auto ys = p.numbers_of(s.c).subspan(first, counts[i]);
      const bool outside = x[i] < xs.front() || x[i] > xs.back();
      if (nan_outside && outside)
        y[i] = std::numeric_limits<double>::quiet_NaN();
      else if (on_left_line)
        y[i] = detail::interpolated_on_left_line<Arch>(rounded, xs, ys, x[i]);
      else
        y[i] = detail::interpolated<Arch>(rounded, xs, ys, x[i]);
      first += counts[i];
    }
  });
}

/// y[o] = the product of the columns that its list names; an empty list gives 1.
template <class Arch = default_arch>
void polynomial(const view::program& p, const format::step& s, const block& b) noexcept {
  const auto counts = p.indices_of(s.a);
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    const std::uint32_t* factor = p.indices_of(s.b).data();
    for (std::size_t o = 0; o < s.output_width; ++o) {
      double product = 1;
      for (const std::uint32_t* const end = factor + counts[o]; factor != end; ++factor) {
        product = rounded(product * x[*factor]);
      }
      y[o] = product;
    }
  });
}

} // namespace pounce::kernels
