// convert/frontend/xgboost/pickled_booster.hpp -- the model file inside a pickled Booster.
#pragma once

#include <optional>
#include <string_view>

#include <convert/frontend/xgboost/booster.hpp>
#include <convert/frontend/xgboost/learner.hpp>
#include <convert/syntax/pickle/value.hpp>

namespace convert::xgboost {

/// The bytes of a Booster's handle.
///
/// Errors  refusal, if it was never fitted or is in the old binary format
/// Source  xgboost 1.7.4, `python-package/xgboost/core.py`, `Booster.__getstate__`
std::string_view handle_of(pickle::value booster);

/// How many trees the wrapper's own predict takes.
/// Source  xgboost 1.7.4, `python-package/xgboost/sklearn.py`, `XGBModel._get_iteration_range`; before 1.4
///         `best_ntree_limit`
request trees_of(const learner& l, pickle::value wrapper);

} // namespace convert::xgboost
