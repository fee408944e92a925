// pounce/kernels/forest.hpp -- the sum of a forest's leaves: eight trees walked side by side.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include <pounce/core/fetch.hpp>
#include <pounce/kernels/block.hpp>
#include <pounce/kernels/prepare.hpp>
#include <pounce/view/program.hpp>

namespace pounce::kernels {

namespace detail {

/// Trees walked side by side: enough to hide the latency of a node's load, few enough for the registers.
/// Source  prototypes, not repeated with this code: 4 is too few, 12 spill (bench/README.md).
inline constexpr std::size_t interleaved = 8;

/// Levels between two looks at whether all trees have reached their leaf.
inline constexpr std::uint32_t levels_a_look = 4;

/// One level down. A leaf stays where it is: its slot's key is 0, and nothing below 0 is greater.
struct narrow_walk {
  const format::node* nodes;
  const std::uint32_t* keys;
  std::uint32_t slot_mask;
  std::uint32_t child_shift;

  std::uint32_t next(std::uint32_t at) const noexcept {
    const format::node n = nodes[at];
    return (n.link >> child_shift) + (keys[n.link & slot_mask] > n.key ? 1U : 0U);
  }
  std::uint32_t leaf(std::uint32_t at) const noexcept { return nodes[at].key; }
};

struct wide_walk {
  const format::wide_node* nodes;
  const std::uint32_t* keys;
  std::uint32_t slot_mask;
  std::uint32_t child_mask;

  std::uint32_t next(std::uint32_t at) const noexcept {
    const format::wide_node n = nodes[at];
    return (n.child & child_mask) + (keys[n.slot & slot_mask] > n.key ? 1U : 0U);
  }
  std::uint32_t leaf(std::uint32_t at) const noexcept { return nodes[at].key; }
};

/// Keeps `at` a number in a register: clang would gather the nodes of several trees into a vector and walk up to four
/// times slower (a prototype, clang 19: bench/README.md).
inline std::uint32_t scalar(std::uint32_t at) noexcept {
  __asm__("" : "+r"(at));
  return at;
}

/// Walks `Trees` trees to their leaves and returns the leaves' rows in the table.
///
/// Cost  at most the deepest tree's depth, rounded up to levels_a_look.
template <class Arch, std::size_t Trees, class Walk>
[[gnu::hot]] std::array<std::uint32_t, Trees> walk_trees(const Walk& walk,
                                                         const format::tree* trees) noexcept {
  std::array<std::uint32_t, Trees> at;
  std::uint32_t depth = 0;
  for (std::size_t t = 0; t < Trees; ++t) {
    at[t] = trees[t].root;
    depth = std::max(depth, trees[t].depth);
  }
  for (std::uint32_t level = 0; level < depth; level += levels_a_look) {
    std::uint32_t moved = 0;
    for (std::uint32_t step = 0; step + 1 < levels_a_look; ++step) {
#pragma GCC unroll 8
      for (std::size_t t = 0; t < Trees; ++t) at[t] = scalar(walk.next(at[t]));
    }
#pragma GCC unroll 8
    for (std::size_t t = 0; t < Trees; ++t) {
      const std::uint32_t to = scalar(walk.next(at[t]));
      moved |= to ^ at[t];
      at[t] = to;
    }
    if (moved == 0) break;
  }
  for (std::size_t t = 0; t < Trees; ++t) at[t] = walk.leaf(at[t]);
  return at;
}

/// In the trainer's precision.
template <bool InF32>
[[gnu::always_inline]] inline double sum_of(double a, double b) noexcept {
  if constexpr (InF32) return static_cast<double>(static_cast<float>(a + b));
  return a + b;
}

/// Adds the numbers that are the leaves' keys to the sums, in the order of the trees.
template <bool InF32>
struct key_sums {
  double* sums; // (outputs)

  void add(const format::tree& t, std::uint32_t key, bool) const noexcept {
    sums[t.output] = sum_of<InF32>(sums[t.output], static_cast<double>(std::bit_cast<float>(key)));
  }
};

/// Adds leaf rows to the sums, in the order of the trees.
template <class Leaf, bool InF32>
struct leaf_sums {
  const Leaf* leaves; // (leaf_rows, leaf_width), row-major
  std::uint64_t rows;
  std::uint32_t width; // 1 without vector leaves: a tree adds to its own output
  double* sums;        // (outputs)

  void add(const format::tree& t, std::uint32_t leaf, bool vectors) const noexcept {
    const std::uint64_t row = leaf < rows ? leaf : 0; // a hostile node's key is no row
    if (!vectors) {
      sums[t.output] = sum_of<InF32>(sums[t.output], static_cast<double>(leaves[row]));
      return;
    }
    const Leaf* const from = leaves + row * width;
    for (std::uint32_t o = 0; o < width; ++o) sums[o] = sum_of<InF32>(sums[o], static_cast<double>(from[o]));
  }
};

template <class Arch, class Walk, class Sums>
[[gnu::hot]] void sum_leaves(const view::program& p, const format::forest& f, const Walk& walk,
                             const Sums& sums) noexcept {
  const bool vectors = (f.flags & format::vector_leaves) != 0;
  const format::tree* tree = p.trees.data() + f.first_tree;
  const format::tree* const end = tree + f.tree_count;
  for (; end - tree >= static_cast<std::ptrdiff_t>(interleaved); tree += interleaved) {
    const auto leaves = walk_trees<Arch, interleaved>(walk, tree);
    for (std::size_t t = 0; t < interleaved; ++t) sums.add(tree[t], leaves[t], vectors);
  }
  for (; tree != end; ++tree) sums.add(*tree, walk_trees<Arch, 1>(walk, tree)[0], vectors);
}

template <class Arch, class Walk, class Leaf>
[[gnu::hot]] void sum_table(const view::program& p, const format::forest& f, const Walk& walk,
                            const Leaf* leaves, double* sums) noexcept {
  if ((f.flags & format::sums_in_f32) != 0) {
    sum_leaves<Arch>(p, f, walk,
                     leaf_sums<Leaf, true>{leaves + f.first_leaf, f.leaf_rows, f.leaf_width, sums});
  } else {
    sum_leaves<Arch>(p, f, walk,
                     leaf_sums<Leaf, false>{leaves + f.first_leaf, f.leaf_rows, f.leaf_width, sums});
  }
}

template <class Arch, class Walk>
[[gnu::hot]] void sum_forest(const view::program& p, const format::forest& f, const Walk& walk,
                             double* sums) noexcept {
  if ((f.flags & format::leaves_in_keys) != 0) {
    if ((f.flags & format::sums_in_f32) != 0) return sum_leaves<Arch>(p, f, walk, key_sums<true>{sums});
    return sum_leaves<Arch>(p, f, walk, key_sums<false>{sums});
  }
  if ((f.flags & format::float_leaves) != 0) {
    sum_table<Arch>(p, f, walk, p.leaves_f32.data(), sums);
  } else {
    sum_table<Arch>(p, f, walk, p.leaves.data(), sums);
  }
}

} // namespace detail

/// outputs = base + the leaf that the row reaches in each tree, added in the order of the trees.
///
/// Shapes    input (f.input_width), output (f.output_width), workspace 4 << slot_bits bytes.
/// Requires  view::check_forest has passed.
/// Numbers   the same leaf as x <= threshold or x < threshold in the trainer's type gives, for every input; sums
///           in f64, or in f32 rounded after each addition.
template <class Arch>
[[gnu::hot]] void forest(const view::program& p, const format::step& s, const block& b) noexcept {
  const format::forest& f = p.forests[s.a.first];
  auto* const keys = reinterpret_cast<std::uint32_t*>(b.workspace);
  const auto base = p.numbers_of(s.b);
  const std::uint32_t slot_mask = (1U << f.slot_bits) - 1;
  for (std::size_t r = 0; r < b.count; ++r) {
    prepare_row<Arch>(p, f, b.input(s, r), keys);
    double* const sums = b.output(s, r);
    for (std::size_t o = 0; o < base.size(); ++o) sums[o] = base[o]; // few: not worth a call of memmove
    if ((f.flags & format::wide) != 0) {
      const detail::wide_walk walk{p.wide_nodes.data() + f.first_node, keys, slot_mask,
                                   (1U << f.child_bits) - 1};
      detail::sum_forest<Arch>(p, f, walk, sums);
    } else {
      const detail::narrow_walk walk{p.nodes.data() + f.first_node, keys, slot_mask, 32 - f.child_bits};
      detail::sum_forest<Arch>(p, f, walk, sums);
    }
  }
}

/// Fetches the code of `forest`, as far as narrow nodes with their leaves in their keys run it.
template <class Arch>
[[gnu::always_inline]] inline void fetch_forest() noexcept {
  fetch_code(&forest<Arch>, 1472);
  fetch_code(&detail::walk_trees<Arch, detail::interleaved, detail::narrow_walk>, 1066);
}

} // namespace pounce::kernels
