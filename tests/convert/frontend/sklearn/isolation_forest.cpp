// convert/frontend/sklearn/isolation_forest.cpp -- depths, scores and the line between inside and outside.
#include <doctest/doctest.h>

#include <cmath>

#include "ensemble_cases.hpp"
#include "pickled_trees.hpp"

using namespace pickled;

namespace {

constexpr double euler_gamma = 0.57721566490153286;

/// Of 256 rows, a stump leaves `left` on the one side and 2 on the other.
code forest(std::int64_t left, double offset, attributes more = {}) {
  auto nodes = stump(0, {0}, {0});
  nodes[1].samples = left;
  nodes[2].samples = 2;
  more.insert(more.end(), {{"n_features_in_", integer(1)},
                           {"max_samples_", integer(256)},
                           {"offset_", number(offset)},
                           {"estimators_", list({tree_regressor(tree_of(nodes))})},
                           {"estimators_features_", list({integers({0})})}});
  return object("IsolationForest", std::move(more));
}

double average_path_length(double n) { return 2 * (std::log(n - 1) + euler_gamma) - 2 * (n - 1) / n; }

} // namespace

TEST_SUITE("convert/frontend/sklearn/isolation_forest") {
  TEST_CASE("the decision is the paper's score, turned round and shifted") {
    const auto m = model_of(forest(254, -0.5));
    const double deep = 1 + average_path_length(254);
    CHECK(answers::of(m, "raw", {-1}).at(0) ==
          doctest::Approx(0.5 - std::exp2(-deep / average_path_length(256))));
    CHECK(answers::of(m, "raw", {1}).at(0) ==
          doctest::Approx(0.5 - std::exp2(-2 / average_path_length(256))));
    CHECK(answers::of(m, "predict", {-1}) == std::vector{1.0});
    CHECK(answers::of(m, "predict", {1}) == std::vector{0.0});
    CHECK(m.outputs[0].labels[0].text == "-1");
  }

  TEST_CASE("a decision of zero is inside") {
    const double score = -std::pow(2.0, -(2 / average_path_length(256)));
    for (const double off :
         {0.0, -0x1p-53, 0x1p-53}) // numpy's power differs in its last bit between machines
      CHECK(answers::of(model_of(forest(254, score + off)), "predict", {1}) == std::vector{1.0});
    CHECK(answers::of(model_of(forest(254, score + 0x1p-50)), "predict", {1}) == std::vector{0.0});
  }

  TEST_CASE("trees of one row have no depth and a score of one half") {
    const code tree = tree_regressor(tree_of({leaf({0})}));
    const auto m = model_of(object("IsolationForest", {{"n_features_in_", integer(1)},
                                                       {"max_samples_", integer(1)},
                                                       {"offset_", number(-0.5)},
                                                       {"estimators_", list({tree})},
                                                       {"estimators_features_", list({integers({0})})}}));
    CHECK(answers::of(m, "raw", {3}) == std::vector{0.0});
    const code old = object("IsolationForest", {{"n_features_in_", integer(1)},
                                                {"max_samples_", integer(1)},
                                                {"offset_", number(-0.5)},
                                                {"estimators_", list({tree})},
                                                {"estimators_features_", list({integers({0})})},
                                                {"_sklearn_version", text("0.23.2")}});
    CHECK(refused(old) ==
          "`IsolationForest`: trees of one row each, whose depth is divided by 0, are not supported");
    CHECK(answers::of(m, "predict", {3}) == std::vector{1.0});
  }

  TEST_CASE("NaN is refused up to 1.5") {
    CHECK(answers::refuses(model_of(forest(254, -0.5)), {answers::missing}));
    CHECK(answers::refuses(model_of(forest(254, -0.5, {{"_sklearn_version", text("1.5.2")}})), {INFINITY}));
  }

  TEST_CASE("since 1.6 NaN goes where the nodes say and infinity is a number like others") {
    const auto m = model_of(forest(254, -0.5, {{"_sklearn_version", text("1.6.0")}}));
    const auto left = answers::of(m, "raw", {-1});
    const auto right = answers::of(m, "raw", {1});
    CHECK(answers::of(m, "raw", {answers::missing}) == right);
    CHECK(answers::of(m, "raw", {INFINITY}) == right);
    CHECK(answers::of(m, "raw", {-INFINITY}) == left);
    CHECK(answers::of(m, "raw", {1e300}) == right); // past float32's range
  }

  TEST_CASE("isolation forests of every version answer as scikit-learn did") {
    CHECK(ensemble_cases::worst("isolation_forest") <= 1e-12);
  }
}
