// convert/frontend/sklearn/forest.cpp -- means over trees, of every version, and the embedding of their leaves.
#include <doctest/doctest.h>

#include "ensemble_cases.hpp"
#include "pickled_trees.hpp"

using namespace pickled;

namespace {

code classifier_of(const std::vector<code>& trees, attributes more = {}) {
  more.insert(more.end(), {{"n_features_in_", integer(1)},
                           {"n_outputs_", integer(1)},
                           {"classes_", integers({0, 1})},
                           {"estimators_", list(trees)}});
  return object("RandomForestClassifier", std::move(more));
}

code member(const code& tree, const char* version = "1.2.1") {
  return tree_classifier(
      tree, numbers({0, 1}),
      {{"splitter", text("best")}, {"criterion", text("gini")}, {"_sklearn_version", text(version)}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/forest") {
  TEST_CASE("a classifier answers the mean of probabilities, not votes") {
    // Two of three trees prefer class 0, but barely.
    const auto weak = member(tree_of({leaf({6, 4})}));
    const auto m = model_of(classifier_of({weak, weak, member(tree_of({leaf({0, 5})}))}));
    CHECK(answers::of(m, "proba", {0}) == std::vector{(0.6 + 0.6 + 0.0) / 3, (0.4 + 0.4 + 1.0) / 3});
    CHECK(answers::of(m, "predict", {0}) == std::vector{1.0});
  }

  TEST_CASE("a regressor answers the mean") {
    const auto m = model_of(object("ExtraTreesRegressor",
                                   {{"n_features_in_", integer(1)},
                                    {"n_outputs_", integer(1)},
                                    {"estimators_", list({tree_regressor(tree_of(stump(0, {1}, {3}))),
                                                          tree_regressor(tree_of(stump(5, {2}, {4})))})}}));
    CHECK(answers::of(m, "predict", {1}) == std::vector{2.5});
  }

  TEST_CASE("forests read NaN since 1.4") {
    const code tree = tree_of(stump(0, {1, 0}, {0, 1}), 1, true);
    const auto before =
        model_of(classifier_of({member(tree, "1.3.2")}, {{"_sklearn_version", text("1.3.2")}}));
    const auto since =
        model_of(classifier_of({member(tree, "1.4.0")}, {{"_sklearn_version", text("1.4.0")}}));
    CHECK(answers::refuses(before, {answers::missing}));
    CHECK(answers::of(since, "predict", {answers::missing}) == std::vector{1.0});
  }

  TEST_CASE("a tree with other outputs than the forest's is refused") {
    CHECK(refused(classifier_of({member(tree_of({leaf({1})}))})) ==
          "`RandomForestClassifier.estimators_[0].tree_`: its values do not fit the forest's");
  }

  TEST_CASE("a forest without trees is refused") {
    CHECK(refused(classifier_of({})) == "`RandomForestClassifier`: a forest without trees");
  }

  TEST_CASE("an embedding answers which leaf of each tree") {
    const auto encoder = object("OneHotEncoder", {{"categories_", list({integers({1, 2}), integers({0})})}});
    const auto m = model_of(
        object("RandomTreesEmbedding", {{"n_features_in_", integer(1)},
                                        {"one_hot_encoder_", encoder},
                                        {"estimators_", list({tree_regressor(tree_of(stump(0, {1}, {2}))),
                                                              tree_regressor(tree_of({leaf({1})}))})}}));
    CHECK(answers::of(m, "transform", {-1}) == std::vector{1.0, 0.0, 1.0});
    CHECK(answers::of(m, "transform", {1}) == std::vector{0.0, 1.0, 1.0});
  }

  TEST_CASE("forests of every version answer as scikit-learn did") {
    CHECK(ensemble_cases::worst("forest_") <= 1e-12);
    CHECK(ensemble_cases::worst("extra_trees") <= 1e-12);
  }
}
