// pounce/view/forest.hpp -- a forest of the file and the check that makes walking it safe.
#pragma once

#include <cstddef>
#include <cstdint>

#include <pounce/core/arch.hpp>
#include <pounce/core/fetch.hpp>
#include <pounce/core/result.hpp>
#include <pounce/view/program.hpp>

namespace pounce::view {

/// How far past the section's end the nodes may reach when a file is hostile: opening a path with many nodes maps a
/// guard behind the file, opening bytes or few nodes looks at all of them once.
enum class node_check : std::uint8_t {
  guard_mapped, // as many readable bytes follow the file as it has, and 64 KiB
  every_node,
  trusted, // bytes that `pounce embed` has checked and placed in the program itself
};

inline constexpr std::uint64_t guard_slack_bytes = 1U << 16;

namespace detail {

template <class Arch = default_arch>
[[gnu::hot]] bool slot_fits(const program& p, const format::forest& f, const format::slot& s) noexcept {
  using format::slot_kind;
  if (s.column >= f.input_width || s.reserved != 0 || s.reserved2 != 0) return false;
  if (s.missing > format::slot_missing::none) return false;
  switch (s.kind) {
  case slot_kind::float_key: return s.count == 0 && s.first == 0 && s.flags == 0;
  case slot_kind::rank:
  case slot_kind::rank_inclusive: return s.flags == 0 && in_range(s.first, s.count, p.numbers.size());
  case slot_kind::category: return s.flags < 32 && in_range(s.first, s.count, p.words.size());
  }
  return false;
}

/// Whether all nodes that links can name are readable.
template <class Arch, class Node>
[[gnu::hot]] bool links_stay_readable(const program& p, const format::forest& f,
                                      std::span<const Node> nodes) noexcept {
  const std::uint64_t section_offset = p.where(nodes.data());
  const std::uint64_t last = f.first_node + (std::uint64_t{1} << f.child_bits); // child + 1
  return section_offset + (last + 1) * sizeof(Node) <= 2 * p.bytes.size() + guard_slack_bytes;
}

/// Whether every child and its right sibling are nodes: a forest's last node is a spare one for that.
template <class Arch = default_arch>
[[gnu::hot]] bool children_in_range(const program& p, const format::forest& f) noexcept {
  // A comparison a node that depends on no other, of links as they are: the first prediction waits for this.
  if ((f.flags & format::wide) != 0) {
    const std::uint64_t last = f.node_count - 1;
    for (const auto& n : p.wide_nodes.subspan(f.first_node, f.node_count)) {
      if (n.child >= last) return false;
    }
    return true;
  }
  const std::uint64_t last = std::uint64_t{f.node_count - 1} << (32 - f.child_bits);
#pragma GCC unroll 8
  for (const auto& n : p.nodes.subspan(f.first_node, f.node_count)) {
    if (n.link >= last) return false;
  }
  return true;
}

template <class Arch = default_arch>
[[gnu::hot]] bool forest_shape_fits(const program& p, const format::forest& f) noexcept {
  using namespace format;
  const bool is_wide = (f.flags & wide) != 0;
  const bool vectors = (f.flags & vector_leaves) != 0;
  const bool in_keys = (f.flags & leaves_in_keys) != 0;
  if (f.flags >= 32 || f.slot_bits > max_slot_bits || f.slot_count >= (1U << f.slot_bits)) return false;
  if (f.child_bits == 0 || f.child_bits > 31 || (!is_wide && f.child_bits + f.slot_bits > 32)) return false;
  if (f.leaf_width != (vectors ? f.output_width : 1) || f.tree_count > max_trees) return false;
  if (in_keys && (vectors || (f.flags & float_leaves) != 0 || f.first_leaf != 0)) return false;
  if ((f.leaf_rows == 0) != in_keys) return false;
  if (f.node_count == 0 || f.node_count > max_nodes || f.leaf_rows > max_nodes) return false;
  const std::uint64_t nodes = is_wide ? p.wide_nodes.size() : p.nodes.size();
  const std::uint64_t leaves = (f.flags & float_leaves) != 0 ? p.leaves_f32.size() : p.leaves.size();
  return in_range(f.first_slot, f.slot_count, p.slots.size()) &&
         in_range(f.first_tree, f.tree_count, p.trees.size()) &&
         in_range(f.first_node, f.node_count, nodes) &&
         in_range(f.first_leaf, f.leaf_rows * f.leaf_width, leaves);
}

} // namespace detail

/// Bytes of workspace that preparing a row takes.
constexpr std::uint64_t forest_workspace_bytes(const format::forest& f) noexcept {
  return std::uint64_t{4} << f.slot_bits;
}

/// Whether a forest can be walked without ever reading outside the file and its guard, for any bytes in its nodes.
///
/// Errors  bad_forest at the record that does not fit.
/// Cost    O(slots + trees); with node_check::every_node also O(nodes).
template <class Arch = default_arch>
[[gnu::hot]] result<void> check_forest(const program& p, const format::forest& f, node_check how) noexcept {
  if (!detail::forest_shape_fits<Arch>(p, f)) return failure{errc::bad_forest, p.where(&f)};
  for (const auto& s : p.slots.subspan(f.first_slot, f.slot_count)) {
    if (!detail::slot_fits<Arch>(p, f, s)) return failure{errc::bad_forest, p.where(&s)};
  }
  std::uint64_t work = 0;
  for (const auto& t : p.trees.subspan(f.first_tree, f.tree_count)) {
    work += t.depth;
    if (t.root >= f.node_count || t.output >= f.output_width || t.reserved != 0 ||
        work > format::max_walk_steps) {
      return failure{errc::bad_forest, p.where(&t)};
    }
  }
  const bool is_wide = (f.flags & format::wide) != 0;
  bool readable = true;
  if (how == node_check::guard_mapped) {
    readable = is_wide ? detail::links_stay_readable<Arch>(p, f, p.wide_nodes)
                       : detail::links_stay_readable<Arch>(p, f, p.nodes);
  } else if (how == node_check::every_node) {
    readable = detail::children_in_range<Arch>(p, f);
  }
  if (!readable) return failure{errc::bad_forest, p.where(&f)};
  return {};
}

/// Fetches the code of check_forest.
template <class Arch = default_arch>
[[gnu::always_inline]] inline void fetch_forest_checks() noexcept {
  fetch_code(&check_forest<Arch>, 1050);
  fetch_code(&detail::forest_shape_fits<Arch>, 354);
}

} // namespace pounce::view
