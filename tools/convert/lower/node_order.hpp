// convert/lower/node_order.hpp -- where the nodes of a forest lie: what a prediction reads lies together.
#pragma once

#include <cstdint>
#include <vector>

#include <convert/ir/forest.hpp>

namespace convert::lower {

/// Positions of all nodes, the children of a split side by side (left, then right).
struct node_order {
  std::vector<std::vector<std::uint32_t>> position; // (trees, nodes of the tree)
  std::vector<std::uint32_t> depth;                 // (trees): steps from the root to the deepest leaf
  std::uint32_t count = 0;                          // nodes, with the spare one at the end
};

/// All roots first, then pair by pair in depth-first order, the child that more training rows reached first.
/// Large forests begin with a hot region: of each tree the pairs that are most likely read.
///
/// Numbers  the hot region has about 64 nodes a tree; forests above 32768 nodes have one.
/// Source   prototypes, not repeated with this code: bench/README.md; Forest Packing (arXiv 1806.07300) and PACSET (arXiv 2011.05383) had the idea.
///
/// Errors   refusal, above the format's number of nodes.
node_order order_nodes(const ir::forest& f);

} // namespace convert::lower
