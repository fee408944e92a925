// convert/frontend/sklearn/feature_names.hpp -- what an object says of the columns that it was fitted on.
#pragma once

#include <string>
#include <vector>

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// The names of the columns of the DataFrame that `object` itself was fitted on; empty if there was none.
std::vector<std::string> stated_names(pickle::value object);

/// The features of a whole model, with names if it, or the first of its parts that knows, has some, else x0, x1...
///
/// Errors  refusal, if nothing in it says how many there are.
std::vector<ir::feature> features_of(pickle::value object);

} // namespace convert::sklearn
