// convert/frontend/sklearn/importances.cpp -- coef_ and feature_importances_ as feature selection sees them.
//
// Source  scikit-learn 1.2.1, `sklearn/feature_selection/_base.py`, `_get_feature_importances`;
//         `sklearn/tree/_tree.pyx`, `Tree.compute_feature_importances`; `sklearn/ensemble/_forest.py` and `_gb.py`,
//         `feature_importances_`.
#include <convert/frontend/sklearn/importances.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace convert::sklearn {

namespace {

double sum(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0); }

double norm(const std::vector<double>& x, double order) {
  double total = 0;
  if (order == std::numeric_limits<double>::infinity()) {
    for (const double v : x) total = std::max(total, std::abs(v));
    return total;
  }
  if (order == -std::numeric_limits<double>::infinity()) {
    total = order * -1;
    for (const double v : x) total = std::min(total, std::abs(v));
    return total;
  }
  for (const double v : x) total += std::pow(std::abs(v), order);
  return std::pow(total, 1 / order);
}

importances of_coefficients(pickle::value coef, std::uint32_t features, double order) {
  const std::vector<double> all = coef.numbers();
  const std::size_t outputs = features == 0 ? 0 : all.size() / features;
  if (outputs == 0 || outputs * features != all.size())
    throw refusal("`" + coef.path() + "`: " + std::to_string(all.size()) + " numbers do not fit " +
                  std::to_string(features) + " features");
  importances made;
  made.exact = outputs == 1;
  for (std::size_t i = 0; i < features; ++i) {
    std::vector<double> column;
    for (std::size_t o = 0; o < outputs; ++o) column.push_back(all[o * features + i]);
    made.scores.push_back(outputs == 1 ? std::abs(column.front()) : norm(column, order));
  }
  return made;
}

/// The impurity that each feature's splits take away, a row of the tree's training weight; empty for a lone leaf.
std::vector<double> of_tree(pickle::value fitted, std::uint32_t features) {
  const pickle::value tree = fitted.required("tree_");
  const pickle::array& nodes = tree.required("nodes").as_array();
  const auto left = nodes.field_integers("left_child");
  const auto right = nodes.field_integers("right_child");
  const auto feature = nodes.field_integers("feature");
  const auto impurity = nodes.field_numbers("impurity");
  const auto weight = nodes.field_numbers("weighted_n_node_samples");
  if (left.size() < 2) return {};
  std::vector<double> scores(features, 0.0);
  const auto count = static_cast<std::int64_t>(left.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] == -1) continue;
    const bool sound = left[i] >= 0 && left[i] < count && right[i] >= 0 && right[i] < count &&
                       feature[i] >= 0 && feature[i] < static_cast<std::int64_t>(features);
    if (!sound) throw refusal("`" + tree.path() + "`: node " + std::to_string(i) + " points past the tree");
    const auto l = static_cast<std::size_t>(left[i]);
    const auto r = static_cast<std::size_t>(right[i]);
    scores[static_cast<std::size_t>(feature[i])] +=
        weight[i] * impurity[i] - weight[l] * impurity[l] - weight[r] * impurity[r];
  }
  for (double& s : scores) s /= weight[0];
  return scores;
}

void normalize(std::vector<double>& scores) {
  const double total = sum(scores);
  if (total > 0)
    for (double& s : scores) s /= total;
}

enum class each_tree : std::uint8_t { normalized, as_it_is };

importances of_trees(const std::vector<pickle::value>& trees, std::uint32_t features, each_tree how) {
  importances made;
  made.scores.assign(features, 0.0);
  double counted = 0;
  for (const pickle::value tree : trees) {
    std::vector<double> scores = of_tree(tree, features);
    if (scores.empty()) continue;
    if (how == each_tree::normalized) normalize(scores);
    for (std::size_t i = 0; i < features; ++i) made.scores[i] += scores[i];
    ++counted;
  }
  if (counted > 0)
    for (double& s : made.scores) s /= counted;
  normalize(made.scores);
  return made;
}

} // namespace

importances importances_of(pickle::value estimator, std::uint32_t features, double norm_order) {
  if (const auto coef = estimator.attribute("coef_")) return of_coefficients(*coef, features, norm_order);
  const auto name = estimator.class_name();
  if (name.starts_with("DecisionTree") || name == "ExtraTreeClassifier" || name == "ExtraTreeRegressor")
    return of_trees({estimator}, features, each_tree::normalized);
  if (name.starts_with("RandomForest") || name.starts_with("ExtraTrees"))
    return of_trees(estimator.required("estimators_").elements(), features, each_tree::normalized);
  if (name == "GradientBoostingClassifier" || name == "GradientBoostingRegressor")
    return of_trees(estimator.required("estimators_").as_array().objects, features,
                    each_tree::as_it_is); // a table
  throw refusal("`" + estimator.path() + "`: feature importances of class `" +
                std::string(estimator.qualified_name()) + "` are not supported");
}

} // namespace convert::sklearn
