// convert/frontend/xgboost/model.hpp -- an XGBoost model file, as `Booster.predict` answers.
#pragma once

#include <string_view>

#include <convert/ir/model.hpp>
#include <convert/syntax/json/tree.hpp>

namespace convert::xgboost {

/// Reads a model file in JSON or UBJSON, of XGBoost 1.0 to 3.5. All trees answer: `predict` and `raw` (the margin).
///
/// Errors  refusal; for old binary files and dumps with the call that saves the model anew
ir::model read_model(std::string_view bytes);

/// The file's tree, JSON or UBJSON by content.
json::document read_document(std::string_view bytes);

} // namespace convert::xgboost
