// convert/frontend/sklearn/hist_trees.hpp -- histogram gradient boosting's trees as one forest over float64.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// 256 bits, as scikit-learn lays them out.
using bitset = std::array<std::uint32_t, 8>;

/// The categories that were seen in fit, one set a feature; empty sets for features that are numbers.
std::vector<bitset> read_known_categories(pickle::value object, std::uint32_t features);

/// The trees of `_predictors` over their baseline.
///
/// Shapes    features: columns that the trees read, after encoding and reordering.
/// Errors    refusal, if a node field is unknown or a tree is none:
///           "tree 3, node 17: left child 90211 is past the last node 4095"
ir::forest read_hist_trees(pickle::value object, std::uint32_t features);

} // namespace convert::sklearn
