// convert/frontend/sklearn/function.hpp -- numpy's functions by the name that a pickle gives them.
#pragma once

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// The function `f` of x, which `object` holds as its parameter `parameter`. Of floats it is one of floats.
///
/// Errors  refusal: "`FunctionTransformer`: func `__main__.f` is not supported"
ir::value numpy_function(ir::builder& b, pickle::value object, std::string_view parameter, pickle::value f,
                         ir::value x);

} // namespace convert::sklearn
