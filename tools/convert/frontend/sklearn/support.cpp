// convert/frontend/sklearn/support.cpp -- a selector's mask, and what its estimator's tags let through.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/feature_selection/_base.py`, `SelectorMixin.transform`;
//         the tag `allow_nan` in `sklearn/tree/_classes.py` (since 1.3), `sklearn/ensemble/_forest.py` (random
//         forests since 1.4, extra trees since 1.6) and `_hist_gradient_boosting/gradient_boosting.py`.
#include <convert/frontend/sklearn/support.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace convert::sklearn {

namespace {

bool has_missing_criterion(pickle::value tree) {
  constexpr std::array criteria = {"gini", "entropy", "log_loss", "squared_error", "friedman_mse", "poisson"};
  const auto criterion = tree.attribute("criterion");
  return criterion && criterion->is_text() &&
         std::ranges::find(criteria, criterion->text()) != criteria.end();
}

} // namespace

ir::value kept_columns(context& c, pickle::value object, ir::value input, const std::vector<bool>& kept) {
  if (kept.size() != c.build().width(input))
    throw refusal("`" + object.path() + "`: selects among " + std::to_string(kept.size()) +
                  " features, but its input has " + std::to_string(c.build().width(input)));
  std::vector<std::uint32_t> columns;
  for (std::uint32_t i = 0; i < kept.size(); ++i)
    if (kept[i]) columns.push_back(i);
  if (columns.empty()) throw refusal("`" + object.path() + "`: no feature is selected");
  return c.build().pick(input, columns);
}

bool allows_missing(context& c, pickle::value estimator) {
  const auto name = estimator.class_name();
  if (name.starts_with("HistGradientBoosting") || estimator.qualified_name().starts_with("xgboost.") ||
      estimator.qualified_name().starts_with("lightgbm."))
    return true;
  const version written = c.written_by();
  const auto splitter = estimator.attribute("splitter");
  const bool best = splitter && splitter->is_text() && splitter->text() == "best";
  if (written >= version{1, 9, 0}) // of all criteria
    return name.starts_with("DecisionTree") || name.starts_with("RandomForest") ||
           name.starts_with("ExtraTree");
  if (name.starts_with("DecisionTree"))
    return written >= version{1, 3, 0} && (best || written >= version{1, 6, 0}) &&
           has_missing_criterion(estimator);
  if (name.starts_with("RandomForest"))
    return written >= version{1, 4, 0} && has_missing_criterion(estimator);
  if (name.starts_with("ExtraTree")) return written >= version{1, 6, 0} && has_missing_criterion(estimator);
  return false;
}

} // namespace convert::sklearn
