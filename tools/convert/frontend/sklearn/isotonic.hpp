// convert/frontend/sklearn/isotonic.hpp -- the curve of an IsotonicRegression, for itself and for calibration.
#pragma once

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// IsotonicRegression.predict of one column.
///
/// Errors  refusal, if values outside of the curve raise an error, or the curve is in float32.
ir::interpolate isotonic_curve(pickle::value object);

} // namespace convert::sklearn
