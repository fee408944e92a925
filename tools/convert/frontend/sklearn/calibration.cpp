// convert/frontend/sklearn/calibration.cpp -- CalibratedClassifierCV: the mean of calibrated classifiers.
//
// Source  scikit-learn 0.23.2 (`base_estimator`, `calibrators_`), 0.24 to 1.1 (`base_estimator`, `calibrators`)
//         and 1.2 to 1.9 (`estimator`, `calibrators`), `sklearn/calibration.py`,
//         `_CalibratedClassifier.predict_proba`, `_SigmoidCalibration.predict`, `_TemperatureScaling.predict`.
#include <array>
#include <limits>
#include <string>

#include <convert/frontend/sklearn/isotonic.hpp>
#include <convert/frontend/sklearn/member.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>

namespace convert::sklearn {

namespace {

pickle::value either(pickle::value object, std::string_view name, std::string_view old_name) {
  const auto v = object.attribute(name);
  return v ? *v : object.required(old_name);
}

/// decision_function if there is one, else probabilities.
struct member_scores {
  ir::value all = 0;
  ir::value one_a_calibrator = 0; // of two probabilities only the second
  bool are_probabilities = false;
};

member_scores scores_of(context& c, pickle::value member, ir::value input, std::size_t classes) {
  const answers made = c.estimator(member, input);
  const classified& target = only_target(member, made);
  if (target.labels.size() != classes)
    throw refusal("`" + member.path() + "`: a fold that lacks classes is not supported");
  if (made.raw) return {*made.raw, *made.raw, false};
  if (!target.proba) throw refusal("`" + member.path() + "`: calibration needs a score or probabilities");
  return {*target.proba, classes == 2 ? c.build().slice(*target.proba, 1, 1) : *target.proba, true};
}

/// expit(-(a * x + b)), one pair a column.
ir::value sigmoid(context& c, const std::vector<pickle::value>& calibrators, ir::value scores) {
  ir::affine step;
  step.how = ir::affine::form::multiply_add;
  for (const pickle::value calibrator : calibrators) {
    step.a.push_back(calibrator.required("a_").number());
    step.b.push_back(calibrator.required("b_").number());
  }
  const ir::value exponent = c.build().add(c.build().add(scores, step), ir::unary{ir::function::negative});
  return c.build().add(exponent, ir::unary{ir::function::logistic});
}

/// softmax of the scores over the temperature; a single score d stands for -d and d, and probabilities for their
/// logarithms.
ir::value temperature(context& c, pickle::value calibrator, const member_scores& of) {
  constexpr double least = 1e-12;
  ir::builder& b = c.build();
  ir::value logits = validated(c, of.all, accepts::finite);
  if (of.are_probabilities) {
    if (b.width(logits) == 2)
      logits = b.add(of.one_a_calibrator, ir::complement{}); // not the first, but 1 - second
    logits = b.add(b.shifted(logits, least), ir::unary{ir::function::log});
  } else if (b.width(logits) == 1) {
    const std::array both = {b.scaled(logits, -1.0), logits};
    logits = b.concat(both);
  } else {
    throw refusal("`" + calibrator.path() +
                  "`: the temperature of scores that may be taken for probabilities is not supported");
  }
  return b.add(b.scaled(logits, calibrator.required("beta_").number()), ir::softmax{});
}

ir::value calibrated(context& c, pickle::value pair, ir::value input, std::size_t classes) {
  ir::builder& b = c.build();
  const member_scores of = scores_of(c, either(pair, "estimator", "base_estimator"), input, classes);
  const ir::value scores = of.one_a_calibrator;
  const pickle::value list = either(pair, "calibrators", "calibrators_");
  const std::vector<pickle::value> calibrators = list.elements();
  if (calibrators.size() == 1 && calibrators.front().class_name() == "_TemperatureScaling") // since 1.8
    return temperature(c, calibrators.front(), of);
  if (calibrators.empty() || calibrators.size() != b.width(scores))
    throw refusal("`" + list.path() + "`: " + std::to_string(calibrators.size()) + " calibrators for " +
                  std::to_string(b.width(scores)) + " scores");
  const auto name = calibrators.front().class_name();
  ir::value p = 0;
  if (name == "_SigmoidCalibration")
    p = sigmoid(c, calibrators, scores);
  else if (name == "IsotonicRegression")
    p = isotonic_curves(c, calibrators, scores);
  else
    throw refusal("`" + list.path() + "`: calibration by class `" + std::string(name) + "` is not supported");
  p = classes == 2 ? b.add(p, ir::complement{})
                   : b.add(p, ir::normalize_sum{ir::normalize_sum::zero_sum::uniform});
  if (name ==
      "IsotonicRegression") { // rounding can lift a line's end past 1, which is taken back when the others are made
    constexpr double infinity = std::numeric_limits<double>::infinity();
    p = b.add(p, ir::clip{std::vector<double>(classes, -infinity), std::vector<double>(classes, 1.0)});
  }
  if (c.written_by() >= version{1, 0, 0}) return p;
  const std::vector<double> even(classes, 1.0 / static_cast<double>(classes));
  return b.add(p, ir::impute{true, 0.0, even}); // each NaN by itself
}

answers calibrated_classifier(context& c, pickle::value object, ir::value input) {
  ir::builder& b = c.build();
  std::vector<ir::label> labels = labels_of(object.required("classes_"));
  std::vector<ir::value> parts;
  for (const pickle::value pair : object.required("calibrated_classifiers_").elements())
    parts.push_back(calibrated(c, pair, input, labels.size()));
  if (parts.empty()) throw refusal("`" + object.path() + "`: no classifier is calibrated");
  const std::vector<double> ones(parts.size(), 1.0);
  const ir::value mean = b.add(b.concat(parts), ir::combine{ones, static_cast<double>(parts.size())});
  answers made;
  made.classes.push_back({b.add(mean, ir::decide{}), std::move(labels), mean});
  return made;
}

constexpr std::array classes = {entry{"CalibratedClassifierCV", calibrated_classifier}};

} // namespace

std::span<const entry> calibration_classes() { return classes; }

} // namespace convert::sklearn
