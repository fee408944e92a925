// convert/frontend/sklearn/decision_threshold.cpp -- FixedThresholdClassifier and TunedThresholdClassifierCV: another bound
// between two classes than their estimator's own.
//
// Source  scikit-learn 1.5 to 1.9, `sklearn/model_selection/_classification_threshold.py`, `predict` of both;
//         `sklearn/metrics/_scorer.py`, `_threshold_scores_to_class_labels`, `_BaseScorer._get_pos_label`;
//         `sklearn/utils/_response.py`, `_process_predict_proba` and `_process_decision_function`.
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include <convert/frontend/sklearn/member.hpp>
#include <convert/frontend/sklearn/registry.hpp>

namespace convert::sklearn {

namespace {

constexpr std::size_t second = 1; // the positive class of two, unless another is named

/// A class that is told by itself, not in a list.
ir::label label_of(pickle::value v) {
  if (v.is_text()) return {ir::label::kind::text, std::string(v.text()), 0};
  if (v.type() == pickle::kind::boolean) return {ir::label::kind::boolean, {}, v.boolean() ? 1.0 : 0.0};
  return {ir::label::kind::real, {}, v.number()};
}

/// The place of the class that is called positive.
std::size_t positive_place(pickle::value object, std::optional<pickle::value> named,
                           const std::vector<ir::label>& labels) {
  if (!named || named->is_none()) return second;
  const auto listed = named->is_array() ? labels_of(*named) : std::vector{label_of(*named)};
  if (listed.size() != 1) throw refusal("`" + named->path() + "`: expected one class");
  const ir::label& one = listed.front();
  const auto found = std::ranges::find_if(labels, [&](const ir::label& l) {
    if (l.is_number() != one.is_number()) return false;
    return one.is_number() ? l.number == one.number : l.text == one.text;
  });
  if (found == labels.end())
    throw refusal("`" + object.path() + "`: its positive class is none of its classes");
  return static_cast<std::size_t>(found - labels.begin());
}

/// What the bound is asked of: the positive class's probability, or the decision in its favour.
struct response {
  ir::value score = 0;
  bool is_probability = false;
};

response response_of(context& c, pickle::value object, const answers& made, std::size_t positive) {
  const auto method = object.required("response_method").text();
  const auto& proba = made.classes.front().proba;
  if (proba && method != "decision_function")
    return {c.build().slice(*proba, static_cast<std::uint32_t>(positive), 1), true};
  if (!made.raw || method == "predict_proba" || c.build().width(*made.raw) != 1)
    throw refusal("`" + object.path() + "`: response_method `" + std::string(method) +
                  "` of its estimator is not supported");
  return {positive == second ? *made.raw : c.build().scaled(*made.raw, -1.0), false};
}

/// The class of a score at or above the bound is the positive one.
answers bounded(context& c, pickle::value estimator, answers made, const response& by, double bound,
                std::size_t positive) {
  ir::builder& b = c.build();
  only_target(estimator, made);
  const ir::value reached = b.add(by.score, ir::decide{ir::decide::kind::threshold, bound, true});
  const ir::value index = positive == second ? reached : b.shifted(b.scaled(reached, -1.0), 1.0);
  made.classes.front().index = index;
  return made;
}

answers of_two_classes(context& c, pickle::value estimator, ir::value input) {
  answers made = c.estimator(estimator, input);
  if (only_target(estimator, made).labels.size() != 2)
    throw refusal("`" + estimator.path() + "`: expected a classifier of two classes");
  made.numbers.reset();
  made.transform.reset();
  return made;
}

answers fixed(context& c, pickle::value object, ir::value input) {
  const auto fitted = object.attribute("estimator_");
  const pickle::value estimator = fitted ? *fitted : object.required("estimator");
  answers made = of_two_classes(c, estimator, input);
  const std::size_t positive =
      positive_place(object, object.attribute("pos_label"), made.classes.front().labels);
  const response by = response_of(c, object, made, positive);
  const pickle::value said = object.required("threshold");
  const bool automatic = said.is_text() && said.text() == "auto";
  const double own_bound = by.is_probability ? 0.5 : 0.0;
  const double bound = automatic ? own_bound : said.number();
  return bounded(c, estimator, std::move(made), by, bound, positive);
}

/// The positive class of the score that the bound was tuned for. Where no one names it, it is the score function's default,
/// 1 or none: which of the two shows only where 1 is the first class.
std::size_t tuned_for(pickle::value object, const std::vector<ir::label>& labels) {
  const pickle::value scorer = object.required("_curve_scorer");
  const pickle::value arguments = scorer.required("_kwargs");
  if (const auto named = arguments.find("pos_label")) return positive_place(object, *named, labels);
  if (!labels.front().is_number() || labels.front().number != 1) return second;
  constexpr std::array without = {"accuracy_score", "balanced_accuracy_score", "matthews_corrcoef",
                                  "cohen_kappa_score"};
  const auto name = scorer.required("_score_func").class_name();
  if (std::ranges::find(without, name) != without.end()) return second;
  throw refusal("`" + object.path() + "`: the positive class of its scoring is not known");
}

answers tuned(context& c, pickle::value object, ir::value input) {
  const pickle::value estimator = object.required("estimator_");
  answers made = of_two_classes(c, estimator, input);
  const std::size_t positive = tuned_for(object, made.classes.front().labels);
  const response by = response_of(c, object, made, positive);
  return bounded(c, estimator, std::move(made), by, object.required("best_threshold_").number(), positive);
}

constexpr std::array classes = {
    entry{"FixedThresholdClassifier", fixed},
    entry{"TunedThresholdClassifierCV", tuned},
};

} // namespace

std::span<const entry> decision_threshold_classes() { return classes; }

} // namespace convert::sklearn
