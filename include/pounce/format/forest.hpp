// pounce/format/forest.hpp -- trees on disk: row preparation, nodes that walk themselves, leaf tables.
#pragma once

#include <bit>
#include <cstdint>
#include <type_traits>

namespace pounce::format {

/// What a slot of the prepared row holds. A prepared row is u32 keys, made once a row; every split of every tree
/// is then one compare: right if prepared[slot] > node.key.
enum class slot_kind : std::uint8_t {
  float_key = 0,      // the order-preserving key of float(x): see float_key()
  rank = 1,           // how many of the slot's thresholds (NUMB, ascending) are < x
  rank_inclusive = 2, // how many are <= x
  category = 3,       // 0 if x's bit is set in the slot's words (WORD), else 1
};

/// Which inputs are missing: they get `missing_key` whatever the kind.
enum class slot_missing : std::uint8_t {
  nan = 0,
  nan_or_zero = 1, // NaN and |x| <= 1e-35f
  none = 2,        // NaN is read as 0.0
};

/// Bits of slot::flags, for categories.
enum slot_flag : std::uint8_t {
  wraps_256 = 1,     // the truncated number is taken modulo 256
  negative_left = 2, // below zero gives 0
  beyond_left = 4,   // past the last bit, or no int32, gives 0
  reads_float = 16,  // the row's double is rounded to float before anything else
  sign_first = 8,    // below zero is told before truncation: -0.5 is negative, not category 0
};

struct slot {
  std::uint32_t column; // of the forest's input
  slot_kind kind;
  slot_missing missing;
  std::uint8_t flags;
  std::uint8_t reserved;
  std::uint32_t missing_key;
  std::uint32_t first; // thresholds in NUMB, words in WORD
  std::uint32_t count;
  std::uint32_t reserved2;
};
static_assert(sizeof(slot) == 24 && alignof(slot) == 4 && std::is_trivially_copyable_v<slot>);

/// The unsigned key of a float: k(x) < k(y) iff x < y; -0.0 is 0.0. NaN has none.
constexpr std::uint32_t float_key(float x) noexcept {
  const auto bits = std::bit_cast<std::uint32_t>(x + 0.0F);
  return bits ^ ((bits >> 31) != 0 ? 0xFFFF'FFFFU : 0x8000'0000U);
}

struct tree {
  std::uint32_t root;   // node, counted from the forest's first
  std::uint32_t depth;  // steps from the root to the deepest leaf
  std::uint32_t output; // the column that scalar leaves add to; 0 with vector leaves
  std::uint32_t reserved;
};
static_assert(sizeof(tree) == 16 && alignof(tree) == 4 && std::is_trivially_copyable_v<tree>);

/// A split: the next node is child + (prepared[slot] > key). A leaf has a slot whose key is always 0 and is its
/// own child, so that walking on stays there; its key is a row of the leaf table, or its number: see leaves_in_keys.
///
/// link = child << child_shift | slot, with the forest's child_shift.
struct node {
  std::uint32_t key;
  std::uint32_t link;
};
static_assert(sizeof(node) == 8 && alignof(node) == 4 && std::is_trivially_copyable_v<node>);

/// The same where child and slot do not fit 32 bits together.
struct wide_node {
  std::uint32_t key;
  std::uint32_t slot;
  std::uint32_t child;
  std::uint32_t reserved;
};
static_assert(sizeof(wide_node) == 16 && alignof(wide_node) == 4 && std::is_trivially_copyable_v<wide_node>);

/// Bits of forest::flags.
enum forest_flag : std::uint32_t {
  wide = 1,            // nodes are wide_node, in WNOD
  float_leaves = 2,    // leaves are f32, in LF32
  vector_leaves = 4,   // a leaf row has a number for each output
  sums_in_f32 = 8,     // every addition is rounded to float
  leaves_in_keys = 16, // a leaf's key is the bits of its one number, a float: no leaf table, no second look
};

inline constexpr std::uint32_t max_trees = 1u << 20;
inline constexpr std::uint32_t max_nodes = 1u << 30;
inline constexpr std::uint32_t max_slot_bits = 20;
inline constexpr std::uint64_t max_walk_steps = 1u << 24; // sum of the trees' depths: the work of one row

struct forest {
  std::uint32_t flags;
  std::uint32_t first_slot;
  std::uint32_t slot_count;
  std::uint32_t slot_bits; // the prepared row has 1 << slot_bits keys, those past slot_count are 0
  std::uint32_t first_tree;
  std::uint32_t tree_count;
  std::uint32_t child_bits; // a child is below 1 << child_bits; child_shift is 32 - child_bits
  std::uint32_t leaf_width; // numbers a leaf row
  std::uint64_t first_node;
  std::uint64_t node_count;
  std::uint64_t first_leaf; // number, not row
  std::uint64_t leaf_rows;  // 0 if leaves_in_keys
  std::uint32_t input_width;
  std::uint32_t output_width;
  std::uint32_t reserved[6];
};
static_assert(sizeof(forest) == 96 && alignof(forest) == 8 && std::is_trivially_copyable_v<forest>);

} // namespace pounce::format
