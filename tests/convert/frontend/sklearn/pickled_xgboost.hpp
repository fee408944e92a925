// tests/convert/frontend/sklearn/pickled_xgboost.hpp -- XGBoost's regressor and classifier, whose answers are floats.
#pragma once

#include <limits>
#include <string>

#include "../xgboost/model_text.hpp"
#include "pickled.hpp"

namespace pickled {

/// Of two features; one tree that answers `low` where the first is below 1/2, else `high`.
inline code xgboost_model(const std::string& kind, const std::string& objective, const std::string& low,
                          const std::string& high) {
  xgboost_text::parts p;
  p.objective = objective;
  p.trees = xgboost_text::tree("5E-1", low, high);
  p.base_score = objective == "reg:squarederror" ? "0E0" : "5E-1";
  const code booster =
      global("xgboost.core", "Booster") + ")\x81" + dict({{"handle", bytes(xgboost_text::json(p))}}) + "b";
  return global("xgboost.sklearn", kind) + ")\x81" +
         dict({{"_Booster", booster}, {"missing", number(std::numeric_limits<double>::quiet_NaN())}}) + "b";
}

inline code xgboost_regressor(const std::string& low, const std::string& high) {
  return xgboost_model("XGBRegressor", "reg:squarederror", low, high);
}

} // namespace pickled
