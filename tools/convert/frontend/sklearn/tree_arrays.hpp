// convert/frontend/sklearn/tree_arrays.hpp -- the arrays of one fitted `sklearn.tree._tree.Tree`, as doubles
// and integers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <convert/syntax/pickle/value.hpp>

namespace convert::sklearn {

/// One tree as scikit-learn holds it. Children, features and the tree's shape are as the file says, unproven.
struct tree_arrays {
  std::vector<std::int64_t> left;  // (nodes), -1 in a leaf
  std::vector<std::int64_t> right; // (nodes)
  std::vector<std::int64_t> feature;
  std::vector<double> threshold;
  std::vector<std::int64_t> missing_left; // (nodes); empty before 1.3
  std::vector<std::int64_t> samples;      // (nodes), n_node_samples
  std::vector<double> cover;              // (nodes), weighted_n_node_samples
  std::size_t outputs = 1;
  std::size_t width = 1;
  std::vector<double> values; // (nodes, outputs, width)

  std::size_t nodes() const { return left.size(); }
  bool is_leaf(std::size_t node) const { return left[node] == -1; }
  /// What the tree holds for one output at a node.
  std::span<const double> value(std::size_t node, std::size_t output) const {
    return {values.data() + (node * outputs + output) * width, width};
  }
};

/// Reads the attribute `tree_`.
///
/// Errors    refusal, if fields are missing or unknown, or sizes do not agree:
///           "`DecisionTreeClassifier.tree_`: node field `split_set` is not supported"
tree_arrays read_tree(pickle::value tree);

} // namespace convert::sklearn
