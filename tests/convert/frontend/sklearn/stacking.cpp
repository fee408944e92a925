// convert/frontend/sklearn/stacking.cpp -- what the final estimator reads and which class it means.
#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code stacking(const std::string& method, bool passthrough, const code& final_estimator) {
  return object("StackingClassifier", {{"estimators_", list({logistic({1}, 0)})},
                                       {"stack_method_", list({text(method)})},
                                       {"passthrough", boolean(passthrough)},
                                       {"classes_", texts({"no", "yes"})},
                                       {"final_estimator_", final_estimator}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/stacking") {
  TEST_CASE("of two probabilities the second is read") {
    const auto m = model_of(stacking("predict_proba", false, logistic({1}, -0.5)));
    CHECK(answers::of(m, "raw", {0})[0] == doctest::Approx(0.0));
    CHECK(m.outputs[0].labels[1].text == "yes");
  }

  TEST_CASE("scores, predictions and the features themselves are read if it is told to") {
    CHECK(answers::of(model_of(stacking("decision_function", false, logistic({1}, 0))), "raw", {3}) ==
          std::vector{3.0});
    CHECK(answers::of(model_of(stacking("predict", false, logistic({10}, 0))), "raw", {3}) ==
          std::vector{10.0});
    CHECK(answers::of(model_of(stacking("decision_function", true, logistic({1, 10}, 0))), "raw", {3}) ==
          std::vector{33.0});
  }

  TEST_CASE("a final estimator that predicts no class index is refused") {
    const auto named = object("LogisticRegression", {{"n_features_in_", integer(1)},
                                                     {"coef_", numbers({1})},
                                                     {"intercept_", numbers({0})},
                                                     {"classes_", texts({"u", "v"})},
                                                     {"solver", text("lbfgs")}});
    CHECK(refused(stacking("predict", false, named)) ==
          "`StackingClassifier`: the final estimator predicts `u`, no class index");
  }

  TEST_CASE("a regressor stacks predictions") {
    const auto m =
        model_of(object("StackingRegressor", {{"estimators_", list({ridge({1}, 0), ridge({2}, 0)})},
                                              {"stack_method_", list({text("predict"), text("predict")})},
                                              {"passthrough", boolean(false)},
                                              {"final_estimator_", ridge({1, 10}, 0)}}));
    CHECK(answers::of(m, "predict", {3}) == std::vector{63.0});
  }
}
