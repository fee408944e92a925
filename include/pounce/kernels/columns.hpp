// pounce/kernels/columns.hpp -- steps about which columns there are and what stands in them: picked, refused,
// filled in, coded.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include <pounce/core/arch.hpp>
#include <pounce/core/result.hpp>
#include <pounce/format/step.hpp>
#include <pounce/kernels/block.hpp>
#include <pounce/kernels/precision.hpp>
#include <pounce/kernels/search.hpp>
#include <pounce/view/program.hpp>

namespace pounce::kernels {

namespace detail {

/// Whether a number stands for a missing one: NaN, or the step's marker.
struct missing_marker {
  bool is_nan;
  double marker;

  [[gnu::always_inline]] explicit missing_marker(const format::step& s) noexcept
      : is_nan((s.flags & format::marker_is_nan) != 0), marker(s.alpha) {}
  [[gnu::always_inline]] bool matches(double x) const noexcept {
    return is_nan ? std::isnan(x) : x == marker;
  }
};

/// From here on numbers round to an infinite float: halfway between the largest float and the power of two
/// above.
inline constexpr double float_overflow = 0x1.ffffffp+127;

/// Why a require step refuses x; nothing if it does not.
template <class Arch>
result<void> admitted(const format::step& s, double x) noexcept {
  const bool computed = (s.flags & format::computed) != 0;
  if (std::isnan(x)) {
    if ((s.flags & format::missing_allowed) == 0)
      return computed ? errc::beyond_float : errc::missing_refused;
    return {};
  }
  if (std::isinf(x)) {
    if ((s.flags & format::infinite_allowed) == 0)
      return computed ? errc::beyond_float : errc::infinite_refused;
  } else if ((s.flags & format::in_float_range) != 0 && std::fabs(x) >= float_overflow) {
    return errc::out_of_range;
  }
  if (x < s.alpha || ((s.flags & format::lowest_excluded) != 0 && x == s.alpha)) return errc::out_of_range;
  return {};
}

/// One column's rule of a code_map, its keys and its codes: one a key, that of unseen, that of missing.
struct code_table {
  std::span<const double> keys; // (keys), ascending
  const double* codes;
  bool unseen_refused;
  bool missing_refused;
  std::uint32_t feature;

  [[gnu::always_inline]] code_table(const view::program& p, const format::step& s,
                                    std::size_t column) noexcept {
    const auto rule = p.indices_of(s.a).subspan(4 * column, 4); // format::code_rule
    keys = p.numbers_of(s.b).subspan(rule[0], rule[1]);
    codes = p.numbers_of(s.c).data() + rule[0] + 2 * column;
    unseen_refused = (rule[2] & 1U) != 0;
    missing_refused = (rule[2] & 2U) != 0;
    feature = rule[3];
  }
};

/// The code of x.
///
/// Errors  unseen_refused, missing_refused.
template <class Arch>
result<double> code_of(const code_table& t, double x) noexcept {
  const std::size_t unseen = t.keys.size();
  if (std::isnan(x)) {
    if (t.missing_refused) return errc::missing_refused;
    return t.codes[unseen + 1];
  }
  const std::size_t key = leading<Arch>(t.keys, [=](double k) { return k < x; });
  if (key != t.keys.size() && t.keys[key] == x) return t.codes[key];
  if (t.unseen_refused) return errc::unseen_refused;
  return t.codes[unseen];
}

} // namespace detail

/// y[i] = the column with address a[i], of the row or of the scratch.
template <class Arch = default_arch>
[[gnu::hot]] void select(const view::program& p, const format::step& s, const block& b) noexcept {
  const auto addresses = p.indices_of(s.a);
  for (std::size_t r = 0; r < b.count; ++r) {
    double* const y = b.output(s, r);
    for (std::size_t i = 0; i < addresses.size(); ++i) y[i] = *b.at(addresses[i], r);
  }
}

/// Refuses what the trainer refuses; changes nothing.
///
/// Errors  missing_refused, infinite_refused, out_of_range, beyond_float, with the row and its first refused feature.
template <class Arch = default_arch>
[[gnu::hot]] result<void> require(const view::program& p, const format::step& s, const block& b) noexcept {
  const auto features = p.indices_of(s.a);
  const double limit = (s.flags & format::in_float_range) != 0 ? detail::float_overflow : HUGE_VAL;
  for (std::size_t r = 0; r < b.count; ++r) {
    const double* const x = b.input(s, r);
    bool ordinary = true; // a row of such numbers, as most are, needs no rule
    for (std::size_t i = 0; i < s.input_width; ++i) ordinary &= x[i] > s.alpha && std::fabs(x[i]) < limit;
    if (ordinary) continue;
    for (std::size_t i = 0; i < s.input_width; ++i) {
      if (const auto fine = detail::admitted<Arch>(s, x[i]); !fine) {
        return failure{fine.error().code, 0, static_cast<std::uint32_t>(r), features[i]};
      }
    }
  }
  return {};
}

/// y = x is missing ? fill : x
template <class Arch = default_arch>
[[gnu::hot]] void impute(const view::program& p, const format::step& s, const block& b) noexcept {
  const detail::missing_marker missing(s);
  const double* const fill = p.numbers_of(s.a).data();
  each_row(s, b, [&](auto, const double* x, double* y) {
    for (std::size_t i = 0; i < s.input_width; ++i) y[i] = missing.matches(x[i]) ? fill[i] : x[i];
  });
}

/// y = x is missing ? 1 : 0
template <class Arch = default_arch>
void indicate(const view::program&, const format::step& s, const block& b) noexcept {
  const detail::missing_marker missing(s);
  each_row(s, b, [&](auto, const double* x, double* y) {
    for (std::size_t i = 0; i < s.input_width; ++i) y[i] = missing.matches(x[i]) ? 1.0 : 0.0;
  });
}

/// y = the code of x among the column's keys, or that of missing or unseen numbers.
///
/// Errors  missing_refused, unseen_refused, with the row and its first refused feature.
template <class Arch = default_arch>
[[gnu::hot]] result<void> code_map(const view::program& p, const format::step& s, const block& b) noexcept {
  for (std::size_t r = 0; r < b.count; ++r) {
    const double* const x = b.input(s, r);
    double* const y = b.output(s, r);
    for (std::size_t i = 0; i < s.input_width; ++i) {
      const detail::code_table table(p, s, i);
      const auto code = detail::code_of<Arch>(table, x[i]);
      if (!code) return failure{code.error().code, 0, static_cast<std::uint32_t>(r), table.feature};
      y[i] = *code;
    }
  }
  return {};
}

/// Column c becomes sizes[c] columns, all 0 but the one that its code counts, which is 1.
template <class Arch = default_arch>
[[gnu::hot]] void one_hot(const view::program& p, const format::step& s, const block& b) noexcept {
  const auto sizes = p.indices_of(s.a);
  each_row(s, b, [&](auto, const double* x, double* y) {
    std::fill_n(y, s.output_width, 0.0);
    for (std::size_t c = 0; c < sizes.size(); y += sizes[c], ++c) {
      // The comparisons keep NaN and everything that no index can hold from the conversion.
      if (!(x[c] >= 0 && x[c] < sizes[c])) continue;
      const auto code = static_cast<std::uint32_t>(x[c]);
      if (static_cast<double>(code) == x[c]) y[code] = 1.0;
    }
  });
}

} // namespace pounce::kernels
