// convert/frontend/sklearn/hist_input.hpp -- the row as histogram gradient boosting's trees read it.
#pragma once

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// `input` itself; since 1.4, where there are categories, their codes first and then the other columns.
///
/// Errors    refusal, if the object's `_preprocessor` is not the pair of steps that fit makes.
ir::value hist_input(context& c, pickle::value object, ir::value input);

} // namespace convert::sklearn
