// cli/forest_proof.hpp -- the proof that a forest's nodes are trees, for `pounce check`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <pounce/view/program.hpp>

namespace cli {

/// What was counted on the way.
struct forest_counts {
  std::uint64_t trees = 0;
  std::uint64_t splits = 0;
  std::uint64_t leaves = 0;
  std::uint64_t idle = 0; // nodes that no tree reaches
};

/// What is wrong, and where in the file.
struct forest_fault {
  std::size_t where;
  std::string what; // "tree 3, node 17: left child 90211 is past the last node 4095"
};

/// Walks all trees of all forests: every node has one parent, no child is past the last node, every leaf is its
/// own child and names a row of the leaf table, no tree is deeper than it says. Opening shows that nothing bad
/// can happen; this shows that the trees are trees.
///
/// Requires  a program from view::open.
/// Cost      O(nodes); no recursion.
std::optional<forest_fault> prove_forests(const pounce::view::program& p, forest_counts& counts);

} // namespace cli
