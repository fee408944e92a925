// convert/frontend/sklearn/decision_threshold.cpp -- bounds of probabilities and of scores, and which class is the positive one.
#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code fixed(const code& estimator, const code& bound, attributes more = {}) {
  attributes all = {{"estimator_", estimator}, {"threshold", bound}, {"response_method", text("auto")}};
  for (auto& entry : more) all.push_back(entry);
  return object("FixedThresholdClassifier", all);
}

code tuned(const code& estimator, double bound, const code& arguments, const std::string& score) {
  const code scorer =
      object("_CurveScorer", {{"_kwargs", arguments}, {"_score_func", global("sklearn.metrics", score)}});
  return object("TunedThresholdClassifierCV", {{"estimator_", estimator},
                                               {"best_threshold_", number(bound)},
                                               {"response_method", text("auto")},
                                               {"_curve_scorer", scorer}});
}

code linear_svc(const code& classes) {
  return object("LinearSVC", {{"n_features_in_", integer(1)},
                              {"coef_", numbers({1})},
                              {"intercept_", numbers({0})},
                              {"classes_", classes}});
}

code logistic_of(const code& classes) {
  return object("LogisticRegression", {{"n_features_in_", integer(1)},
                                       {"coef_", numbers({1})},
                                       {"intercept_", numbers({0})},
                                       {"classes_", classes},
                                       {"solver", text("lbfgs")}});
}

std::vector<double> class_of(const code& model, double x) {
  return answers::of(model_of(model), "predict", {x});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/decision_threshold") {
  TEST_CASE("a probability at the bound is the positive class") {
    CHECK(class_of(fixed(logistic({1}, 0), number(0.5)), 0) == std::vector{1.0});
    CHECK(class_of(fixed(logistic({1}, 0), number(0.5)), -1e-9) == std::vector{0.0});
    CHECK(class_of(fixed(logistic({1}, 0), number(0.9)), 2) == std::vector{0.0}); // 0.88
    CHECK(class_of(fixed(logistic({1}, 0), number(0.9)), 2.5) == std::vector{1.0});
  }

  TEST_CASE("the estimator's own probabilities and scores stay") {
    const auto m = model_of(fixed(logistic({1}, 0), number(0.9)));
    CHECK(answers::of(m, "proba", {0}) == std::vector{0.5, 0.5});
    CHECK(answers::of(m, "raw", {3}) == std::vector{3.0});
  }

  TEST_CASE("without probabilities the score is asked, and its own bound is zero") {
    CHECK(class_of(fixed(linear_svc(integers({0, 1})), text("auto")), 0) == std::vector{1.0});
    CHECK(class_of(fixed(linear_svc(integers({0, 1})), number(2)), 1.5) == std::vector{0.0});
    const attributes by_score = {{"response_method", text("decision_function")}};
    CHECK(class_of(fixed(logistic({1}, 0), number(2), by_score), 1.5) == std::vector{0.0});
  }

  TEST_CASE("a class that is called positive has its own side of the bound") {
    const attributes first = {{"pos_label", text("no")}};
    const code classes = texts({"no", "yes"});
    CHECK(class_of(fixed(logistic_of(classes), number(0.3), first), 0.8) == std::vector{0.0}); // "no": 0.31
    CHECK(class_of(fixed(logistic_of(classes), number(0.3), first), 0.9) == std::vector{1.0}); // "no": 0.29
    CHECK(class_of(fixed(linear_svc(classes), number(-1), first), 0.9) == std::vector{0.0});
    CHECK(class_of(fixed(linear_svc(classes), number(-1), first), 1.1) == std::vector{1.0});
    CHECK(refused(fixed(linear_svc(classes), number(0), {{"pos_label", text("maybe")}})) ==
          "`FixedThresholdClassifier`: its positive class is none of its classes");
    CHECK(refused(fixed(linear_svc(classes), number(0), {{"pos_label", integers({})}})) ==
          "`FixedThresholdClassifier.pos_label`: expected one class");
  }

  TEST_CASE("an estimator that was fitted before is not copied") {
    CHECK(class_of(object("FixedThresholdClassifier", {{"estimator", logistic({1}, 0)},
                                                       {"threshold", number(0.9)},
                                                       {"response_method", text("auto")},
                                                       {"_sklearn_version", text("1.6.0")}}),
                   2) == std::vector{0.0});
  }

  TEST_CASE("a tuned bound is of the class that its scoring calls positive") {
    CHECK(class_of(tuned(logistic({1}, 0), 0.3, dict({}), "balanced_accuracy_score"), -0.8) ==
          std::vector{1.0});
    CHECK(class_of(tuned(logistic({1}, 0), 0.3, dict({}), "f1_score"), -0.8) == std::vector{1.0});
    const code of_zero = dict({{"pos_label", integer(0)}});
    CHECK(class_of(tuned(logistic({1}, 0), 0.3, of_zero, "f1_score"), 0.8) == std::vector{0.0});
  }

  TEST_CASE("a scoring whose default may be the first class is refused") {
    const code one_and_two = integers({1, 2});
    CHECK(class_of(tuned(logistic_of(one_and_two), 0.3, dict({}), "accuracy_score"), -0.8) ==
          std::vector{1.0});
    CHECK(refused(tuned(logistic_of(one_and_two), 0.3, dict({}), "f1_score")) ==
          "`TunedThresholdClassifierCV`: the positive class of its scoring is not known");
  }

  TEST_CASE("more than two classes are refused") {
    const code three = object("LinearSVC", {{"n_features_in_", integer(1)},
                                            {"coef_", numbers({1, 2, 3})},
                                            {"intercept_", numbers({0, 0, 0})},
                                            {"classes_", integers({0, 1, 2})}});
    CHECK(refused(fixed(three, number(0.5))) ==
          "`FixedThresholdClassifier.estimator_`: expected a classifier of two classes");
  }
}
