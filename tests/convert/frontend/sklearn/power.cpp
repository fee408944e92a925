// convert/frontend/sklearn/power.cpp -- Yeo-Johnson, Box-Cox and the scaler behind them.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code power_transformer(const std::string& method, double lambda, bool standardize) {
  return object("PowerTransformer", {{"n_features_in_", integer(1)},
                                     {"method", text(method)},
                                     {"lambdas_", numbers({lambda})},
                                     {"standardize", boolean(standardize)},
                                     {"_scaler", standard_scaler({1}, {2})}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/power") {
  TEST_CASE("Yeo-Johnson has its own branch below zero") {
    const auto m = model_of(power_transformer("yeo-johnson", 0.5, false));
    CHECK(answers::of(m, "transform", {3})[0] == doctest::Approx(2.0).epsilon(1e-14)); // (4^0.5 - 1) / 0.5
    // -((3 + 1)^1.5 - 1) / 1.5
    CHECK(answers::of(m, "transform", {-3})[0] == doctest::Approx(-7 / 1.5).epsilon(1e-14));
  }

  TEST_CASE("the scaler comes after the power") {
    const auto m = model_of(power_transformer("yeo-johnson", 1, true));
    CHECK(answers::of(m, "transform", {5})[0] == doctest::Approx(2.0).epsilon(1e-14)); // (5 - 1) / 2
  }

  TEST_CASE("Box-Cox refuses zero and below, and lets missing numbers through") {
    const auto m = model_of(power_transformer("box-cox", 2, false));
    CHECK(answers::of(m, "transform", {3})[0] == doctest::Approx(4.0).epsilon(1e-14)); // (9 - 1) / 2
    CHECK(answers::refuses(m, {0}));
    CHECK(std::isnan(answers::of(m, "transform", {missing})[0]));
  }

  TEST_CASE("a column that varies by less than pow rounds is refused, and one that nearly does promises six "
            "digits") {
    const auto of = [](double mean, double scale, double lambda) {
      return object("PowerTransformer", {{"n_features_in_", integer(1)},
                                         {"method", text("yeo-johnson")},
                                         {"lambdas_", numbers({lambda})},
                                         {"standardize", boolean(true)},
                                         {"_scaler", standard_scaler({mean}, {scale})}});
    };
    const std::string lost =
        "`PowerTransformer`: column 0 varies so little beside the size of its powers that "
        "its answers would be rounding errors, which scikit-learn does not repeat from machine to "
        "machine either: leave it out if it is constant, or put a StandardScaler before";
    CHECK(refused(of(3e8, 1, 15)) == lost);        // a constant of 3, to the fifteenth
    CHECK(refused(of(1e-12, 1e-12, 0.5)) == lost); // next to 1, whose power is divided by lambda
    CHECK(refused(of(-3e8, 1, -13)) == lost);      // below zero 2 - lambda counts
    CHECK(model_of(of(1e5, 1, 0.5)).sums_cancel);
    CHECK_FALSE(model_of(of(10, 3, 0.5)).sums_cancel);
    CHECK_FALSE(model_of(of(0, 1, 0.5)).sums_cancel); // a constant of nothing
  }

  TEST_CASE("a column that was all missing is refused") {
    CHECK(refused(power_transformer("box-cox", missing, false)) ==
          "`PowerTransformer.lambdas_`: a column that was all missing is not supported");
  }
}
