// convert/frontend/sklearn/tree.cpp -- single trees: their leaves, their classes, and the rows that they refuse.
#include <doctest/doctest.h>

#include <cmath>

#include "ensemble_cases.hpp"
#include "pickled_trees.hpp"

using namespace pickled;

namespace {

const attributes gini_13 = {
    {"splitter", text("best")}, {"criterion", text("gini")}, {"_sklearn_version", text("1.3.0")}};

} // namespace

TEST_SUITE("convert/frontend/sklearn/tree") {
  TEST_CASE("a classifier answers fractions and the class with the most") {
    const auto m = model_of(tree_classifier(tree_of(stump(0.5, {1, 3}, {5, 5})), texts({"no", "yes"})));
    CHECK(answers::of(m, "proba", {0}) == std::vector{0.25, 0.75});
    CHECK(answers::of(m, "predict", {0}) == std::vector{1.0});
    CHECK(answers::of(m, "predict", {1}) == std::vector{0.0}); // a tie is the first class
    CHECK(m.outputs[0].labels[1].text == "yes");
  }

  TEST_CASE("x is read as float32 and compared with a float64 threshold") {
    const double threshold = 0.1; // below the nearest float32
    const auto m = model_of(tree_regressor(tree_of(stump(threshold, {1}, {2}))));
    CHECK(answers::of(m, "predict", {0.1}) == std::vector{2.0});
    CHECK(answers::of(m, "predict", {static_cast<double>(std::nextafter(0.1F, 0.0F))}) == std::vector{1.0});
  }

  TEST_CASE("NaN, infinity and what float32 can not hold are refused") {
    const auto m = model_of(tree_regressor(tree_of(stump(0.5, {1}, {2}))));
    for (const double x : {answers::missing, HUGE_VAL, -HUGE_VAL, 1e39}) CHECK(answers::refuses(m, {x}));
    CHECK(answers::of(m, "predict", {3e38}) == std::vector{2.0});
  }

  TEST_CASE("NaN goes where the node says, from 1.3 on") {
    auto nodes = stump(0.5, {1, 0}, {0, 1});
    const auto right = model_of(tree_classifier(tree_of(nodes, 1, true), integers({4, 5}), gini_13));
    nodes[0].missing_left = true;
    const auto left = model_of(tree_classifier(tree_of(nodes, 1, true), integers({4, 5}), gini_13));
    CHECK(answers::of(right, "predict", {answers::missing}) == std::vector{1.0});
    CHECK(answers::of(left, "predict", {answers::missing}) == std::vector{0.0});
    CHECK(answers::refuses(left, {INFINITY}));
  }

  TEST_CASE("the class is the argmax of counts even where the division makes them equal") {
    // 1.9 / 5.5 has half the mantissa of 1.9: two neighbours round to one quotient.
    const double more = std::nextafter(1.9, 2.0);
    const auto m = model_of(tree_classifier(tree_of({leaf({1.9, more, 1.7})}), integers({0, 1, 2})));
    const auto proba = answers::of(m, "proba", {0});
    CHECK(proba[0] == proba[1]);
    CHECK(answers::of(m, "predict", {0}) == std::vector{1.0});
  }

  TEST_CASE("many targets have an answer each") {
    // Padded to three classes an output; the first target has two.
    const code tree = tree_of(stump(0, {1, 1, 0, 0, 0, 2}, {0, 4, 0, 1, 1, 2}), 2);
    const auto m = model_of(tree_classifier(tree, list({integers({7, 8}), integers({1, 2, 3})})));
    CHECK(answers::of(m, "proba_0", {-1}) == std::vector{0.5, 0.5});
    CHECK(answers::of(m, "proba_1", {1}) == std::vector{0.25, 0.25, 0.5});
    CHECK(answers::of(m, "predict_0", {1}) == std::vector{1.0});
    CHECK(answers::of(m, "predict_1", {-1}) == std::vector{2.0});
  }

  TEST_CASE("more classes than values are refused") {
    CHECK(refused(tree_classifier(tree_of({leaf({1, 1})}), integers({0, 1, 2}))) ==
          "`DecisionTreeClassifier.tree_`: values for 2 classes of 3");
  }

  TEST_CASE("trees that encode their columns are refused") {
    CHECK(refused(tree_regressor(tree_of({leaf({1})}), {{"categorical_features", integers({0})}})) ==
          "`DecisionTreeRegressor.categorical_features`: categories in trees are not supported");
  }

  TEST_CASE("trees of every version answer as scikit-learn did") {
    CHECK(ensemble_cases::worst("tree_") <= 1e-12);
  }
}
