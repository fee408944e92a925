// convert/frontend/sklearn/quantile.cpp -- ranks among a column's quantiles, uniform and normal.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code transformer(const std::string& output, const std::vector<double>& quantiles) {
  return object("QuantileTransformer", {{"n_features_in_", integer(2)},
                                        {"output_distribution", text(output)},
                                        {"references_", numbers({0, 0.5, 1})},
                                        {"quantiles_", numbers(quantiles)}}); // (quantiles, features)
}

const std::vector<double> usual{0, 10, 1, 20, 4, 40};

} // namespace

TEST_SUITE("convert/frontend/sklearn/quantile") {
  TEST_CASE("every column has its own quantiles") {
    const auto m = model_of(transformer("uniform", usual));
    CHECK(answers::of(m, "transform", {0.5, 30}) == std::vector{0.25, 0.75});
    CHECK(answers::of(m, "transform", {-1, 41}) == std::vector{0.0, 1.0});
    CHECK(std::isnan(answers::of(m, "transform", {missing, 10})[0]));
    CHECK(answers::refuses(m, {HUGE_VAL, 10}));
  }

  TEST_CASE("normal ranks are bent to a bell, and kept from infinity") {
    const auto m = model_of(transformer("normal", usual));
    // scikit-learn 1.2.1: norm.ppf(0.25) and the two ends of its clip, these to the last bit.
    CHECK(answers::of(m, "transform", {0.5, 10})[0] == doctest::Approx(-0.6744897501960817).epsilon(1e-14));
    CHECK(answers::of(m, "transform", {-9, 99}) == std::vector{-5.199337582605575, 5.19933758270342});
    CHECK(answers::of(m, "transform", {5e-8, 10})[0] == -5.199337582605575);
    CHECK(std::isnan(answers::of(m, "transform", {1, missing})[1]));
  }

  TEST_CASE("a column that was all missing, other outputs and quantiles that do not fit are refused") {
    CHECK(refused(transformer("uniform", {0, missing, 1, missing, 4, missing})) ==
          "`QuantileTransformer.quantiles_`: a column that was all missing is not supported");
    CHECK(refused(transformer("cauchy", usual)) ==
          "`QuantileTransformer`: output_distribution `cauchy` is not supported");
    CHECK(refused(transformer("uniform", {0, 10, 4, 40})) ==
          "`QuantileTransformer.quantiles_`: 2 quantiles for 3 references");
  }
}
