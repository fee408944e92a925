// convert/frontend/sklearn/inverse.hpp -- what turns the targets that a transformer bent back to what they were.
#pragma once

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// `transformer.inverse_transform(x)`.
///
/// Shapes  x: one column a target, and so the answer.
/// Errors  refusal, of a class or a function whose inverse is not known.
ir::value inverse(context& c, pickle::value transformer, ir::value x);

} // namespace convert::sklearn
