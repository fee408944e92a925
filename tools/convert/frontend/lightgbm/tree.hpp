// convert/frontend/lightgbm/tree.hpp -- one tree of a LightGBM model, and the sum of trees.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <convert/ir/build.hpp>
#include <convert/syntax/lightgbm/text.hpp>

namespace convert::lightgbm {

/// A linear model at a leaf: constant + sum of coefficients * features. Where a feature is missing it is not asked.
struct leaf_model {
  double constant = 0;
  std::vector<std::uint32_t> features;
  std::vector<double> coefficients;
};

/// A tree as nodes whose leaves are numbered 0, 1, ... in the file's order (`tree_node.leaf`), and their values. Leaves that
/// `ask_by_splits` adds come after those of the file.
struct tree_text {
  std::string name;
  std::vector<ir::tree_node> nodes;
  std::vector<ir::category_set> sets; // `tree_node.set` counts within them
  std::vector<double> leaf_values;
  std::vector<leaf_model> models; // of a linear tree: one a leaf

  bool is_linear() const { return !models.empty(); }
};

/// Errors  refusal: "line 40: tree 3, `left_child`: leaf 31 is past the last leaf 30"
/// Source  LightGBM 4.6, `src/io/tree.cpp`, `Tree::Tree(const char*, size_t*)`; `include/LightGBM/tree.h`,
///         `NumericalDecision` and `CategoricalDecision`
tree_text read_tree(const block& b, std::uint32_t features);

/// Appends `t` to `f` as a tree that adds values[leaf] to `output`.
void append(ir::forest& f, const tree_text& t, std::span<const double> values, std::uint32_t output);

/// The raw score: tree i adds to output i % outputs, in f64 and in order.
ir::value sum_of_trees(ir::builder& b, std::span<const tree_text> trees, std::uint32_t outputs,
                       ir::value row);

} // namespace convert::lightgbm
