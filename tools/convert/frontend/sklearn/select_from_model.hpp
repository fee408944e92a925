// convert/frontend/sklearn/select_from_model.hpp -- selection by what an estimator finds important.
#pragma once

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// SelectFromModel. Errors: refusal, if rounding alone could decide whether a feature stays.
answers select_from_model(context& c, pickle::value object, ir::value input);

} // namespace convert::sklearn
