// convert/frontend/sklearn/isotonic.hpp -- the curve of an IsotonicRegression, for itself and for calibration.
#pragma once

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// IsotonicRegression.predict column by column, one object a column, in float32 where they were fitted to it.
///
/// Numbers  exact: by numpy.interp in doubles, by scipy's own lines in floats, as scipy's interp1d chooses.
/// Errors   refusal, if values outside of a curve raise an error, or if the objects differ in what is outside or in type.
ir::value isotonic_curves(context& c, std::span<const pickle::value> objects, ir::value input);

} // namespace convert::sklearn
