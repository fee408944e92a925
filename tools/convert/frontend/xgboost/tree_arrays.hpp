// convert/frontend/xgboost/tree_arrays.hpp -- a tree's parallel arrays, checked against its number of nodes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <convert/syntax/json/tree.hpp>

namespace convert::xgboost {

/// One entry a node; handles into the document. A node is a leaf if its left child is -1.
struct tree_arrays {
  tree_arrays(json::value tree, std::size_t index);

  bool is_leaf(std::uint32_t node) const { return left[node].integer() == -1; }
  /// Errors  refusal, if the child is no node
  std::uint32_t child(json::value of_side, std::uint32_t node, const char* side) const;
  [[noreturn]] void refuse(std::uint32_t node, const std::string& fault) const;

  std::size_t index; // of the tree, for messages
  std::uint32_t nodes;
  json::value left;
  json::value right;
  json::value features;
  json::value conditions; // thresholds; values of leaves
  json::value default_left;
  std::optional<json::value> cover;      // sum of hessians
  std::optional<json::value> split_type; // 1 at categorical splits; from 1.3 on
};

} // namespace convert::xgboost
