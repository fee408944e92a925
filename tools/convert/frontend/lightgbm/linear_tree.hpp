// convert/frontend/lightgbm/linear_tree.hpp -- trees whose leaves are linear models.
#pragma once

#include <span>

#include <convert/frontend/lightgbm/tree.hpp>

namespace convert::lightgbm {

/// The raw score of trees some of which are linear, to the last bit: a leaf's constant, then its products in
/// order, then tree by tree. A leaf one of whose features is missing answers with its plain value; infinite ones
/// are multiplied and added as they are.
///
/// Source  LightGBM 4.6, `include/LightGBM/tree.h`, `Tree::Predict`
ir::value sum_of_linear_trees(ir::builder& b, std::span<const tree_text> trees, std::uint32_t outputs,
                              ir::value row);

} // namespace convert::lightgbm
