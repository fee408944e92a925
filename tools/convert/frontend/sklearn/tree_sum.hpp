// convert/frontend/sklearn/tree_sum.hpp -- scikit-learn's trees as one forest of the intermediate
// representation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include <convert/frontend/sklearn/estimator.hpp>
#include <convert/frontend/sklearn/tree_arrays.hpp>

namespace convert::sklearn {

/// Writes what the leaf `node` adds at the end of `row`: as many numbers as the forest's leaves have.
using leaf_writer = std::function<void(const tree_arrays&, std::size_t node, std::vector<double>& row)>;

/// A forest without trees that reads its input as float32.
ir::forest empty_forest(std::uint32_t features, std::uint32_t outputs, bool vector_leaves);

/// Where a tree's features lie among the forest's (as they are, if empty), and the output it adds to.
struct placement {
  std::span<const std::uint32_t> columns;
  std::uint32_t output = 0;
};

/// Adds one tree to `f`. Nodes keep their places, so that messages name the trainer's own.
///
/// Errors    refusal: "tree 3, node 17: left child -5 is not a node"
void append_tree(ir::forest& f, const tree_arrays& t, const placement& at, const leaf_writer& leaf);

/// Is `object` a fitted tree of `sklearn.tree` (and so has `tree_`)?
bool is_tree(pickle::value object);

/// Refuses trees and forests that encode and reorder their columns first, as later versions will.
void check_no_categories(pickle::value object);

/// Does this tree's own validation let NaN pass? Before 1.3 none does; later it is a question of parameters,
/// whatever was seen in fit.
bool reads_missing(pickle::value tree, version written_by);

/// The columns that members of an ensemble were fitted on, and the ones that any of them uses.
struct column_subsets {
  std::vector<std::uint32_t> used;                   // ascending
  std::vector<std::vector<std::uint32_t>> positions; // one list a member: where in `used` its features are
};

/// Reads `estimators_features_` for `members` members over `width` columns.
///
/// Errors    refusal, if there is not one list a member or a column is past the last.
column_subsets read_subsets(pickle::value features, std::size_t members, std::uint32_t width);

} // namespace convert::sklearn
