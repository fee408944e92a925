// convert/frontend/xgboost/learner.cpp -- the learner's parameters, wherever a version keeps them.
//
// Source  xgboost 1.0.2 to 3.5, `src/learner.cc`, `LearnerModelStateContainer::LoadModelState` (base_score as
//         "5E-1", "[5E-1]" or "[1E0,2E0]"; one number stands for all groups, `HandleOldFormat`);
//         `src/gbm/gbtree.cc`, `GBTree::LoadModel` (where `weight_drop` lives).
#include <convert/frontend/xgboost/learner.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <convert/frontend/xgboost/category_names.hpp>
#include <convert/refusal.hpp>

namespace convert::xgboost {

namespace {

// What a small file can claim and no model has: memory for names and outputs follows these numbers.
constexpr std::uint32_t most_features = 1U << 20;
constexpr std::uint32_t most_groups = 1U << 16;

[[noreturn]] void refuse(json::value where, const std::string& fault) {
  throw refusal("`" + where.path() + "`: " + fault);
}

version version_of(json::value root) {
  const json::value parts = root.required("version");
  if (parts.size() != 3) refuse(parts, "expected three numbers");
  version v;
  std::uint32_t* const into[] = {&v.major, &v.minor, &v.patch};
  for (std::size_t i = 0; i < 3; ++i) *into[i] = count_of(parts[i]);
  if (v.major < 1) refuse(parts, "XGBoost " + v.text() + " wrote no JSON models");
  return v;
}

float number_in(json::value where, std::string_view text) {
  const auto from = text.find_first_not_of(' ');
  const auto to = text.find_last_not_of(' ');
  const std::string_view word = from == std::string_view::npos ? "" : text.substr(from, to - from + 1);
  float x = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), x);
  if (error != std::errc{} || end != word.data() + word.size() || !std::isfinite(x))
    refuse(where, "`" + std::string(text) + "` is not a number");
  return x;
}

/// Numbers of a text, in brackets with commas or alone.
std::vector<float> numbers_in(json::value where, std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  std::vector<float> found;
  for (std::size_t from = 0; from <= text.size();) {
    const auto comma = std::min(text.find(',', from), text.size());
    found.push_back(number_in(where, text.substr(from, comma - from)));
    from = comma + 1;
  }
  return found;
}

void read_parameters(learner& l, json::value parameters) {
  l.features = count_of(parameters.required("num_feature"));
  if (l.features == 0) refuse(parameters, "the model has no features: it was never fitted");
  if (l.features > most_features) refuse(parameters, std::to_string(l.features) + " features are too many");
  const std::uint32_t classes = count_of(parameters.required("num_class"));
  const auto targets = parameters.find("num_target"); // from 1.6 on
  l.groups = std::max({classes, targets ? count_of(*targets) : 1U, 1U});
  if (l.groups > most_groups) refuse(parameters, std::to_string(l.groups) + " outputs are too many");
  const json::value base = parameters.required("base_score");
  l.base_score = base.is_number() ? std::vector<float>{base.single()} : numbers_in(base, base.text());
  if (l.base_score.size() == 1) l.base_score.resize(l.groups, l.base_score.front());
  if (l.base_score.size() != l.groups)
    refuse(base,
           std::to_string(l.base_score.size()) + " numbers for " + std::to_string(l.groups) + " outputs");
}

std::vector<std::string> texts_of(json::value array) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < array.size(); ++i) found.emplace_back(array[i].text());
  return found;
}

/// Up to 3.3 dart keeps its trees in `gbtree.model` and its weights beside `gbtree`; later both are in
/// `model`.
void read_booster(learner& l, json::value booster) {
  l.booster = booster.required("name").text();
  if (l.booster != "gbtree" && l.booster != "dart" && l.booster != "gblinear")
    refuse(booster, "booster `" + l.booster + "` is not supported");
  const auto nested = booster.find("gbtree");
  l.model = (nested ? *nested : booster).required("model");
  auto weights = l.model.find("weight_drop");
  if (const auto beside = booster.find("weight_drop")) weights = beside;
  if (!weights) return;
  for (std::size_t i = 0; i < weights->size(); ++i) l.tree_weights.push_back((*weights)[i].single());
}

void read_attributes(learner& l, json::value attributes) {
  const auto best = attributes.find("best_iteration");
  if (!best || !best->is_text()) return;
  std::uint32_t found = 0;
  const auto text = best->text();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), found);
  if (error == std::errc{} && end == text.data() + text.size()) l.best_iteration = found;
}

void check_names(const learner& l, json::value names) {
  if (!l.feature_names.empty() && l.feature_names.size() != l.features)
    refuse(names,
           std::to_string(l.feature_names.size()) + " names for " + std::to_string(l.features) + " features");
}

/// From 3.1 to 3.4 a base score that training has yet to estimate is a margin as it stands.
/// Source  xgboost 3.3, `src/learner.cc`, `InitModelUserParam`: "Don't apply the link function if the base_score is a dummy"
bool is_dummy_base(const learner& l, json::value parameters) {
  if (l.written_by < version{3, 1, 0} || l.written_by >= version{3, 5, 0}) return false;
  const auto estimated = parameters.find("boost_from_average");
  if (estimated && count_of(*estimated) == 0) return false;
  return l.is_linear() ? count_of(l.model.required("boosted_rounds")) == 0
                       : l.model.required("trees").size() == 0;
}

} // namespace

std::string version::text() const {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

std::uint32_t count_of(json::value v) {
  std::int64_t found = 0;
  if (v.is_text()) {
    const auto text = v.text();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), found);
    if (error != std::errc{} || end != text.data() + text.size())
      refuse(v, "`" + std::string(text) + "` is not a count");
  } else {
    found = v.integer();
  }
  if (found < 0 || found > std::numeric_limits<std::int32_t>::max())
    refuse(v, std::to_string(found) + " is not a count");
  return static_cast<std::uint32_t>(found);
}

learner read_learner(json::value root) {
  if (const auto snapshot = root.find("Model")) root = *snapshot;
  const json::value part = root.required("learner");
  learner l{version_of(root), {}, {}, 0, 1, {}, false, root, {}, {}, {}, {}};
  l.objective = part.required("objective").required("name").text();
  const json::value parameters = part.required("learner_model_param");
  read_parameters(l, parameters);
  read_booster(l, part.required("gradient_booster"));
  l.base_is_margin = is_dummy_base(l, parameters);
  if (const auto attributes = part.find("attributes")) read_attributes(l, *attributes);
  if (const auto names = part.find("feature_names")) {
    l.feature_names = texts_of(*names);
    check_names(l, *names);
  }
  if (const auto names = l.model.find("cats"))
    l.categories = category_names(*names, l.features, l.written_by);
  return l;
}

std::vector<std::string> names_of(const learner& l) {
  if (!l.feature_names.empty()) return l.feature_names;
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < l.features; ++i) names.push_back("f" + std::to_string(i));
  return names;
}

} // namespace convert::xgboost
