// convert/frontend/sklearn/weighted_median.hpp -- the weighted median of a row, without sorting.
#pragma once

#include <cstddef>
#include <span>

#include <convert/ir/build.hpp>

namespace convert::sklearn {

/// Every pair of columns is compared, so that steps are as wide as the square of this.
inline constexpr std::size_t max_median_width = 512;

/// The smallest column whose weight, together with that of all columns not above it, is at least half of all.
///
/// Shapes    weights (columns of x), at most max_median_width.
/// Numbers   exact: the answer is one of the columns. Infinities are numbers and NaN is above them all. Weights are added in the order of columns where
///           scikit-learn adds them in sorted order; that can only matter where they tie at a half.
ir::value weighted_median(ir::builder& b, ir::value x, std::span<const double> weights);

} // namespace convert::sklearn
