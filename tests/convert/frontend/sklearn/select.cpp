// convert/frontend/sklearn/select.cpp -- which columns each selector keeps.
#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

const std::vector<double> row = {10, 20, 30, 40};

std::vector<double> kept(const std::string& name, attributes more) {
  more.emplace_back("n_features_in_", integer(4));
  return answers::of(model_of(object(name, more)), "transform", row);
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/select") {
  TEST_CASE("of equal scores the later columns are the best") {
    CHECK(kept("SelectKBest", {{"scores_", numbers({1, 3, 3, 3})}, {"k", integer(2)}}) ==
          std::vector<double>{30, 40});
    CHECK(kept("SelectKBest", {{"scores_", numbers({1, missing, 3, 2})}, {"k", integer(3)}}) ==
          std::vector<double>{10, 30, 40});
    CHECK(kept("SelectKBest", {{"scores_", numbers({1, 3, 3, 3})}, {"k", text("all")}}) == row);
  }

  TEST_CASE("of equal scores at a percentile the earlier columns stay") {
    CHECK(kept("SelectPercentile", {{"scores_", numbers({1, 3, 3, 3})}, {"percentile", integer(50)}}) ==
          std::vector<double>{20, 30});
  }

  TEST_CASE("significance bounds each error, all of them or their share") {
    const code p = numbers({0.01, 0.02, 0.03, 0.9});
    CHECK(kept("SelectFpr", {{"pvalues_", p}, {"alpha", number(0.03)}}) == std::vector<double>{10, 20});
    CHECK(kept("SelectFwe", {{"pvalues_", p}, {"alpha", number(0.05)}}) == std::vector<double>{10});
    CHECK(kept("SelectFdr", {{"pvalues_", p}, {"alpha", number(0.04)}}) == std::vector<double>{10, 20, 30});
  }

  TEST_CASE("variance is compared and rows are not checked") {
    const auto m = model_of(
        object("VarianceThreshold",
               {{"n_features_in_", integer(2)}, {"variances_", numbers({0, 1})}, {"threshold", number(0)}}));
    CHECK(answers::of(m, "transform", {missing, 5}) == std::vector{5.0});
  }

  TEST_CASE("recursive elimination selects before a last step and predicts as one") {
    const auto rfe = object(
        "RFE",
        {{"n_features_in_", integer(2)}, {"support_", integers({0, 1})}, {"estimator_", ridge({3}, 0)}});
    CHECK(answers::of(model_of(rfe), "predict", {1, 2}) == std::vector{6.0});
    CHECK(answers::of(model_of(pipeline({rfe, ridge({5}, 0)})), "predict", {1, 2}) == std::vector{10.0});
  }

  TEST_CASE("a selector that keeps nothing is refused") {
    CHECK(refused(object("SelectKBest",
                         {{"n_features_in_", integer(1)}, {"scores_", numbers({1})}, {"k", integer(0)}})) ==
          "`SelectKBest`: no feature is selected");
  }
}
