// pounce/view/steps.hpp -- the check of the program: every range that a step reads or writes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <pounce/core/arch.hpp>
#include <pounce/core/result.hpp>
#include <pounce/view/forest.hpp>
#include <pounce/view/network.hpp>
#include <pounce/view/program.hpp>

namespace pounce::view {

namespace detail {

template <class Arch = default_arch>
[[gnu::hot]] bool is_numbers(const program& p, format::operand o, std::uint64_t count) noexcept {
  return o.count == count && in_range(o.first, o.count, p.numbers.size());
}

template <class Arch = default_arch>
[[gnu::hot]] bool is_indices(const program& p, format::operand o, std::uint64_t count) noexcept {
  return o.count == count && in_range(o.first, o.count, p.indices.size());
}

/// The sum of a range of INDX, 64 bits wide so that it can not wrap.
template <class Arch = default_arch>
[[gnu::hot]] std::uint64_t total(const program& p, format::operand o) noexcept {
  std::uint64_t sum = 0;
  for (const std::uint32_t n : p.indices_of(o)) sum += n;
  return sum;
}

template <class Arch = default_arch>
[[gnu::hot]] bool all_below(const program& p, format::operand o, std::uint64_t limit) noexcept {
  for (const std::uint32_t i : p.indices_of(o)) {
    if (i >= limit) return false;
  }
  return true;
}

template <class Arch = default_arch>
[[gnu::hot]] bool code_map_fits(const program& p, const format::step& s) noexcept {
  if (!is_indices<Arch>(p, s.a, std::uint64_t{4} * s.input_width) || s.output_width != s.input_width)
    return false;
  if (!is_numbers<Arch>(p, s.b, s.b.count) ||
      !is_numbers<Arch>(p, s.c, s.b.count + std::uint64_t{2} * s.input_width))
    return false;
  std::uint64_t next = 0;
  const auto rules = p.indices_of(s.a);
  for (std::size_t i = 0; i < rules.size(); i += 4) { // code_rule: key_first, key_count, refusals, feature
    if (rules[i] != next || rules[i + 2] > 3) return false;
    next += rules[i + 1];
  }
  return next == s.b.count;
}

/// Counts a column in `a`, that many numbers in `b`: bin and interpolate.
template <class Arch = default_arch>
[[gnu::hot]] bool curves_fit(const program& p, const format::step& s) noexcept {
  return s.output_width == s.input_width && is_indices<Arch>(p, s.a, s.input_width) &&
         is_numbers<Arch>(p, s.b, total<Arch>(p, s.a));
}

template <class Arch = default_arch>
bool interpolate_fits(const program& p, const format::step& s) noexcept {
  if (!curves_fit<Arch>(p, s) || !is_numbers<Arch>(p, s.c, s.b.count)) return false;
  for (const std::uint32_t points : p.indices_of(s.a)) {
    if (points == 0) return false;
  }
  return true;
}

template <class Arch = default_arch>
bool polynomial_fits(const program& p, const format::step& s) noexcept {
  return is_indices<Arch>(p, s.a, s.output_width) && is_indices<Arch>(p, s.b, total<Arch>(p, s.a)) &&
         all_below<Arch>(p, s.b, s.input_width);
}

template <class Arch = default_arch>
bool is_pair_count(std::uint64_t pairs, std::uint64_t classes) noexcept {
  return classes >= 2 && classes * (classes - 1) / 2 == pairs;
}

template <class Arch = default_arch>
bool pair_sums_fit(const program& p, const format::step& s) noexcept {
  const std::uint64_t classes = s.a.count;
  return is_pair_count<Arch>(s.output_width, classes) && is_indices<Arch>(p, s.a, classes) &&
         total<Arch>(p, s.a) == s.input_width && is_numbers<Arch>(p, s.b, (classes - 1) * s.input_width) &&
         is_numbers<Arch>(p, s.c, s.output_width);
}

template <class Arch = default_arch>
bool quantile_fits(const program& p, const format::step& s) noexcept {
  return s.output_width == s.input_width && s.a.count != 0 && is_numbers<Arch>(p, s.a, s.a.count) &&
         is_numbers<Arch>(p, s.b, std::uint64_t{s.a.count} * s.input_width);
}

template <class Arch = default_arch>
bool spline_fits(const program& p, const format::step& s) noexcept {
  const auto ends = static_cast<format::spline_ends>(s.variant);
  const std::uint64_t degree = s.c.first;
  const std::uint64_t knots = s.a.count / s.input_width; // an input is not empty
  if (ends > format::spline_ends::straight || degree > format::max_spline_degree) return false;
  if (knots < 2 * degree + 2 || !is_numbers<Arch>(p, s.a, knots * s.input_width)) return false;
  const bool wrapped = ends == format::spline_ends::wrapped;
  if (wrapped && degree > 1 && knots < 2 * degree + 3) return false; // one function would be three of them
  const std::uint64_t made = knots - degree - 1 - (wrapped ? degree : 0);
  if (s.output_width != made * s.input_width) return false;
  const bool straight = ends == format::spline_ends::straight;
  return is_numbers<Arch>(p, s.b, straight ? (2 + 4 * made) * s.input_width : 0);
}

/// Points and their values, a whole number of each; bounds of 2^levels - 1 nodes, or none.
template <class Arch = default_arch>
bool neighbors_fit(const program& p, const format::step& s) noexcept {
  const std::uint32_t w = s.input_width;
  const bool in_sections = is_numbers<Arch>(p, s.a, s.a.count) && is_numbers<Arch>(p, s.b, s.b.count) &&
                           is_numbers<Arch>(p, s.c, s.c.count);
  if (!in_sections || w == 0 || s.a.count == 0 || s.a.count % w != 0) return false;
  const std::uint32_t points = s.a.count / w;
  if (s.b.count == 0 || s.b.count % points != 0) return false;
  const std::uint64_t block = std::uint64_t{s.b.count / points} + 1;
  if (s.output_width % block != 0 || s.output_width / block > points) return false;
  const std::uint64_t node_numbers =
      (s.flags & format::balls) != 0 ? std::uint64_t{w} + 1 : std::uint64_t{2} * w;
  const std::uint64_t nodes = s.c.count / node_numbers;
  return s.c.count % node_numbers == 0 && (nodes & (nodes + 1)) == 0 && s.beta >= 0 && s.beta < points &&
         s.variant <= static_cast<std::uint8_t>(format::neighbor_metric::minkowski);
}

/// Whether the width is a whole number of groups, each of at least one column.
template <class Arch = default_arch>
bool groups_fit(const format::step& s, std::uint32_t groups) noexcept {
  return groups != 0 && groups <= s.input_width && s.input_width % groups == 0;
}

/// Values and places of as many numbers a group as there are at most, and at least one.
template <class Arch = default_arch>
bool top_fits(const format::step& s) noexcept {
  if (!groups_fit<Arch>(s, s.c.first)) return false;
  const std::uint64_t each = std::uint64_t{2} * s.c.first;
  return s.output_width % each == 0 && s.output_width / each <= s.input_width / s.c.first &&
         s.variant <= static_cast<std::uint8_t>(format::top_kind::smallest);
}

/// Whether a step's widths and operands are what its kind needs. Forests and networks have checks of their own.
template <class Arch = default_arch>
[[gnu::hot]] bool operands_fit(const program& p, const format::step& s) noexcept {
  using format::step_kind;
  const std::uint32_t w = s.input_width;
  const bool same = s.output_width == w;
  switch (s.kind) {
  case step_kind::select:
    return is_indices<Arch>(p, s.a, s.output_width) && all_below<Arch>(p, s.a, p.addresses());
  case step_kind::require: return s.output == s.input && same && is_indices<Arch>(p, s.a, w);
  case step_kind::impute: return same && is_numbers<Arch>(p, s.a, w);
  case step_kind::indicate: return same;
  case step_kind::code_map: return code_map_fits<Arch>(p, s);
  case step_kind::one_hot: return is_indices<Arch>(p, s.a, w) && total<Arch>(p, s.a) == s.output_width;
  case step_kind::affine:
    return same && s.variant <= static_cast<std::uint8_t>(format::affine_form::multiply_add) &&
           is_numbers<Arch>(p, s.a, w) && is_numbers<Arch>(p, s.b, w);
  case step_kind::clip: return same && is_numbers<Arch>(p, s.a, w) && is_numbers<Arch>(p, s.b, w);
  case step_kind::bin: return curves_fit<Arch>(p, s);
  case step_kind::power: return same && is_numbers<Arch>(p, s.a, w);
  case step_kind::unary: return same && s.variant < format::functions;
  case step_kind::with_constants:
    return same && s.variant < format::operations && is_numbers<Arch>(p, s.a, w);
  case step_kind::elementwise: return w % 2 == 0 && s.output_width == w / 2 && s.variant < format::operations;
  case step_kind::interpolate: return interpolate_fits<Arch>(p, s);
  case step_kind::norm: return same && s.variant <= static_cast<std::uint8_t>(format::norm_kind::max);
  case step_kind::polynomial: return polynomial_fits<Arch>(p, s);
  case step_kind::linear:
    return is_numbers<Arch>(p, s.a, std::uint64_t{w} * s.output_width) &&
           is_numbers<Arch>(p, s.b, s.output_width) &&
           s.variant <= static_cast<std::uint8_t>(format::product_kind::fused);
  case step_kind::combine:
    return s.a.count != 0 && is_numbers<Arch>(p, s.a, s.a.count) &&
           std::uint64_t{s.a.count} * s.output_width == w;
  case step_kind::reduce:
    return groups_fit<Arch>(s, s.output_width) &&
           s.variant <= static_cast<std::uint8_t>(format::reduce_kind::pairwise_sum);
  case step_kind::softmax:
    return same && groups_fit<Arch>(s, s.c.first) &&
           s.variant <= static_cast<std::uint8_t>(format::softmax_kind::vectors);
  case step_kind::normalize_sum:
    return same && groups_fit<Arch>(s, s.c.first) &&
           s.variant <= static_cast<std::uint8_t>(format::zero_sum::unchanged);
  case step_kind::complement: return s.output_width == std::uint64_t{2} * w;
  case step_kind::distance:
    return is_numbers<Arch>(p, s.a, std::uint64_t{w} * s.output_width) &&
           s.variant <= static_cast<std::uint8_t>(format::distance_kind::chebyshev);
  case step_kind::decide:
    return s.variant == static_cast<std::uint8_t>(format::decide_kind::above) ||
                   s.variant == static_cast<std::uint8_t>(format::decide_kind::at_least)
               ? same
               : s.output_width == 1 &&
                     s.variant <= static_cast<std::uint8_t>(format::decide_kind::last_until_nan);
  case step_kind::pair_votes: return std::uint64_t{s.output_width} * (s.output_width - 1) / 2 == w;
  case step_kind::pair_sums: return pair_sums_fit<Arch>(p, s);
  case step_kind::pair_coupling:
    return is_pair_count<Arch>(w, s.output_width) && s.output_width <= format::max_coupled_classes;
  case step_kind::quantile: return quantile_fits<Arch>(p, s);
  case step_kind::spline: return spline_fits<Arch>(p, s);
  case step_kind::neighbors: return neighbors_fit<Arch>(p, s);
  case step_kind::top: return top_fits<Arch>(s);
  case step_kind::network:
  case step_kind::forest: return true;
  }
  return false;
}

/// Whether a step reads one range of the row or of the scratch and writes one of the scratch.
template <class Arch = default_arch>
[[gnu::hot]] bool ranges_fit(const program& p, const format::step& s) noexcept {
  const std::uint64_t features = p.about.feature_count;
  if (s.output_width == 0) return false;
  if (s.kind == format::step_kind::require) {
    if (!in_range(s.output, s.output_width, p.addresses())) return false;
  } else if (s.output < features || !in_range(s.output, s.output_width, p.addresses())) {
    return false;
  }
  if (s.kind == format::step_kind::select) return s.input == 0 && s.input_width == 0;
  if (s.input_width == 0 || !in_range(s.input, s.input_width, p.addresses())) return false;
  const bool crosses = s.input < features && s.input + std::uint64_t{s.input_width} > features;
  // A step that reads what it writes would depend on the order of its loops.
  const bool overlaps = s.kind != format::step_kind::require &&
                        s.input < std::uint64_t{s.output} + s.output_width &&
                        s.output < std::uint64_t{s.input} + s.input_width;
  return !crosses && !overlaps;
}

} // namespace detail

/// Whether the whole program is safe to run, whatever the rows, and how much workspace it takes.
///
/// Errors  bad_program, bad_forest, bad_network at the record that does not fit.
/// Cost    O(steps + their indices + slots + trees); see check_forest.
template <class Arch = default_arch>
[[gnu::hot]] result<std::uint64_t> check_steps(const program& p, node_check how) noexcept {
  std::uint64_t workspace = 0;
  if (p.steps.size() > format::max_steps) return failure{errc::bad_program, p.where(p.steps.data())};
  for (const auto& s : p.steps) {
    if (!detail::ranges_fit<Arch>(p, s) || !detail::operands_fit<Arch>(p, s))
      return failure{errc::bad_program, p.where(&s)};
    if (s.kind == format::step_kind::network) {
      if (const auto fits = check_network<Arch>(p, s); !fits) return fits.error();
      workspace = std::max(workspace, network_workspace_bytes<Arch>(p, s));
    } else if (s.kind == format::step_kind::forest) {
      const bool sane = s.a.count == 1 && in_range(s.a.first, 1, p.forests.size()) &&
                        detail::is_numbers<Arch>(p, s.b, s.output_width);
      if (!sane) return failure{errc::bad_program, p.where(&s)};
      const format::forest& f = p.forests[s.a.first];
      if (f.input_width != s.input_width || f.output_width != s.output_width) {
        return failure{errc::bad_forest, p.where(&f)};
      }
      if (const auto fits = check_forest<Arch>(p, f, how); !fits) return fits.error();
      workspace = std::max(workspace, forest_workspace_bytes(f));
    }
  }
  return workspace;
}

} // namespace pounce::view
