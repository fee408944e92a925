// convert/frontend/sklearn/euclidean.hpp -- distances as scikit-learn's euclidean_distances computes them.
#pragma once

#include <vector>

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// max(0, -2 x . p + x . x + p . p) for each point: the square multiplied out, with its rounding and overflow.
///
/// Shapes  points (points, columns of x), row-major.
ir::value squared_euclidean(ir::builder& b, ir::value x, const std::vector<double>& points);

} // namespace convert::sklearn
