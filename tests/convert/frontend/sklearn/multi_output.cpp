// convert/frontend/sklearn/multi_output.cpp -- several targets, side by side or in a chain.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

TEST_SUITE("convert/frontend/sklearn/multi_output") {
  TEST_CASE("each target has its own answer") {
    const auto m = model_of(
        object("MultiOutputClassifier", {{"estimators_", list({logistic({1}, 0), logistic({-1}, 0)})}}));
    CHECK(answers::of(m, "predict_0", {3}) == std::vector{1.0});
    CHECK(answers::of(m, "predict_1", {3}) == std::vector{0.0});
    CHECK(answers::of(m, "proba_1", {0}) == std::vector{0.5, 0.5});
  }

  TEST_CASE("regressors are columns of one answer") {
    const auto m =
        model_of(object("MultiOutputRegressor", {{"estimators_", list({ridge({1}, 0), ridge({2}, 0)})}}));
    CHECK(answers::of(m, "predict", {3}) == std::vector{3.0, 6.0});
  }

  TEST_CASE("a link reads the links before it and columns are in the order of targets") {
    const auto m =
        model_of(object("RegressorChain", {{"estimators_", list({ridge({1}, 0), ridge({0, 10}, 0)})},
                                           {"order_", list({integer(1), integer(0)})}}));
    CHECK(answers::of(m, "predict", {3}) == std::vector{30.0, 3.0});
  }

  TEST_CASE("a chain of classifiers answers predictions, probabilities and scores of each label") {
    const auto m =
        model_of(object("ClassifierChain", {{"estimators_", list({logistic({1}, 0), logistic({0, 4}, -2)})},
                                            {"order_", integers({0, 1})}}));
    CHECK(answers::of(m, "predict", {1}) == std::vector{1.0, 1.0});
    CHECK(answers::of(m, "raw", {1}) == std::vector{1.0, 2.0});
    CHECK(answers::of(m, "proba", {0})[0] == 0.5);
  }

  TEST_CASE("an order that is no permutation is refused") {
    CHECK(refused(object("RegressorChain", {{"estimators_", list({ridge({1}, 0), ridge({0, 10}, 0)})},
                                            {"order_", integers({1, 1})}})) ==
          "`RegressorChain.order_`: expected a permutation");
  }

  TEST_CASE("since 1.5 links hand on probabilities or scores if they are told to") {
    const auto chain = [](const char* method) {
      return object("ClassifierChain", {{"estimators_", list({logistic({1}, 0), logistic({0, 4}, 0)})},
                                        {"order_", integers({0, 1})},
                                        {"chain_method_", text(method)}});
    };
    CHECK(answers::of(model_of(chain("predict")), "raw", {3}) == std::vector{3.0, 4.0});
    CHECK(answers::of(model_of(chain("decision_function")), "raw", {3}) == std::vector{3.0, 12.0});
    CHECK(answers::of(model_of(chain("predict_proba")), "raw", {3})[1] ==
          doctest::Approx(4 / (1 + std::exp(-3.0))).epsilon(1e-14));
    CHECK(refused(chain("predict_log_proba")) == "`ClassifierChain.estimators_[0]`: chain_method "
                                                 "`predict_log_proba` of it is not supported");
  }
}
