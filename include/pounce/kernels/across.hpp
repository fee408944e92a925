// pounce/kernels/across.hpp -- steps that look at several columns at once: sums, norms, votes.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

#include <pounce/core/arch.hpp>
#include <pounce/format/step.hpp>
#include <pounce/kernels/block.hpp>
#include <pounce/kernels/float_softmax.hpp>
#include <pounce/kernels/function.hpp>
#include <pounce/kernels/precision.hpp>
#include <pounce/view/program.hpp>

namespace pounce::kernels {

namespace detail {

/// term(x[0]) + term(x[1]) + ..., from left to right.
template <class Arch, class Rounded, class Term>
double sum_of(Rounded rounded, const double* x, std::size_t n, const Term& term) noexcept {
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum = rounded(sum + term(x[i]));
  return sum;
}

template <class Arch, class Rounded>
double sum(Rounded rounded, const double* x, std::size_t n) noexcept {
  return sum_of<Arch>(rounded, x, n, [](double v) { return v; });
}

template <class Arch, class Rounded>
double sum_absolute(Rounded rounded, const double* x, std::size_t n) noexcept {
  return sum_of<Arch>(rounded, x, n, [](double v) { return std::fabs(v); });
}

template <class Arch, class Rounded>
double sum_squares(Rounded rounded, const double* x, std::size_t n) noexcept {
  return sum_of<Arch>(rounded, x, n, [=](double v) { return rounded.product(v, v); });
}

/// NaN if there is one.
///
/// Requires  n != 0.
template <class Arch>
double largest(const double* x, std::size_t n) noexcept {
  double most = x[0];
  for (std::size_t i = 1; i < n; ++i) most = maximum<Arch>(most, x[i]);
  return most;
}

template <class Arch>
double smallest(const double* x, std::size_t n) noexcept {
  double least = x[0];
  for (std::size_t i = 1; i < n; ++i) least = minimum<Arch>(least, x[i]);
  return least;
}

template <class Arch, class Rounded>
double norm_of(Rounded rounded, format::norm_kind kind, const double* x, std::size_t n) noexcept {
  switch (kind) {
  case format::norm_kind::l1: return sum_absolute<Arch>(rounded, x, n);
  case format::norm_kind::l2: return rounded(std::sqrt(sum_squares<Arch>(rounded, x, n)));
  case format::norm_kind::max: break;
  }
  double most = 0;
  for (std::size_t i = 0; i < n; ++i) most = maximum<Arch>(most, std::fabs(x[i]));
  return most;
}

/// log(sum(exp(x))), shifted by the largest so that nothing overflows.
///
/// Source  SciPy 1.10, special/_logsumexp.py: a largest number that is not finite counts as 0.
template <class Arch, class Rounded>
double log_sum_exp(Rounded rounded, const double* x, std::size_t n) noexcept {
  const double most = largest<Arch>(x, n);
  const double shift = std::isfinite(most) ? most : 0;
  const double sum = sum_of<Arch>(rounded, x, n, [=](double v) { return rounded.exp(rounded(v - shift)); });
  return rounded(rounded(std::log(sum)) + shift);
}

template <class Arch, class Rounded>
double product(Rounded rounded, const double* x, std::size_t n) noexcept {
  double all = 1;
  for (std::size_t i = 0; i < n; ++i) all = rounded(all * x[i]);
  return all;
}

/// At most 128 numbers: in eight sums side by side, then what is left over.
template <class Arch, class Rounded>
double sum_by_eights(Rounded rounded, const double* x, std::size_t n) noexcept {
  if (n < 8) return sum<Arch>(rounded, x, n);
  double sums[8];
  for (std::size_t k = 0; k < 8; ++k) sums[k] = x[k];
  std::size_t i = 8;
  for (; i + 8 <= n; i += 8) {
    for (std::size_t k = 0; k < 8; ++k) sums[k] = rounded(sums[k] + x[i + k]);
  }
  double all = rounded(rounded(rounded(sums[0] + sums[1]) + rounded(sums[2] + sums[3])) +
                       rounded(rounded(sums[4] + sums[5]) + rounded(sums[6] + sums[7])));
  for (; i < n; ++i) all = rounded(all + x[i]);
  return all;
}

/// The sum in numpy's order: what is longer than 128 is halved, the first half a multiple of eight long.
///
/// Source  numpy 1.24, loops_utils.h.src, DOUBLE_pairwise_sum.
template <class Arch, class Rounded>
[[gnu::noinline]] double pairwise_sum(Rounded rounded, const double* x, std::size_t n) noexcept {
  /// Numbers of which the first half is being summed, and afterwards its sum.
  struct part {
    std::size_t first;
    std::size_t count;
    bool halved;
    double first_half;
  };
  constexpr std::size_t deepest = 32; // of numbers below 2^32 none is halved more often
  part open[deepest];
  std::size_t depth = 0;
  part now{0, n, false, 0};
  while (true) {
    if (now.count > 128 && depth < deepest) {
      open[depth++] = now;
      now = {now.first, now.count / 2 - (now.count / 2) % 8, false, 0};
      continue;
    }
    double done = sum_by_eights<Arch>(rounded, x + now.first, now.count);
    while (depth != 0 && open[depth - 1].halved) done = rounded(open[--depth].first_half + done);
    if (depth == 0) return done;
    part& whole = open[depth - 1];
    whole.halved = true;
    whole.first_half = done;
    now = {now.first + now.count, whole.first + whole.count - now.first - now.count, false, 0};
  }
}

template <class Arch, class Rounded>
double reduced(Rounded rounded, format::reduce_kind kind, const double* x, std::size_t n) noexcept {
  using format::reduce_kind;
  switch (kind) {
  case reduce_kind::sum: return sum<Arch>(rounded, x, n);
  case reduce_kind::mean: return rounded(sum<Arch>(rounded, x, n) / static_cast<double>(n));
  case reduce_kind::min: return smallest<Arch>(x, n);
  case reduce_kind::max: return largest<Arch>(x, n);
  case reduce_kind::product: return product<Arch>(rounded, x, n);
  case reduce_kind::sum_squares: return sum_squares<Arch>(rounded, x, n);
  case reduce_kind::sum_absolute: return sum_absolute<Arch>(rounded, x, n);
  case reduce_kind::l2: return rounded(std::sqrt(sum_squares<Arch>(rounded, x, n)));
  case reduce_kind::log_sum_exp: return log_sum_exp<Arch>(rounded, x, n);
  case reduce_kind::pairwise_sum: return pairwise_sum<Arch>(rounded, x, n);
  }
  return 0;
}

} // namespace detail

/// y = x / norm(x); a norm of 0 divides by 1.
template <class Arch = default_arch>
[[gnu::noinline]] void norm(const view::program&, const format::step& s, const block& b) noexcept {
  const auto kind = static_cast<format::norm_kind>(s.variant);
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    const double length = detail::norm_of<Arch>(rounded, kind, x, s.input_width);
    const double divisor = length == 0 ? 1 : length;
    for (std::size_t i = 0; i < s.input_width; ++i) y[i] = rounded(x[i] / divisor);
  });
}

/// y[j] = (sum_k weights[k] * x[k * width + j]) / divisor, summed in the order of k.
template <class Arch = default_arch>
[[gnu::hot]] void combine(const view::program& p, const format::step& s, const block& b) noexcept {
  const auto weights = p.numbers_of(s.a);
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    const std::size_t width = s.output_width;
    for (std::size_t j = 0; j < width; ++j) {
      double sum = rounded.product(weights[0], x[j]);
      for (std::size_t k = 1; k < weights.size(); ++k) {
        sum = rounded(sum + rounded.product(weights[k], x[k * width + j]));
      }
      y[j] = rounded(sum / s.alpha);
    }
  });
}

/// y[g] = one number for each of the output_width consecutive groups of equal width.
template <class Arch = default_arch>
[[gnu::noinline]] void reduce(const view::program&, const format::step& s, const block& b) noexcept {
  const auto kind = static_cast<format::reduce_kind>(s.variant);
  const std::size_t width = s.input_width / s.output_width;
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    for (std::size_t g = 0; g < s.output_width; ++g)
      y[g] = detail::reduced<Arch>(rounded, kind, x + g * width, width);
  });
}

/// y = exp(x - max) / sum, or x - max - log(sum), over each group. The sum is made in doubles and then rounded, as
/// XGBoost's is; or of vectors, see float_softmax.
template <class Arch = default_arch>
[[gnu::hot]] void softmax(const view::program&, const format::step& s, const block& b) noexcept {
  const bool logarithm = (s.flags & format::logarithm) != 0;
  const bool by_vectors = s.variant == static_cast<std::uint8_t>(format::softmax_kind::vectors);
  const std::size_t width = s.input_width / s.c.first;
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    for (const double* const end = x + s.input_width; x != end; x += width, y += width) {
      if (by_vectors) {
        float_softmax<Arch>(x, width, logarithm, y);
        continue;
      }
      const double most = detail::largest<Arch>(x, width);
      double sum = 0;
      for (std::size_t i = 0; i < width; ++i) {
        const double shifted = rounded(x[i] - most);
        const double power = rounded.exp(shifted);
        sum += power;
        y[i] = logarithm ? shifted : power;
      }
      sum = rounded(sum);
      const double log_sum = logarithm ? rounded(std::log(sum)) : 0;
      for (std::size_t i = 0; i < width; ++i)
        y[i] = logarithm ? rounded(y[i] - log_sum) : rounded(y[i] / sum);
    }
  });
}

/// y = x / sum(x) over each group; a sum of 0 as the variant says.
template <class Arch = default_arch>
[[gnu::hot]] void normalize_sum(const view::program&, const format::step& s, const block& b) noexcept {
  const auto on_zero = static_cast<format::zero_sum>(s.variant);
  const std::size_t width = s.input_width / s.c.first;
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    for (const double* const end = x + s.input_width; x != end; x += width, y += width) {
      const double sum = detail::sum<Arch>(rounded, x, width);
      const bool divides = sum != 0 || on_zero == format::zero_sum::nan;
      const double share = rounded(1 / static_cast<double>(width));
      for (std::size_t i = 0; i < width; ++i) {
        y[i] = divides ? rounded(x[i] / sum) : on_zero == format::zero_sum::uniform ? share : x[i];
      }
    }
  });
}

/// y[2i] = 1 - x[i], y[2i + 1] = x[i]
template <class Arch = default_arch>
[[gnu::hot]] void complement(const view::program&, const format::step& s, const block& b) noexcept {
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    for (std::size_t i = 0; i < s.input_width; ++i) {
      y[2 * i] = rounded(1 - x[i]);
      y[2 * i + 1] = x[i];
    }
  });
}

/// y = the index of the first largest x, the first NaN if there is one (numpy 1.24, argmax); of the last that was
/// greater than all before it, or at least as great (std::max_element: NaN is neither), or that until the first NaN;
/// or column by column whether x is above the threshold, or at least at it.
template <class Arch = default_arch>
[[gnu::hot]] void decide(const view::program&, const format::step& s, const block& b) noexcept {
  const auto kind = static_cast<format::decide_kind>(s.variant);
  each_row(s, b, [&](auto, const double* x, double* y) {
    if (kind == format::decide_kind::argmax) {
      std::size_t best = 0;
      for (std::size_t i = 1; i < s.input_width && !std::isnan(x[best]); ++i) {
        if (!(x[i] <= x[best])) best = i;
      }
      y[0] = static_cast<double>(best);
      return;
    }
    if (kind >= format::decide_kind::first_greater) {
      const bool last = kind != format::decide_kind::first_greater;
      const bool until_nan = kind == format::decide_kind::last_until_nan;
      std::size_t best = 0;
      for (std::size_t i = 1; i < s.input_width && !(until_nan && std::isnan(x[i])); ++i) {
        if (last ? x[i] >= x[best] : x[i] > x[best]) best = i;
      }
      y[0] = static_cast<double>(best);
      return;
    }
    const bool or_equal = kind == format::decide_kind::at_least;
    for (std::size_t i = 0; i < s.input_width; ++i)
      y[i] = (or_equal ? x[i] >= s.alpha : x[i] > s.alpha) ? 1.0 : 0.0;
  });
}

/// y = votes a class; x holds the decisions of the pairs (0,1), (0,2), ... (1,2), ...: a positive one is a
/// vote for the first of its pair, any other for the second.
template <class Arch = default_arch>
[[gnu::noinline]] void pair_votes(const view::program&, const format::step& s, const block& b) noexcept {
  const std::size_t classes = s.output_width;
  each_row(s, b, [&](auto, const double* x, double* y) {
    for (std::size_t c = 0; c < classes; ++c) y[c] = 0;
    for (std::size_t i = 0; i < classes; ++i) {
      for (std::size_t j = i + 1; j < classes; ++j) y[*x++ > 0 ? i : j] += 1;
    }
  });
}

} // namespace pounce::kernels
