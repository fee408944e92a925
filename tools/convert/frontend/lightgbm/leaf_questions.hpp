// convert/frontend/lightgbm/leaf_questions.hpp -- what linear models at leaves ask besides, asked by splits.
#pragma once

#include <convert/frontend/lightgbm/tree.hpp>

namespace convert::lightgbm {

/// Leaves models behind that are sums of products: finite where they have features, no coefficient 0. What the others say
/// by the way becomes splits above them:
///
/// - a coefficient of 0 (a refitted tree has them) adds nothing; but where its feature is missing the leaf answers with
///   its plain value, and where it is infinite with NaN;
/// - a constant or a coefficient that is NaN (a tree that learnt from infinities has them) is the leaf's answer, unless
///   one of its features is missing;
/// - an infinite constant or plain value is none that a factor of 0 would take out of a sum.
///
/// Source  LightGBM 4.6, `include/LightGBM/tree.h`, `Tree::Predict`
void ask_by_splits(tree_text& t);

} // namespace convert::lightgbm
