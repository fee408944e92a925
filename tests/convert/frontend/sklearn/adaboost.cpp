// convert/frontend/sklearn/adaboost.cpp -- votes and log-probabilities of every version, over trees and other members.
#include <doctest/doctest.h>

#include <cmath>

#include "ensemble_cases.hpp"
#include "pickled_trees.hpp"
#include "pickled_xgboost.hpp"

using namespace pickled;

namespace {

code member(const std::vector<double>& left, const std::vector<double>& right) {
  return tree_classifier(tree_of(stump(0, left, right)), integers({0, 1}));
}

code boosted(const std::vector<code>& members, const std::vector<double>& weights, attributes more) {
  more.insert(more.end(), {{"n_features_in_", integer(1)},
                           {"classes_", integers({0, 1})},
                           {"estimators_", list(members)},
                           {"estimator_weights_", numbers(weights)}});
  return object("AdaBoostClassifier", std::move(more));
}

code voting(const char* version) {
  return boosted({member({3, 1}, {0, 1}), member({2, 1}, {1, 0})}, {3, 1, 0},
                 {{"algorithm", text("SAMME")}, {"_sklearn_version", text(version)}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/adaboost") {
  TEST_CASE("imbalanced-learn's boosting is of the version that its members say") {
    const auto of = [](const char* version) {
      const auto said = [&](const std::vector<double>& left, const std::vector<double>& right) {
        return tree_classifier(tree_of(stump(0, left, right)), integers({0, 1}),
                               {{"_sklearn_version", text(version)}});
      };
      return model_of(object_of("imblearn.ensemble._weight_boosting", "RUSBoostClassifier",
                                {{"n_features_in_", integer(1)},
                                 {"algorithm", text("SAMME")},
                                 {"classes_", integers({0, 1})},
                                 {"estimators_", list({said({3, 1}, {0, 1}), said({2, 1}, {1, 0})})},
                                 {"estimator_weights_", numbers({3, 1, 0})}}));
    };
    CHECK(answers::of(of("1.2.1"), "raw", {-1}) == std::vector{-1.0});
    CHECK(answers::of(of("1.3.0"), "raw", {-1}) == std::vector{-2.0});
  }

  TEST_CASE("votes of SAMME lie in -1..1 up to 1.2 and in -2..2 later") {
    CHECK(answers::of(model_of(voting("1.2.1")), "raw", {-1}) == std::vector{-1.0});
    CHECK(answers::of(model_of(voting("1.2.1")), "raw", {1}) == std::vector{0.5});
    CHECK(answers::of(model_of(voting("1.3.0")), "raw", {-1}) == std::vector{-2.0});
    CHECK(answers::of(model_of(voting("1.3.0")), "raw", {1}) == std::vector{1.0});
    CHECK(answers::of(model_of(voting("1.3.0")), "predict", {1}) == std::vector{1.0});
  }

  TEST_CASE("without an algorithm it is SAMME") {
    const auto m = model_of(boosted({member({3, 1}, {0, 1})}, {2}, {{"_sklearn_version", text("1.8.0")}}));
    CHECK(answers::of(m, "raw", {1}) == std::vector{2.0});
    CHECK(answers::of(m, "proba", {1}).at(1) == doctest::Approx(1 / (1 + std::exp(-2.0))));
  }

  TEST_CASE("SAMME.R adds centred logarithms, and probabilities of zero are epsilon") {
    const auto m = model_of(boosted({member({3, 1}, {0, 1})}, {1}, {{"algorithm", text("SAMME.R")}}));
    CHECK(answers::of(m, "raw", {-1}).at(0) == doctest::Approx(std::log(0.25) - std::log(0.75)));
    CHECK(answers::of(m, "raw", {1}).at(0) == doctest::Approx(-std::log(0x1p-52)));
  }

  TEST_CASE("probabilities in floats are cut off at the epsilon of floats") {
    const code sure = xgboost_model("XGBClassifier", "binary:logistic", "-4E1", "4E1");
    const auto m = model_of(object("AdaBoostClassifier", {{"n_features_in_", integer(2)},
                                                          {"classes_", integers({0, 1})},
                                                          {"estimators_", list({sure})},
                                                          {"estimator_weights_", numbers({1})},
                                                          {"algorithm", text("SAMME.R")}}));
    CHECK(answers::of(m, "raw", {1, 0}).at(0) == doctest::Approx(-std::log(0x1p-23)).epsilon(1e-6));
  }

  TEST_CASE("members that are no trees vote and say probabilities alike") {
    for (const char* algorithm : {"SAMME", "SAMME.R"}) {
      const auto m =
          model_of(boosted({logistic({1}, 0), logistic({1}, -2)}, {1, 1}, {{"algorithm", text(algorithm)}}));
      CAPTURE(algorithm);
      CHECK(answers::of(m, "predict", {3}) == std::vector{1.0});
      CHECK(answers::of(m, "predict", {-3}) == std::vector{0.0});
      // log p1 - log p0 is the logistic's own score: 1 and -1; the votes are one against one.
      CHECK(answers::of(m, "raw", {1}).at(0) == doctest::Approx(0));
    }
  }

  TEST_CASE("members with other classes, too few weights and an unknown algorithm are refused") {
    CHECK(refused(boosted({tree_classifier(tree_of({leaf({1, 1})}), integers({0, 2}))}, {1}, {})) ==
          "`AdaBoostClassifier.estimators_[0]`: its classes are not those of the ensemble");
    CHECK(refused(boosted({member({1, 0}, {0, 1}), member({1, 0}, {0, 1})}, {1}, {})) ==
          "`AdaBoostClassifier`: 1 weights for 2 estimators");
    CHECK(refused(boosted({member({1, 0}, {0, 1})}, {1}, {{"algorithm", text("SAMME.X")}})) ==
          "`AdaBoostClassifier.algorithm`: algorithm `SAMME.X` is not supported");
  }

  TEST_CASE("a regressor answers the weighted median of its members") {
    const auto regressor = [](const std::vector<double>& weights) {
      const auto constant = [](double y) { return tree_regressor(tree_of({leaf({y})})); };
      return object("AdaBoostRegressor", {{"n_features_in_", integer(1)},
                                          {"estimators_", list({constant(5), constant(1), constant(3)})},
                                          {"estimator_weights_", numbers(weights)}});
    };
    CHECK(answers::of(model_of(regressor({1, 1, 1})), "predict", {0}) == std::vector{3.0});
    CHECK(answers::of(model_of(regressor({1, 3, 1, 0})), "predict", {0}) == std::vector{1.0});
  }

  TEST_CASE("too many members make the median too wide") {
    const std::vector<code> many(513, tree_regressor(tree_of({leaf({1})})));
    CHECK(refused(
              object("AdaBoostRegressor", {{"n_features_in_", integer(1)},
                                           {"estimators_", list(many)},
                                           {"estimator_weights_", numbers(std::vector<double>(513, 1))}})) ==
          "`AdaBoostRegressor`: a weighted median of 513 estimators is too wide (at most 512)");
  }

  TEST_CASE("AdaBoost of every version answers as scikit-learn did") {
    CHECK(ensemble_cases::worst("adaboost_") <= 1e-12);
  }
}
