// convert/frontend/sklearn/calibration.cpp -- CalibratedClassifierCV: the mean of calibrated classifiers.
//
// Source  scikit-learn 0.23.2 (`base_estimator`, `calibrators_`), 0.24 to 1.1 (`base_estimator`, `calibrators`)
//         and 1.2 to 1.9 (`estimator`, `calibrators`), `sklearn/calibration.py`,
//         `_CalibratedClassifier.predict_proba`, `_SigmoidCalibration.predict`.
#include <array>
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

/// decision_function if there is one, else probabilities; of two only the second.
ir::value scores_of(context& c, pickle::value member, ir::value input, std::size_t classes) {
  const answers made = c.estimator(member, input);
  const classified& target = only_target(member, made);
  if (target.labels.size() != classes)
    throw refusal("`" + member.path() + "`: a fold that lacks classes is not supported");
  if (made.raw) return *made.raw;
  if (!target.proba) throw refusal("`" + member.path() + "`: calibration needs a score or probabilities");
  return classes == 2 ? c.build().slice(*target.proba, 1, 1) : *target.proba;
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

ir::value isotonic(context& c, const std::vector<pickle::value>& calibrators, ir::value scores) {
  ir::interpolate step;
  for (const pickle::value calibrator : calibrators) {
    ir::interpolate one = isotonic_curve(calibrator);
    if (one.nan_outside) throw refusal("`" + calibrator.path() + "`: expected out_of_bounds `clip`");
    step.curves.push_back(std::move(one.curves.front()));
  }
  return c.build().add(validated(c, scores, accepts::finite), step);
}

ir::value calibrated(context& c, pickle::value pair, ir::value input, std::size_t classes) {
  ir::builder& b = c.build();
  const ir::value scores = scores_of(c, either(pair, "estimator", "base_estimator"), input, classes);
  const pickle::value list = either(pair, "calibrators", "calibrators_");
  const std::vector<pickle::value> calibrators = list.elements();
  if (calibrators.empty() || calibrators.size() != b.width(scores))
    throw refusal("`" + list.path() + "`: " + std::to_string(calibrators.size()) + " calibrators for " +
                  std::to_string(b.width(scores)) + " scores");
  const auto name = calibrators.front().class_name();
  ir::value p = 0;
  if (name == "_SigmoidCalibration")
    p = sigmoid(c, calibrators, scores);
  else if (name == "IsotonicRegression")
    p = isotonic(c, calibrators, scores);
  else
    throw refusal("`" + list.path() + "`: calibration by class `" + std::string(name) + "` is not supported");
  if (classes == 2) return b.add(p, ir::complement{});
  return b.add(p, ir::normalize_sum{ir::normalize_sum::zero_sum::uniform});
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
