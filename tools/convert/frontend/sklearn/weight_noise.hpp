// convert/frontend/sklearn/weight_noise.hpp -- linear models whose weights are so large that only their cancelling makes sense.
#pragma once

#include <vector>

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// Of each column of `v`, whether its numbers are about one: made by a scaler, an encoder, a spline, a quantile, or products
/// of such. A feature as it comes may have any size.
std::vector<bool> is_about_one(const ir::model& m, ir::value v);

/// What a linear model's sums are: least squares between -1 and 1, logarithms of odds; or targets of any size.
enum class linear_sums { decisions, targets };

/// Judges weights of columns that are about one, and of decisions the intercept too. Columns that determine each other (a one-hot
/// of every category beside an intercept) get weights of 1e13 and more from a least squares that just misses their rank: a row
/// adds and subtracts them, and its answer is what their rounding leaves, in an order that is the BLAS's own.
///
/// Bound    2^-53 times the sum of the weights' sizes. Of targets nothing says how large they are: weights up to 1e12 may be
///          right, and six digits are promised from 1e6 on.
/// Effects  marks cancellation.
/// Errors   refusal: "`LinearRegression.coef_`: answers would be rounding errors ..."
void judge_weights(ir::builder& b, pickle::value object, ir::value x, const ir::linear& step, linear_sums of);

/// The same from what a LinearRegression keeps of its columns, whatever their size: of its singular values, the least that
/// counts against the greatest. Below 1e-12 that direction is the rounding of the others, and the weights along it cancel.
///
/// Effects  marks cancellation from 1e-6 on.
/// Errors   as judge_weights, unless the weights are so small that nothing shows.
void judge_singular_values(ir::builder& b, pickle::value object, const ir::linear& step);

} // namespace convert::sklearn
