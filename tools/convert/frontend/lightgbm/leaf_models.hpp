// convert/frontend/lightgbm/leaf_models.hpp -- the linear models at the leaves of a linear tree.
#pragma once

#include <cstdint>
#include <vector>

#include <convert/frontend/lightgbm/tree.hpp>

namespace convert::lightgbm {

/// Errors  refusal, if counts do not fit or a leaf names a feature twice
/// Source  LightGBM 4.6, `src/io/tree.cpp`, `Tree::Tree(const char*, size_t*)`: leaf_const, num_features,
///         leaf_features, leaf_coeff
std::vector<leaf_model> read_leaf_models(const block& b, std::size_t leaves, std::uint32_t features);

} // namespace convert::lightgbm
