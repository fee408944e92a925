// pounce/kernels/prepare.hpp -- a row made ready for trees: one u32 key a slot, so that a split is one compare.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include <pounce/format/forest.hpp>
#include <pounce/view/program.hpp>

namespace pounce::kernels {

namespace detail {

/// LightGBM's kZeroThreshold, a float constant widened. Source: LightGBM 4.6, include/LightGBM/meta.h.
inline constexpr double zero_threshold = static_cast<double>(1e-35F);

inline bool is_missing(format::slot_missing rule, double x) noexcept {
  switch (rule) {
  case format::slot_missing::nan: return std::isnan(x);
  case format::slot_missing::nan_or_zero: return std::isnan(x) || std::fabs(x) <= zero_threshold;
  case format::slot_missing::none: return false;
  }
  return false;
}

/// How many of the ascending `thresholds` are < x, or <= x if `Inclusive`. NaN counts none.
template <class Arch, bool Inclusive>
[[gnu::hot]] std::uint32_t rank_of(std::span<const double> thresholds, double x) noexcept {
  const double* base = thresholds.data();
  std::size_t left = thresholds.size();
  while (left > 1) {
    const std::size_t half = left / 2;
    const bool right = Inclusive ? base[half - 1] <= x : base[half - 1] < x;
    base += right ? half : 0;
    left -= half;
  }
  const bool last = left == 1 && (Inclusive ? *base <= x : *base < x);
  return static_cast<std::uint32_t>(base - thresholds.data()) + (last ? 1U : 0U);
}

/// 0 if the category goes left, 1 if right. Never converts a number that an integer can not hold.
template <class Arch>
[[gnu::hot]] std::uint32_t category_key(const format::slot& s, std::span<const std::uint32_t> words,
                                        double x) noexcept {
  const std::uint32_t if_negative = (s.flags & format::negative_left) != 0 ? 0 : 1;
  const std::uint32_t if_beyond = (s.flags & format::beyond_left) != 0 ? 0 : 1;
  if ((s.flags & format::sign_first) != 0 && x < 0) return if_negative;
  const double whole = std::trunc(x);
  const bool wraps = (s.flags & format::wraps_256) != 0;
  if (!wraps && whole < 0) return if_negative;
  if (!(whole >= -2147483648.0 && whole <= 2147483647.0)) return if_beyond;
  auto category = static_cast<std::uint32_t>(static_cast<std::int32_t>(whole));
  if (wraps) category &= 255U;
  if (category / 32 >= words.size()) return if_beyond;
  return ((words[category / 32] >> (category % 32)) & 1U) != 0 ? 0 : 1;
}

template <class Arch>
[[gnu::hot]] std::uint32_t slot_key(const view::program& p, const format::slot& s, double x) noexcept {
  using format::slot_kind;
  const bool rounds = s.kind == slot_kind::float_key || (s.flags & format::reads_float) != 0;
  if (rounds) x = static_cast<double>(static_cast<float>(x));
  if (is_missing(s.missing, x)) return s.missing_key;
  if (std::isnan(x)) x = 0.0; // slot_missing::none
  switch (s.kind) {
  case slot_kind::float_key: return format::float_key(static_cast<float>(x));
  case slot_kind::rank: return rank_of<Arch, false>(p.numbers.subspan(s.first, s.count), x);
  case slot_kind::rank_inclusive: return rank_of<Arch, true>(p.numbers.subspan(s.first, s.count), x);
  case slot_kind::category: return category_key<Arch>(s, p.words.subspan(s.first, s.count), x);
  }
  return 0;
}

} // namespace detail

/// keys[i] = slot i's key for the row; 0 for i past the last slot, which is what leaves compare with.
///
/// Shapes  row (f.input_width), keys (1 << f.slot_bits).
/// Numbers float keys round the row's doubles to the nearest float, as the trainers that ask for them do.
template <class Arch>
[[gnu::hot]] void prepare_row(const view::program& p, const format::forest& f, const double* row,
                              std::uint32_t* keys) noexcept {
  const auto slots = p.slots.subspan(f.first_slot, f.slot_count);
  for (std::size_t i = 0; i < std::size_t{1} << f.slot_bits; ++i) {
    if (i >= slots.size()) { // in a loop of its own it would be a call of memset: three cold pages
      keys[i] = 0;
      continue;
    }
    const format::slot& s = slots[i];
    const double x = row[s.column];
    if (s.kind == format::slot_kind::float_key && !std::isnan(x)) { // the common case, without a call
      const auto read = static_cast<float>(x);                      // rounded before anything else is asked
      const bool zero = s.missing == format::slot_missing::nan_or_zero && std::fabs(read) <= 1e-35F;
      keys[i] = zero ? s.missing_key : format::float_key(read);
    } else {
      keys[i] = detail::slot_key<Arch>(p, s, x);
    }
  }
}

} // namespace pounce::kernels
