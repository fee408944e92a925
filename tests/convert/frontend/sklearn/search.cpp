// convert/frontend/sklearn/search.cpp -- objects in front of a fitted one.
#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

TEST_SUITE("convert/frontend/sklearn/search") {
  TEST_CASE("a search answers as the best that it found") {
    CHECK(answers::of(model_of(object("GridSearchCV", {{"best_estimator_", ridge({2}, 1)}})), "predict",
                      {3}) == std::vector{7.0});
  }

  TEST_CASE("a search that was not refitted is refused") {
    CHECK(refused(object("GridSearchCV", {{"estimator", ridge({2}, 1)}})) ==
          "`GridSearchCV`: `GridSearchCV` has no attribute `best_estimator_`");
  }

  TEST_CASE("a frozen estimator transforms or predicts") {
    const auto frozen = object("FrozenEstimator", {{"estimator", standard_scaler({1}, {2})}});
    CHECK(answers::of(model_of(pipeline({frozen, ridge({1}, 0)})), "predict", {5}) == std::vector{2.0});
  }

  TEST_CASE("what taught itself answers as the classifier that it taught, under its old name and the new") {
    for (const char* name : {"base_estimator_", "estimator_"}) {
      const auto m = model_of(
          object("SelfTrainingClassifier", {{"n_features_in_", integer(1)}, {name, logistic({1}, 0)}}));
      CHECK(answers::of(m, "predict", {2}) == std::vector{1.0});
      CHECK(answers::of(m, "raw", {2}) == std::vector{2.0});
    }
  }
}
