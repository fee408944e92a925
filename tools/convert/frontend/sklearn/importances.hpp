// convert/frontend/sklearn/importances.hpp -- how much a fitted estimator cares for each feature.
#pragma once

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// One number a feature. `exact` if they are read, not computed, so that no rounding can move them.
struct importances {
  std::vector<double> scores;
  bool exact = false;
};

/// The norm of `coef_` over outputs, or `feature_importances_` of trees and forests.
///
/// Errors  refusal, if the estimator has neither.
importances importances_of(pickle::value estimator, std::uint32_t features, double norm_order);

} // namespace convert::sklearn
