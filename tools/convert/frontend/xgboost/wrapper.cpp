// convert/frontend/xgboost/wrapper.cpp -- what the wrappers make of the booster's answers.
//
// Source  xgboost 1.0.2 to 3.5, `python-package/xgboost/sklearn.py`: `XGBModel.predict`, `XGBClassifier.predict`,
//         `XGBClassifier.predict_proba`, `_cls_predict_proba`, `XGBModel._can_use_inplace_predict`.
#include <convert/frontend/xgboost/wrapper.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <convert/frontend/xgboost/booster.hpp>
#include <convert/frontend/xgboost/categories.hpp>
#include <convert/frontend/xgboost/model.hpp>
#include <convert/frontend/xgboost/objective.hpp>
#include <convert/frontend/xgboost/pickled_booster.hpp>

namespace convert::xgboost {

namespace {

using sklearn::answers;
using sklearn::context;

std::string_view text_attribute(pickle::value object, std::string_view name) {
  const auto found = object.attribute(name);
  return found && found->is_text() ? found->text() : std::string_view{};
}

/// From 1.4 on the wrappers ask for predictions without a DMatrix, which lets infinite numbers pass. The request is written as
/// JSON: a `missing` that json.dumps does not know raises a TypeError, and for any of those `predict` goes back to a DMatrix.
bool asks_in_place(const learner& l, pickle::value wrapper) {
  const std::string_view predictor = text_attribute(wrapper, "predictor"); // until 1.7
  const auto marker = wrapper.attribute("missing");
  return l.written_by >= version{1, 4, 0} && text_attribute(wrapper, "booster") != "gblinear" &&
         !l.is_linear() && (predictor.empty() || predictor == "auto") &&
         !(marker && marker->is_foreign_number());
}

/// As the float that cells are compared with: 1e300 is infinity. NaN if there is none. In place a `missing` that is not a number for JSON is an error of every prediction.
double missing_of(pickle::value wrapper, bool in_place) {
  const auto marker = wrapper.attribute("missing");
  if (!marker) return std::numeric_limits<double>::quiet_NaN();
  const bool truth = marker->type() == pickle::kind::boolean && !marker->is_foreign_number();
  if (marker->is_number() && !(in_place && truth))
    return static_cast<double>(static_cast<float>(marker->number()));
  if (marker->is_none() && !in_place) return std::numeric_limits<double>::quiet_NaN();
  throw refusal("`" + wrapper.path() + ".missing`: a value that is not a number is not supported");
}

/// `missing`: NaN, or a number that counts as missing besides NaN. Compared in f32.
ir::value with_missing(ir::builder& b, ir::value row, double marker) {
  if (std::isnan(marker)) return row;
  const ir::value read = b.add(row, ir::unary{ir::function::to_f32});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  return b.add(read, ir::impute{false, marker, std::vector<double>(b.width(row), nan)});
}

/// A wrapper's booster over `input`.
struct scores {
  ir::value margin = 0;
  ir::value predict = 0;
};

scores wrapped_scores(context& c, const learner& l, pickle::value wrapper, ir::value input) {
  ir::builder& b = c.build();
  if (b.width(input) != l.features)
    throw refusal("`" + wrapper.path() + "`: the model takes " + std::to_string(l.features) +
                  " features, not " + std::to_string(b.width(input)));
  const auto codes = [&](std::uint32_t column, const std::vector<ir::label>& names) {
    return c.category_codes(input, column, names);
  };
  const bool in_place = asks_in_place(l, wrapper);
  const double missing = missing_of(wrapper, in_place);
  ir::value row = with_missing(b, recoded(b, l, input, codes), missing);
  request r = trees_of(l, wrapper);
  if (in_place)
    r.how = request::by::in_place;
  else if (!std::isinf(missing))
    row = as_matrix(b, l, row);
  const ir::value raw = margin(b, l, row, r);
  return {raw, predicted(b, l, raw)};
}

std::vector<ir::label> integers_up_to(std::uint32_t count) {
  std::vector<ir::label> labels;
  for (std::uint32_t i = 0; i < count; ++i)
    labels.push_back({ir::label::kind::integer, std::to_string(i), static_cast<double>(i)});
  return labels;
}

/// The label encoder's classes where there is one (until 1.5, and not always); else the class's index.
std::vector<ir::label> labels_for(pickle::value wrapper, std::uint32_t count) {
  const auto encoder = wrapper.attribute("_le");
  if (!encoder || encoder->is_none()) return integers_up_to(count);
  auto labels = sklearn::labels_of(encoder->required("classes_"));
  if (labels.size() != count)
    throw refusal("`" + wrapper.path() + "`: " + std::to_string(labels.size()) + " classes for " +
                  std::to_string(count) + " outputs");
  return labels;
}

std::uint32_t class_count(pickle::value wrapper, const learner& l) {
  const auto found = wrapper.attribute("n_classes_");
  if (!found || !found->is_number()) return l.groups > 1 ? l.groups : 2;
  const std::int64_t count = found->integer();
  if (count < 1 || count > std::numeric_limits<std::int32_t>::max())
    throw refusal("`" + found->path() + "`: " + std::to_string(count) + " classes");
  return static_cast<std::uint32_t>(count);
}

/// Above 1/2 is the second class; the two columns are 1 - p and p.
sklearn::classified binary(ir::builder& b, const learner& l, pickle::value wrapper, scores s) {
  sklearn::classified made;
  ir::decide above{ir::decide::kind::threshold, 0.5};
  if (is_logistic(l)) above.threshold = static_cast<double>(last_even_margin());
  made.index = b.add(is_logistic(l) ? s.margin : s.predict, above);
  made.labels = labels_for(wrapper, 2);
  const bool expit = l.objective == "binary:logitraw" && l.written_by >= version{3, 5, 0};
  const ir::value p = expit ? b.add(s.margin, ir::unary{ir::function::logistic}, true) : s.predict;
  made.proba = b.add(p, ir::complement{}, true);
  return made;
}

answers many_classes(ir::builder& b, const learner& l, pickle::value wrapper, scores s) {
  answers made;
  const bool softmax = l.objective == "multi:softmax"; // predict is the index itself
  const ir::value proba = softmax ? b.add(s.margin, ir::softmax{}, true) : s.predict;
  const ir::value index = softmax ? s.predict : b.add(proba, ir::decide{});
  const auto labels = softmax ? integers_up_to(l.groups) : labels_for(wrapper, l.groups);
  made.classes.push_back({index, labels, proba});
  return made;
}

answers classifier(context& c, pickle::value wrapper, ir::value input) {
  const json::document file = read_document(handle_of(wrapper.required("_Booster")));
  const learner l = read_learner(file.root());
  ir::builder& b = c.build();
  const scores s = wrapped_scores(c, l, wrapper, input);
  if (l.groups == 1) {
    answers made;
    made.classes.push_back(binary(b, l, wrapper, s));
    return made;
  }
  const bool many =
      class_count(wrapper, l) != 2 || b.width(s.predict) == 1 || l.written_by < version{1, 6, 0};
  if (many) return many_classes(b, l, wrapper, s);
  answers made; // several labels a row
  made.numbers = b.add(s.predict, ir::unary{ir::function::greater, 0.5});
  made.label_proba = s.predict;
  return made;
}

answers regressor(context& c, pickle::value wrapper, ir::value input) {
  const json::document file = read_document(handle_of(wrapper.required("_Booster")));
  const learner l = read_learner(file.root());
  answers made;
  made.numbers = wrapped_scores(c, l, wrapper, input).predict;
  return made;
}

/// Booster.predict: all trees.
answers booster(context& c, pickle::value object, ir::value input) {
  const json::document file = read_document(handle_of(object));
  const learner l = read_learner(file.root());
  ir::builder& b = c.build();
  const auto codes = [&](std::uint32_t column, const std::vector<ir::label>& names) {
    return c.category_codes(input, column, names);
  };
  answers made;
  made.raw = margin(b, l, as_matrix(b, l, recoded(b, l, input, codes)), {});
  made.numbers = predicted(b, l, *made.raw);
  return made;
}

constexpr std::array classes = {
    sklearn::entry{"xgboost.core.Booster", booster, feature_names},
    sklearn::entry{"xgboost.sklearn.XGBClassifier", classifier, feature_names},
    sklearn::entry{"xgboost.sklearn.XGBRFClassifier", classifier, feature_names},
    sklearn::entry{"xgboost.sklearn.XGBRFRegressor", regressor, feature_names},
    sklearn::entry{"xgboost.sklearn.XGBRanker", regressor, feature_names},
    sklearn::entry{"xgboost.sklearn.XGBRegressor", regressor, feature_names},
};

/// The Python object kept the names until 1.4.
std::vector<std::string> names_in(pickle::value booster) {
  const json::document file = read_document(handle_of(booster));
  const learner l = read_learner(file.root());
  const auto kept = booster.attribute("feature_names");
  if (l.feature_names.empty() && kept && kept->is_sequence() && kept->size() == l.features)
    return kept->texts();
  return names_of(l);
}

} // namespace

std::span<const sklearn::entry> wrapper_classes() { return classes; }

std::optional<std::vector<std::string>> feature_names(pickle::value object) {
  if (object.type() != pickle::kind::instance) return std::nullopt;
  for (const auto& known : classes)
    if (known.class_name == object.qualified_name())
      return names_in(known.build == booster ? object : object.required("_Booster"));
  return std::nullopt;
}

} // namespace convert::xgboost
