// convert/frontend/sklearn/feature_names.cpp -- how many columns a model takes and what they are called.
//
// Source  scikit-learn 1.0 to 1.9, `sklearn/base.py`, `feature_names_in_` and `n_features_in_`; 0.23.2,
//         `sklearn/compose/_column_transformer.py`, `_df_columns`, `_n_features`.
#include <convert/frontend/sklearn/feature_names.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>

#include <convert/frontend/sklearn/registry.hpp>

namespace convert::sklearn {

namespace {

struct columns {
  std::size_t count = 0;
  std::vector<std::string> names;
};

std::optional<std::size_t> stated_count(pickle::value object) {
  for (const auto* name : {"n_features_in_", "n_features_", "_n_features"})
    if (const auto v = object.attribute(name); v && v->is_number() && v->integer() >= 0)
      return static_cast<std::size_t>(v->integer());
  return std::nullopt;
}

/// The last dimension of what is learned, for classes that say nothing else (before 0.24).
std::optional<std::size_t> count_by_shape(pickle::value object) {
  for (const auto* name : {"coef_", "components_", "statistics_", "scale_", "lambdas_", "center_", "theta_",
                           "feature_log_prob_", "means_", "cluster_centers_", "centroids_", "_fit_X"}) {
    const auto v = object.attribute(name);
    if (!v || !v->is_array()) continue;
    const auto& shape = v->as_array().shape;
    if (!shape.empty()) return shape.back();
  }
  if (object.has("X_thresholds_") || object.has("_necessary_X_")) return 1; // IsotonicRegression
  if (const auto v = object.attribute("categories_"); v && v->is_sequence()) return v->size();
  if (const auto v = object.attribute("coefs_"); v && v->is_sequence() && v->size() > 0) {
    const auto& shape = (*v)[0].as_array().shape;
    if (!shape.empty()) return shape.front();
  }
  return std::nullopt;
}

void add_named_parts(std::vector<pickle::value>& parts, std::optional<pickle::value> list) {
  if (!list || !list->is_sequence()) return;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const pickle::value named = (*list)[i];
    if (named.is_sequence() && named.size() > 1) parts.push_back(named[1]);
  }
}

/// The parts of a composed object that see the object's own columns, or some of them, the likeliest first.
std::vector<pickle::value> parts_of(pickle::value object) {
  std::vector<pickle::value> parts;
  add_named_parts(parts, object.attribute("steps"));
  const auto is_object = [](pickle::value part) { return part.type() == pickle::kind::instance; };
  const auto first = std::ranges::find_if(parts, is_object); // what comes after it sees other columns
  if (first != parts.end()) parts = {*first};
  add_named_parts(parts, object.attribute("transformer_list"));
  for (const auto* name :
       {"best_estimator_", "regressor_", "estimator_", "calibrated_classifiers_", "estimators_"}) {
    const auto v = object.attribute(name);
    if (!v) continue;
    if (v->is_sequence())
      for (const auto part : v->elements()) parts.push_back(part);
    else
      parts.push_back(*v);
  }
  for (const auto* name : {"estimator", "base_estimator"})
    if (const auto v = object.attribute(name)) parts.push_back(*v);
  std::erase_if(parts, std::not_fn(is_object));
  return parts;
}

/// A number in a small file shall not fill the memory.
constexpr std::size_t max_features = std::size_t{1} << 20;

/// Far more than a model has before the first part that knows; a bound on the depth of recursion too.
constexpr std::size_t max_objects = 1000;

/// Objects can hold each other in circles and in many ways: each is looked at once.
std::optional<columns> columns_of(pickle::value object, std::set<std::uint32_t>& seen) {
  if (!seen.insert(object.index()).second) return std::nullopt;
  columns found;
  const entry* const known = find_class(object.qualified_name());
  if (known != nullptr && known->feature_names != nullptr) {
    if (auto names = known->feature_names(object)) return columns{names->size(), *std::move(names)};
  }
  found.names = stated_names(object);
  found.count = stated_count(object).value_or(found.names.size());
  if (found.count == 0) found.count = count_by_shape(object).value_or(0);
  if (found.count > 0) return found;
  if (seen.size() > max_objects) return std::nullopt;
  for (const pickle::value part : parts_of(object))
    if (auto of_part = columns_of(part, seen)) return of_part;
  return std::nullopt;
}

} // namespace

std::vector<std::string> stated_names(pickle::value object) {
  for (const auto* name : {"feature_names_in_", "_feature_names_in", "_df_columns"}) {
    const auto v = object.attribute(name);
    if (!v || v->is_none()) continue;
    if (v->is_array() || v->is_sequence()) return v->texts();
    // A pandas Index is a call of `_new_Index` with its class and a dict that holds the array as `data`.
    if (v->arguments().size() < 2) continue;
    const pickle::value state = v->arguments()[1];
    const auto data = state.type() == pickle::kind::dict ? state.find("data") : std::nullopt;
    if (data && data->is_array() && data->as_array().type.kind == 'O') return data->texts();
  }
  return {};
}

std::vector<ir::feature> features_of(pickle::value object) {
  std::set<std::uint32_t> seen;
  const std::optional<columns> known = columns_of(object, seen);
  if (!known) throw refusal("`" + object.path() + "`: nothing says how many features it was fitted on");
  const columns& found = *known;
  if (!found.names.empty() && found.names.size() != found.count)
    throw refusal("`" + object.path() + "`: " + std::to_string(found.names.size()) + " feature names for " +
                  std::to_string(found.count) + " features");
  if (found.count > max_features)
    throw refusal("`" + object.path() + "`: " + std::to_string(found.count) + " features are more than " +
                  std::to_string(max_features));
  std::vector<ir::feature> features(found.count);
  for (std::size_t i = 0; i < features.size(); ++i)
    features[i].name = found.names.empty() ? "x" + std::to_string(i) : found.names[i];
  return features;
}

} // namespace convert::sklearn
