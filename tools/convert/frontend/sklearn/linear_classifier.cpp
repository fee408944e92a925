// convert/frontend/sklearn/linear_classifier.cpp -- linear classifiers and what they call probabilities.
//
// Source  scikit-learn 0.23.2 to 1.9, `sklearn/linear_model/_base.py`, `LinearClassifierMixin.predict` and
//         `_predict_proba_lr`; `_logistic.py`, `LogisticRegression.predict_proba`; `_stochastic_gradient.py`,
//         `SGDClassifier.predict_proba`, `SGDOneClassSVM`; `_ridge.py`, `_RidgeClassifierMixin.predict`.
#include <algorithm>
#include <array>
#include <string>

#include <convert/frontend/sklearn/coefficients.hpp>
#include <convert/frontend/sklearn/registry.hpp>
#include <convert/frontend/sklearn/validate.hpp>
#include <convert/frontend/sklearn/weight_noise.hpp>

namespace convert::sklearn {

namespace {

/// Least squares fit -1 and 1. Other classifiers' scores may have any size: those of a diverged SGDClassifier are 1e15 and sound.
enum class sums {
  least_squares,
  of_any_size,
  of_known_classes, // liblinear knows no class whose rows all weigh nothing; predict takes the first classes' names all the same
};

/// decision_function and predict: one score is a binary classifier's, its sign decides.
answers decided(context& c, pickle::value object, ir::value input, std::vector<ir::label> labels,
                sums kind = sums::of_any_size) {
  check_width(c, object, input);
  const ir::value x = validated(c, input, accepts::finite);
  const ir::linear step = coefficients(object, c.build().width(x));
  const std::size_t scores = step.outputs;
  const std::size_t meant = labels.size() == 2 ? 1 : labels.size();
  if (kind == sums::of_known_classes ? scores > meant : scores != meant)
    throw refusal("`" + object.path() + "`: " + std::to_string(scores) + " rows of coefficients for " +
                  std::to_string(labels.size()) + " classes");
  if (kind == sums::least_squares) judge_weights(c.build(), object, x, step, linear_sums::decisions);
  answers made;
  made.raw = c.build().add(x, step);
  ir::decide rule;
  if (scores == 1) rule.how = ir::decide::kind::threshold;
  made.classes.push_back({c.build().add(*made.raw, rule), std::move(labels), std::nullopt});
  return made;
}

answers plain(context& c, pickle::value object, ir::value input) {
  return decided(c, object, input, labels_of(object.required("classes_")));
}

answers linear_svc(context& c, pickle::value object, ir::value input) {
  return decided(c, object, input, labels_of(object.required("classes_")), sums::of_known_classes);
}

ir::value one_against_rest(context& c, ir::value raw) {
  const ir::value p = c.build().add(raw, ir::unary{ir::function::logistic});
  if (c.build().width(p) == 1) return c.build().add(p, ir::complement{});
  if (c.written_by() < version{1, 9, 0}) return c.build().add(p, ir::normalize_sum{});
  return c.build().add(p, ir::normalize_sum{ir::normalize_sum::zero_sum::uniform}); // pull request 33168
}

/// softmax of the scores; a single score d stands for -d and d.
ir::value multinomial(context& c, ir::value raw) {
  if (c.build().width(raw) > 1) return c.build().add(raw, ir::softmax{});
  const std::array both = {raw, raw};
  ir::with_constants signs{ir::operation::multiply, false, {-1.0, 1.0}};
  return c.build().add(c.build().add(c.build().concat(both), signs), ir::softmax{});
}

bool is_one_against_rest(context& c, pickle::value object, std::size_t class_count) {
  std::string_view multi_class = "auto"; // the parameter goes away after its deprecation
  if (const auto said = object.attribute("multi_class"); said && said->is_text()) multi_class = said->text();
  if (multi_class == "ovr" || multi_class == "warn") return true;
  if (multi_class == "multinomial") return false;
  if (multi_class != "auto" && multi_class != "deprecated")
    throw refusal("`" + object.path() + "`: multi_class `" + std::string(multi_class) + "` is not supported");
  const auto solver = object.required("solver").text();
  const bool cholesky_is_binary = c.written_by() < version{1, 6, 0};
  return class_count <= 2 || solver == "liblinear" || (solver == "newton-cholesky" && cholesky_is_binary);
}

answers logistic(context& c, pickle::value object, ir::value input) {
  answers made = plain(c, object, input);
  classified& target = made.classes.front();
  const bool ovr = is_one_against_rest(c, object, target.labels.size());
  target.proba = ovr ? one_against_rest(c, *made.raw) : multinomial(c, *made.raw);
  return made;
}

ir::value modified_huber(context& c, ir::value raw) {
  ir::builder& b = c.build();
  const std::vector<double> ones(b.width(raw), 1.0);
  const std::vector<double> minus_ones(b.width(raw), -1.0);
  const ir::value clipped = b.add(raw, ir::clip{minus_ones, ones});
  const ir::value p = b.divided(b.shifted(clipped, 1.0), 2.0);
  if (b.width(p) == 1) return b.add(p, ir::complement{});
  return b.add(p, ir::normalize_sum{ir::normalize_sum::zero_sum::uniform});
}

answers stochastic_gradient(context& c, pickle::value object, ir::value input) {
  answers made = plain(c, object, input);
  const auto loss = object.required("loss").text();
  if (loss == "log_loss" || loss == "log") made.classes.front().proba = one_against_rest(c, *made.raw);
  if (loss == "modified_huber") made.classes.front().proba = modified_huber(c, *made.raw);
  return made;
}

/// One column of 0 and 1 a label, where y had several.
answers ridge(context& c, pickle::value object, ir::value input) {
  const pickle::value binarizer = object.required("_label_binarizer");
  if (!binarizer.required("y_type_").text().starts_with("multilabel"))
    return decided(c, object, input, labels_of(binarizer.required("classes_")), sums::least_squares);
  check_width(c, object, input);
  const ir::value x = validated(c, input, accepts::finite);
  answers made;
  made.raw = c.build().add(x, coefficients(object, c.build().width(x)));
  made.numbers = c.build().add(*made.raw, ir::unary{ir::function::greater});
  return made;
}

answers one_class(context& c, pickle::value object, ir::value input) {
  check_width(c, object, input);
  ir::builder& b = c.build();
  const ir::value x = validated(c, input, accepts::finite);
  ir::linear step;
  step.weights = per_column(object, "coef_", b.width(x));
  step.bias = {-per_column(object, "offset_", 1).front()};
  answers made;
  made.raw = b.add(x, step);
  ir::decide rule{ir::decide::kind::threshold, 0.0, true};
  std::vector<ir::label> labels = {{ir::label::kind::integer, "-1", -1.0},
                                   {ir::label::kind::integer, "1", 1.0}};
  made.classes.push_back({b.add(*made.raw, rule), std::move(labels), std::nullopt});
  return made;
}

constexpr std::array classes = {
    entry{"LinearSVC", linear_svc},
    entry{"LogisticRegression", logistic},
    entry{"LogisticRegressionCV", logistic},
    entry{"PassiveAggressiveClassifier", plain},
    entry{"Perceptron", plain},
    entry{"RidgeClassifier", ridge},
    entry{"RidgeClassifierCV", ridge},
    entry{"SGDClassifier", stochastic_gradient},
    entry{"SGDOneClassSVM", one_class},
};

} // namespace

std::span<const entry> linear_classifier_classes() { return classes; }

} // namespace convert::sklearn
