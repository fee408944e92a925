// convert/frontend/sklearn/scale.cpp -- scalers to the last bit, Normalizer's small norms, Binarizer's edge.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

TEST_SUITE("convert/frontend/sklearn/scale") {
  TEST_CASE("a standard scaler subtracts, rounds, then divides") {
    const auto m = model_of(standard_scaler({0.1}, {0.3}));
    const double x = 0.7;
    CHECK(answers::of(m, "transform", {x}) == std::vector{(x - 0.1) / 0.3});
  }

  TEST_CASE("scalers let missing numbers through and refuse infinite ones") {
    const auto m = model_of(standard_scaler({0.1}, {0.3}));
    CHECK(std::isnan(answers::of(m, "transform", {missing}).front()));
    CHECK(answers::refuses(m, {INFINITY}));
  }

  TEST_CASE("a min-max scaler multiplies, rounds, adds, then clips if it is told to") {
    const auto scaler = [](bool clip) {
      return object("MinMaxScaler", {{"n_features_in_", integer(1)},
                                     {"scale_", numbers({0.3})},
                                     {"min_", numbers({0.1})},
                                     {"clip", boolean(clip)},
                                     {"feature_range", tuple({integer(0), integer(1)})}});
    };
    CHECK(answers::of(model_of(scaler(false)), "transform", {7}) == std::vector{7 * 0.3 + 0.1});
    CHECK(answers::of(model_of(scaler(true)), "transform", {7}) == std::vector{1.0});
  }

  TEST_CASE("a scaler by the largest size clips if it is told to") {
    const auto scaler = [](bool clip) {
      return object("MaxAbsScaler", {{"n_features_in_", integer(2)},
                                     {"scale_", numbers({4, 2})},
                                     {"clip", boolean(clip)},
                                     {"_sklearn_version", text("1.8.0")}});
    };
    CHECK(answers::of(model_of(scaler(false)), "transform", {5, -3}) == std::vector{1.25, -1.5});
    CHECK(answers::of(model_of(scaler(true)), "transform", {5, -3}) == std::vector{1.0, -1.0});
    CHECK(std::isnan(answers::of(model_of(scaler(true)), "transform", {missing, 1}).front()));
  }

  TEST_CASE("a norm below ten epsilons counts as zero since 1.0") {
    const auto normalizer = [](const char* version) {
      return object(
          "Normalizer",
          {{"n_features_in_", integer(2)}, {"norm", text("l1")}, {"_sklearn_version", text(version)}});
    };
    const std::vector<double> tiny = {1e-16, 3e-16};
    CHECK(answers::of(model_of(normalizer("1.2.1")), "transform", tiny) == tiny);
    CHECK(answers::of(model_of(normalizer("0.23.2")), "transform", tiny)[0] == doctest::Approx(0.25));
    CHECK(answers::of(model_of(normalizer("1.2.1")), "transform", {1, -3}) == std::vector{0.25, -0.75});
  }

  TEST_CASE("the threshold itself is not above the threshold") {
    const auto m =
        model_of(object("Binarizer", {{"n_features_in_", integer(1)}, {"threshold", number(1.5)}}));
    CHECK(answers::of(m, "transform", {1.5}) == std::vector{0.0});
    CHECK(answers::of(m, "transform", {1.6}) == std::vector{1.0});
  }

  TEST_CASE("an unknown norm is refused") {
    CHECK(refused(object("Normalizer", {{"n_features_in_", integer(1)}, {"norm", text("l3")}})) ==
          "`Normalizer`: norm `l3` is not supported");
  }
}
