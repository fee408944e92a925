// convert/frontend/xgboost/wrapper.hpp -- XGBoost's scikit-learn classes and its Booster inside pickles.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <convert/frontend/sklearn/registry.hpp>

namespace convert::xgboost {

/// XGBClassifier, XGBRegressor, XGBRanker, XGBRFClassifier, XGBRFRegressor and Booster, by qualified name. The
/// wrappers answer as their own predict and predict_proba: trees up to the best iteration of early stopping.
std::span<const sklearn::entry> wrapper_classes();

/// The features of such an object on its own, by name; nothing if `object` is none of those classes.
std::optional<std::vector<std::string>> feature_names(pickle::value object);

} // namespace convert::xgboost
