// convert/frontend/xgboost/tree.hpp -- one tree of a model file, appended to a forest.
#pragma once

#include <functional>

#include <convert/frontend/xgboost/learner.hpp>
#include <convert/ir/forest.hpp>

namespace convert::xgboost {

/// Leaves of the trees of one forest, as the file holds them to as the sum takes them (dart's weight).
using leaf_rule = std::function<float(float leaf)>;

/// Appends the tree at `tree` (element `index` of the file's trees) to `f`. Deleted nodes are left out.
///
/// Errors  refusal: "tree 3, node 17: left child 90211 is past the last node 4095"
/// Source  xgboost 3.5, `src/tree/tree_model.cc`, `RegTree::LoadModel`;
/// `src/tree/multi_target_tree_model.cc`;
///         `src/predictor/predict_fn.h`, `GetNextNode`
void append_tree(ir::forest& f, const learner& l, json::value tree, std::size_t index, const leaf_rule& leaf);

/// Values a leaf: 1, or the outputs of a tree with vector leaves.
std::uint32_t leaf_values(json::value tree);

} // namespace convert::xgboost
