// convert/frontend/sklearn/bagging.cpp -- subsets of columns and classes, votes, and members that refuse rows themselves.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "pickled_trees.hpp"
#include "pickled_xgboost.hpp"

using namespace pickled;

namespace {

code bagged(const char* name, const std::vector<code>& members, const std::vector<code>& columns,
            attributes more = {}) {
  more.insert(more.end(), {{"n_features_in_", integer(3)},
                           {"n_estimators", integer(static_cast<std::int32_t>(members.size()))},
                           {"estimators_", list(members)},
                           {"estimators_features_", list(columns)}});
  return object(name, std::move(more));
}

code regressor_on(double left, double right) { return tree_regressor(tree_of(stump(0, {left}, {right}))); }

} // namespace

TEST_SUITE("convert/frontend/sklearn/bagging") {
  TEST_CASE("each tree reads its own columns") {
    const auto m = model_of(bagged("BaggingRegressor", {regressor_on(1, 2), regressor_on(10, 20)},
                                   {integers({2}), integers({0})}));
    CHECK(answers::of(m, "predict", {-1, 0, 1}) == std::vector{6.0});
    CHECK(answers::of(m, "predict", {1, 0, -1}) == std::vector{10.5});
  }

  TEST_CASE("columns that no member reads may hold anything") {
    const auto m = model_of(bagged("BaggingRegressor", {regressor_on(1, 2)}, {integers({2})}));
    CHECK(answers::of(m, "predict", {answers::missing, INFINITY, -1}) == std::vector{1.0});
    CHECK(answers::refuses(m, {0, 0, answers::missing}));
  }

  TEST_CASE("members that answer floats are added in floats") {
    const auto m = model_of(
        object("BaggingRegressor",
               {{"n_features_in_", integer(2)},
                {"n_estimators", integer(2)},
                {"estimators_", list({xgboost_regressor("0.1", "3E38"), xgboost_regressor("0.2", "3E38")})},
                {"estimators_features_", list({integers({0, 1}), integers({0, 1})})}}));
    CHECK(answers::of(m, "predict", {0, 0}) == std::vector{static_cast<double>((0.1F + 0.2F) / 2)});
    CHECK(answers::of(m, "predict", {1, 0}) == std::vector{static_cast<double>(INFINITY)});
  }

  TEST_CASE("members say their own columns of all classes") {
    // The second member has seen the classes 0 and 2 only.
    const code all = tree_classifier(tree_of({leaf({1, 1, 2})}), integers({0, 1, 2}));
    const code some = tree_classifier(tree_of({leaf({1, 3})}), integers({0, 2}));
    const auto m = model_of(bagged("BaggingClassifier", {all, some}, {integers({0}), integers({1})},
                                   {{"classes_", texts({"a", "b", "c"})}}));
    CHECK(answers::of(m, "proba", {0, 0, 0}) == std::vector{0.25, 0.125, 0.625});
    CHECK(answers::of(m, "predict", {0, 0, 0}) == std::vector{2.0});
  }

  TEST_CASE("imbalanced-learn's ensembles answer as scikit-learn's do, without a look at their samplers") {
    const code one = tree_classifier(tree_of({leaf({1, 3})}), integers({0, 1}));
    const code other = tree_classifier(tree_of({leaf({2, 2})}), integers({0, 1}));
    const attributes of = {{"n_features_in_", integer(3)},
                           {"n_estimators", integer(2)},
                           {"classes_", texts({"a", "b"})},
                           {"estimators_features_", list({integers({0}), integers({1})})}};
    const auto ensemble = [&](const char* module, const char* name, const std::vector<code>& members) {
      attributes all = of;
      all.emplace_back("estimators_", list(members));
      return model_of(object_of(module, name, all));
    };
    const auto bagging =
        ensemble("imblearn.ensemble._bagging", "BalancedBaggingClassifier",
                 {resampled_pipeline({sampler(), one}), resampled_pipeline({sampler(), other})});
    CHECK(answers::of(bagging, "proba", {0, 0, 0}) == std::vector{0.375, 0.625});
    CHECK(std::ranges::count_if(bagging.steps, [](const auto& s) {
            return std::holds_alternative<convert::ir::forest>(s.what);
          }) == 1);
    const auto easy = ensemble("imblearn.ensemble._easy_ensemble", "EasyEnsembleClassifier",
                               {resampled_pipeline({sampler(), logistic({1}, 0)}),
                                resampled_pipeline({standard_scaler({0}, {1}), logistic({1}, 2)})});
    CHECK(answers::of(easy, "raw", {1, 3, 9}) == std::vector{3.0});
    attributes old = of;
    old.insert(old.end(), {{"estimators_", list({resampled_pipeline({sampler(), logistic({1}, 0)}),
                                                 resampled_pipeline({sampler(), logistic({1}, 2)})})},
                           {"base_estimator", none()},
                           {"_sklearn_version", text("0.23.2")}});
    const auto without =
        model_of(object_of("imblearn.ensemble._easy_ensemble", "EasyEnsembleClassifier", old));
    CHECK(std::ranges::none_of(without.outputs, [](const auto& o) { return o.name == "raw"; }));
  }

  TEST_CASE("other members answer probabilities and decisions by their own columns") {
    const auto m = model_of(bagged("BaggingClassifier", {logistic({1}, 0), logistic({1}, 2)},
                                   {integers({0}), integers({2})}, {{"classes_", texts({"a", "b"})}}));
    CHECK(answers::of(m, "raw", {1, 9, 3}) == std::vector{3.0});
    CHECK(answers::of(m, "proba", {0, 9, -2}) == std::vector{0.5, 0.5});
  }

  TEST_CASE("decisions are added as they come, if all members have as many") {
    const auto svc = [](const std::vector<double>& coef) {
      return object("LinearSVC", {{"n_features_in_", integer(1)},
                                  {"coef_", numbers(coef)},
                                  {"intercept_", numbers(std::vector<double>(coef.size(), 0.0))},
                                  {"classes_", integers({0, 1, 2, 3})}});
    };
    const auto of_two = [&](const std::vector<double>& first, const std::vector<double>& second) {
      return model_of(bagged("BaggingClassifier", {svc(first), svc(second)}, {integers({0}), integers({0})},
                             {{"classes_", texts({"a", "b", "c", "d"})}}));
    };
    // Neither member knows a class of rows that weigh nothing.
    CHECK(answers::of(of_two({1, 2, 3}, {3, 2, 5}), "raw", {1, 0, 0}) == std::vector{2.0, 2.0, 4.0});
    CHECK(answers::of(of_two({1, 2, 3}, {3, 2, 5}), "proba", {1, 0, 0}) == std::vector{0.0, 0.0, 1.0, 0.0});
    const auto uneven = of_two({1, 2, 3}, {4, 3, 2, 1});
    CHECK(answers::of(uneven, "proba", {1, 0, 0}) == std::vector{0.5, 0.0, 0.5, 0.0});
    CHECK(std::ranges::none_of(uneven.outputs, [](const auto& o) { return o.name == "raw"; }));
  }

  TEST_CASE("members without probabilities vote") {
    const auto votes = [](double coef) {
      return object("RidgeClassifier",
                    {{"n_features_in_", integer(1)},
                     {"coef_", numbers({coef})},
                     {"intercept_", numbers({0})},
                     {"_label_binarizer", object("LabelBinarizer", {{"classes_", integers({0, 1})},
                                                                    {"y_type_", text("binary")}})},
                     {"classes_", integers({0, 1})}});
    };
    const auto m = model_of(bagged("BaggingClassifier", {votes(1), votes(-1), votes(2), votes(3)},
                                   std::vector<code>(4, integers({0})), {{"classes_", texts({"a", "b"})}}));
    CHECK(answers::of(m, "proba", {1, 0, 0}) == std::vector{0.25, 0.75});
  }

  TEST_CASE("a class that is no number of a class is refused") {
    const code some = tree_classifier(tree_of({leaf({1, 3})}), integers({0, 7}));
    CHECK(refused(
              bagged("BaggingClassifier", {some}, {integers({0})}, {{"classes_", texts({"a", "b", "c"})}})) ==
          "`BaggingClassifier.estimators_[0]`: class `7` is not the number of a class");
  }

  TEST_CASE("an ensemble without members is refused") {
    CHECK(refused(bagged("BaggingRegressor", {}, {})) == "`BaggingRegressor`: an ensemble without members");
  }
}
