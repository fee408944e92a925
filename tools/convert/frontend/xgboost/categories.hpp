// convert/frontend/xgboost/categories.hpp -- categories given by name, turned into XGBoost's codes.
#pragma once

#include <functional>

#include <convert/frontend/xgboost/learner.hpp>
#include <convert/ir/build.hpp>

namespace convert::xgboost {

/// The numbers in the row that stand for `names`, by column: what they are is for the caller to say.
using codes_in_row =
    std::function<std::vector<double>(std::uint32_t column, const std::vector<ir::label>& names)>;

/// Appends a step that turns the row's numbers for categories into the codes of the trees, if the model has
/// names. A category that the model has no name for is refused, as XGBoost refuses it.
///
/// Source  xgboost 3.5, `src/encoder/ordinal.h`, `Recode`: "Found a category not in the training set"
ir::value recoded(ir::builder& b, const learner& l, ir::value row, const codes_in_row& codes);

} // namespace convert::xgboost
