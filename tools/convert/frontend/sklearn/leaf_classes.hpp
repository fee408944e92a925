// convert/frontend/sklearn/leaf_classes.hpp -- what a leaf of a classification tree says: probabilities and a
// class.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <convert/frontend/sklearn/estimator.hpp>
#include <convert/frontend/sklearn/tree_arrays.hpp>

namespace convert::sklearn {

/// numpy's sum of a contiguous row: from left to right below eight numbers, else pairwise.
double pairwise_sum(std::span<const double> numbers);

/// numpy's argmax: the first largest, or the first NaN.
std::size_t first_largest(std::span<const double> numbers);

/// predict_proba of a tree at one of its leaves, for an output with `classes` classes.
///
/// Numbers   Weighted counts become fractions as `proba /= proba.sum()` does; from 1.4 on they are fractions.
std::vector<double> leaf_probabilities(std::span<const double> value, std::size_t classes,
                                       version written_by);

/// The classes of a classifier's targets: `classes_`, one list of them if there is more than one output.
///
/// Errors    refusal, if there are none, or more than `width`.
std::vector<std::vector<ir::label>> target_classes(pickle::value object, std::size_t outputs);

} // namespace convert::sklearn
