// convert/frontend/sklearn/support.hpp -- the columns that a selector keeps.
#pragma once

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// Errors  refusal, if the mask has another width, or keeps nothing.
ir::value kept_columns(context& c, pickle::value object, ir::value input, const std::vector<bool>& kept);

/// The tag `allow_nan` of an estimator: with it, a selector around the estimator does not look for NaN or infinity.
bool allows_missing(context& c, pickle::value estimator);

} // namespace convert::sklearn
