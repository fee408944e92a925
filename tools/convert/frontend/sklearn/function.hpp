// convert/frontend/sklearn/function.hpp -- numpy's functions by the name that a pickle gives them.
#pragma once

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// The function that `object` holds as its parameter `parameter`.
///
/// Errors  refusal: "`FunctionTransformer`: func `__main__.f` is not supported"
ir::function numpy_function(pickle::value object, std::string_view parameter, pickle::value f);

} // namespace convert::sklearn
