// convert/frontend/lightgbm/wrapper.cpp -- what the wrappers make of the booster's answers.
//
// Source  LightGBM 2.1 to 4.6, `python-package/lightgbm/sklearn.py`: `LGBMModel.predict`, `LGBMClassifier.predict`
//         and `predict_proba`; `python-package/lightgbm/basic.py`: `Booster.__getstate__`, `Booster.predict` (up to
//         `best_iteration` where it is above 0); `python-package/lightgbm/dask.py`: the same wrapper asked part by part.
#include <convert/frontend/lightgbm/wrapper.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <convert/frontend/lightgbm/booster.hpp>
#include <convert/frontend/lightgbm/pandas_categories.hpp>

namespace convert::lightgbm {

namespace {

using sklearn::answers;
using sklearn::context;

std::string_view text_of_handle(pickle::value booster) {
  if (booster.type() == pickle::kind::instance)
    for (const auto* name : {"_handle", "handle", "model_str"}) { // `_handle` from 4.0 on
      const auto found = booster.attribute(name);
      if (found && !found->is_none()) return found->is_text() ? found->text() : found->bytes();
    }
  throw refusal("`" + booster.path() + "`: the model was never fitted");
}

std::optional<std::size_t> best_iteration(pickle::value booster) {
  const auto best = booster.attribute("best_iteration");
  if (!best || !best->is_number() || best->integer() <= 0) return std::nullopt;
  return static_cast<std::size_t>(best->integer());
}

/// Until 2.2.1 a pickle's text ends without them: they are in the Python object alone.
std::vector<std::vector<ir::label>> categories_of(const booster& m, pickle::value object) {
  const auto kept = object.attribute("pandas_categorical");
  if (m.file.pandas_categorical || !kept || kept->is_none() || kept->size() == 0) return pandas_categories(m);
  std::vector<std::vector<ir::label>> lists;
  for (const pickle::value& names : kept->elements()) lists.push_back(sklearn::labels_of(names));
  return by_feature(m, std::move(lists));
}

/// Categories given by name become their codes; one without a name is missing.
ir::value with_codes(context& c, const booster& m, pickle::value object, ir::value input) {
  const auto categories = categories_of(m, object);
  ir::builder& b = c.build();
  std::vector<std::uint32_t> columns;
  ir::code_map map;
  for (std::uint32_t f = 0; f < categories.size(); ++f) {
    if (categories[f].empty()) continue;
    const auto in_row = c.category_codes(input, f, categories[f]);
    std::vector<std::pair<double, double>> pairs;
    for (std::size_t code = 0; code < in_row.size(); ++code)
      pairs.emplace_back(in_row[code], static_cast<double>(code));
    std::ranges::sort(pairs);
    ir::code_map::column column;
    for (const auto& [key, code] : pairs) {
      column.keys.push_back(key);
      column.codes.push_back(code);
    }
    column.unseen = column.missing = std::numeric_limits<double>::quiet_NaN();
    columns.push_back(f);
    map.columns.push_back(std::move(column));
  }
  if (columns.empty()) return input;
  const ir::value mapped = b.add(b.pick(input, columns), std::move(map));
  ir::select merged;
  for (std::uint32_t i = 0; i < m.features; ++i) merged.columns.push_back({input, i});
  for (std::uint32_t i = 0; i < columns.size(); ++i) merged.columns[columns[i]] = {mapped, i};
  return b.add(input, std::move(merged));
}

scores scored(context& c, const booster& m, pickle::value object, ir::value input) {
  if (c.build().width(input) != m.features)
    throw refusal("`" + object.path() + "`: the model takes " + std::to_string(m.features) +
                  " features, not " + std::to_string(c.build().width(input)));
  return answered(c.build(), m, with_codes(c, m, object, input), best_iteration(object));
}

void refuse_early_stop(pickle::value wrapper) {
  const auto stop = wrapper.attribute("pred_early_stop");
  if (stop && stop->is_number() && stop->number() != 0)
    throw refusal("`" + wrapper.path() + "`: pred_early_stop is not supported");
}

/// Until 4.5 a wrapper of two classes took a column for each of them for one. 4.6 was the first to write this parameter (4.5
/// writes what 4.4 does).
bool knows_columns_of_two_classes(const booster& m) {
  return std::ranges::find(m.file.parameters, "bagging_by_query", &entry::key) != m.file.parameters.end();
}

answers classifier(context& c, pickle::value wrapper, ir::value input) {
  refuse_early_stop(wrapper);
  const pickle::value object = wrapper.required("_Booster");
  const booster m = read_booster(text_of_handle(object));
  const scores s = scored(c, m, object, input);
  answers made;
  // A function was the objective: from 3.0 on (the first to have `_n_features_in`) the wrapper answers raw scores. Until
  // then it took them for probabilities.
  if (m.objective.empty() && wrapper.attribute("_n_features_in")) {
    made.numbers = s.predict;
    return made;
  }
  ir::builder& b = c.build();
  const ir::value proba = b.width(s.predict) == 1 ? b.add(s.predict, ir::complement{}) : s.predict;
  auto labels = sklearn::labels_of(wrapper.required("_le").required("classes_"));
  if (labels.size() != b.width(proba))
    throw refusal("`" + wrapper.path() + "`: " + std::to_string(labels.size()) + " classes for " +
                  std::to_string(b.width(proba)) + " probabilities");
  if (labels.size() == 2 && b.width(s.predict) == 2 && !knows_columns_of_two_classes(m))
    throw refusal("`" + wrapper.path() + "`: objective `" +
                  (m.objective.empty() ? "custom" : m.objective.front()) +
                  "` with two classes: before 4.5 LightGBM's own predict_proba mixed up its columns; train "
                  "it with objective "
                  "`binary`, or with 4.6");
  made.classes.push_back({b.add(proba, ir::decide{}), std::move(labels), proba});
  return made;
}

answers regressor(context& c, pickle::value wrapper, ir::value input) {
  refuse_early_stop(wrapper);
  const pickle::value object = wrapper.required("_Booster");
  const booster m = read_booster(text_of_handle(object));
  answers made;
  made.numbers = scored(c, m, object, input).predict;
  return made;
}

answers plain_booster(context& c, pickle::value object, ir::value input) {
  const scores s = scored(c, read_booster(text_of_handle(object)), object, input);
  answers made;
  made.numbers = s.predict;
  made.raw = s.raw;
  return made;
}

constexpr std::array classes = {
    sklearn::entry{"lightgbm.basic.Booster", plain_booster, feature_names},
    sklearn::entry{"lightgbm.dask.DaskLGBMClassifier", classifier, feature_names},
    sklearn::entry{"lightgbm.dask.DaskLGBMRanker", regressor, feature_names},
    sklearn::entry{"lightgbm.dask.DaskLGBMRegressor", regressor, feature_names},
    sklearn::entry{"lightgbm.sklearn.LGBMClassifier", classifier, feature_names},
    sklearn::entry{"lightgbm.sklearn.LGBMModel", regressor, feature_names},
    sklearn::entry{"lightgbm.sklearn.LGBMRanker", regressor, feature_names},
    sklearn::entry{"lightgbm.sklearn.LGBMRegressor", regressor, feature_names},
};

} // namespace

std::span<const sklearn::entry> wrapper_classes() { return classes; }

std::optional<std::vector<std::string>> feature_names(pickle::value object) {
  if (object.type() != pickle::kind::instance) return std::nullopt;
  for (const auto& known : classes) {
    if (known.class_name != object.qualified_name()) continue;
    const pickle::value own = known.build == plain_booster ? object : object.required("_Booster");
    return read_booster(text_of_handle(own)).feature_names;
  }
  return std::nullopt;
}

} // namespace convert::lightgbm
