// convert/frontend/sklearn/inverse.cpp -- targets that a transformer bent, turned back.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled_xgboost.hpp"

using namespace pickled;

namespace {

code with_target(const code& transformer) {
  return object("TransformedTargetRegressor", {{"regressor_", ridge({1}, 0)}, {"transformer_", transformer}});
}

double turned_back(const code& transformer, double x) {
  return answers::of(model_of(with_target(transformer)), "predict", {x}).at(0);
}

code power_transformer(const char* method, double lambda, bool standardize) {
  return object("PowerTransformer", {{"method", text(method)},
                                     {"lambdas_", numbers({lambda})},
                                     {"standardize", boolean(standardize)},
                                     {"_scaler", standard_scaler({1}, {2})}});
}

code quantile_transformer(const char* output) {
  return object("QuantileTransformer", {{"output_distribution", text(output)},
                                        {"references_", numbers({0, 0.5, 1})},
                                        {"quantiles_", numbers({10, 20, 40})}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/inverse") {
  TEST_CASE("a scaled target is multiplied, then moved") {
    CHECK(answers::of(model_of(with_target(standard_scaler({10}, {3}))), "predict", {2}) ==
          std::vector{16.0});
  }

  TEST_CASE("the target of a regressor that answers floats stays a float, step by step") {
    const auto scaled = [](const code& transformer) {
      return model_of(object("TransformedTargetRegressor", {{"n_features_in_", integer(2)},
                                                            {"regressor_", xgboost_regressor("0.1", "1E2")},
                                                            {"transformer_", transformer}}));
    };
    const float product = 0.1F * 3;
    CHECK(answers::of(scaled(standard_scaler({1e5}, {3})), "predict", {0, 0}) ==
          std::vector{static_cast<double>(product + 1e5F)});
    const auto logarithm = object("FunctionTransformer", {{"func", global("numpy", "log")},
                                                          {"inverse_func", global("numpy", "exp")},
                                                          {"validate", boolean(false)}});
    CHECK(answers::of(scaled(logarithm), "predict", {1, 0}) == std::vector{static_cast<double>(INFINITY)});
  }

  TEST_CASE("a function's inverse is known by its own name") {
    const auto logarithm = object("FunctionTransformer", {{"func", global("numpy", "log")},
                                                          {"inverse_func", global("numpy", "exp")},
                                                          {"validate", boolean(true)}});
    CHECK(answers::of(model_of(with_target(logarithm)), "predict", {2})[0] ==
          doctest::Approx(std::exp(2)).epsilon(1e-15));
  }

  TEST_CASE("a scaler refuses what overflowed before it is turned back, as the trainer does") {
    const auto m =
        model_of(object("TransformedTargetRegressor",
                        {{"regressor_", ridge({4}, 0)}, {"transformer_", standard_scaler({1}, {2})}}));
    CHECK(answers::of(m, "predict", {1}) == std::vector{9.0});
    CHECK(answers::refuses(m, {1e308}));
  }

  TEST_CASE("Box-Cox backwards is a root, and an exponential where lambda is zero") {
    CHECK(turned_back(power_transformer("box-cox", 2, false), 4) == doctest::Approx(3).epsilon(1e-14));
    CHECK(turned_back(power_transformer("box-cox", 0, false), 2) ==
          doctest::Approx(std::exp(2)).epsilon(1e-14));
    CHECK(std::isnan(turned_back(power_transformer("box-cox", -2, false), 2)));
  }

  TEST_CASE("Yeo-Johnson backwards has its own branch below zero, and the scaler comes first") {
    const auto half = power_transformer("yeo-johnson", 0.5, false);
    CHECK(turned_back(half, 2) == doctest::Approx(3).epsilon(1e-14));         // (2 / 2 + 1)^2 - 1
    CHECK(turned_back(half, -7 / 1.5) == doctest::Approx(-3).epsilon(1e-14)); // 1 - (7 + 1)^(1 / 1.5)
    CHECK(turned_back(half, 0) == 0);
    CHECK(turned_back(power_transformer("yeo-johnson", 0, false), 1) ==
          doctest::Approx(std::exp(1) - 1).epsilon(1e-14));
    CHECK(turned_back(power_transformer("yeo-johnson", 2, false), -1) ==
          doctest::Approx(1 - std::exp(1)).epsilon(1e-14));
    CHECK(turned_back(power_transformer("yeo-johnson", 1, true), 2) == doctest::Approx(5).epsilon(1e-14));
  }

  TEST_CASE("a rank is looked up among the quantiles, the ends are theirs") {
    const auto ranks = quantile_transformer("uniform");
    CHECK(turned_back(ranks, 0.25) == 15);
    CHECK(turned_back(ranks, 0.75) == 30);
    CHECK(turned_back(ranks, -1) == 10);
    CHECK(turned_back(ranks, 7) == 40);
    const auto bell = quantile_transformer("normal");
    CHECK(turned_back(bell, 0) == 20);
    CHECK(turned_back(bell, 0.6744897501960817) == doctest::Approx(30).epsilon(1e-14)); // three quarters
    CHECK(turned_back(bell, -5.1) > 10);
    CHECK(turned_back(bell, -5.3) == 10); // nearer to the end than 1e-7
    CHECK(turned_back(bell, 5.3) == 40);
  }

  TEST_CASE("a pipeline is turned back from its end, and one inside of another is refused") {
    const auto steps = pipeline({power_transformer("box-cox", 2, false), standard_scaler({10}, {3})});
    CHECK(turned_back(steps, -2) == doctest::Approx(3).epsilon(1e-14)); // -2 * 3 + 10, and (4 * 2 + 1)^(1/2)
    CHECK(refused(with_target(pipeline({steps}))) ==
          "`TransformedTargetRegressor.transformer_.steps[0][1]`: the inverse of class "
          "`sklearn.any.Pipeline` is not supported");
  }

  TEST_CASE("a target of unknown inverse is refused") {
    CHECK(refused(with_target(object("KBinsDiscretizer", {}))) ==
          "`TransformedTargetRegressor.transformer_`: the inverse of class `sklearn.any.KBinsDiscretizer` "
          "is not supported");
  }
}
