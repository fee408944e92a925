// convert/frontend/sklearn/calibration.cpp -- sigmoid and isotonic calibration under the names of each version.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code sigmoid(double a, double b) {
  return object("_SigmoidCalibration", {{"a_", number(a)}, {"b_", number(b)}});
}

code isotonic(const std::vector<double>& y) {
  return object(
      "IsotonicRegression",
      {{"out_of_bounds", text("clip")}, {"X_thresholds_", numbers({-1, 1})}, {"y_thresholds_", numbers(y)}});
}

code calibrated(const std::vector<code>& pairs, const code& classes) {
  return object("CalibratedClassifierCV", {{"classes_", classes}, {"calibrated_classifiers_", list(pairs)}});
}

code pair_of(const code& estimator, const std::vector<code>& calibrators, bool old = false) {
  return object("_CalibratedClassifier", {{old ? "base_estimator" : "estimator", estimator},
                                          {old ? "calibrators_" : "calibrators", list(calibrators)}});
}

code three_scores() {
  return object("LinearSVC", {{"n_features_in_", integer(1)},
                              {"coef_", numbers({1, 0, -1})},
                              {"intercept_", numbers({0, 0, 0})},
                              {"classes_", integers({0, 1, 2})}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/calibration") {
  TEST_CASE("a sigmoid of the score, under old names and new") {
    for (const bool old : {false, true}) {
      CAPTURE(old);
      const auto m =
          model_of(calibrated({pair_of(logistic({1}, 0), {sigmoid(-2, 1)}, old)}, integers({0, 1})));
      CHECK(answers::of(m, "proba", {3})[1] ==
            doctest::Approx(1 / (1 + std::exp(-5.0))).epsilon(1e-14)); // -(-2 * 3 + 1)
    }
  }

  TEST_CASE("the mean over folds decides") {
    const auto m = model_of(calibrated({pair_of(logistic({1}, 0), {isotonic({0.2, 0.2})}),
                                        pair_of(logistic({1}, 0), {isotonic({0.9, 0.9})})},
                                       integers({0, 1})));
    CHECK(answers::of(m, "proba", {0})[1] == doctest::Approx(0.55).epsilon(1e-15));
    CHECK(answers::of(m, "predict", {0}) == std::vector{1.0});
  }

  TEST_CASE("many classes are normalised, and uniform where all are zero") {
    const auto m = model_of(
        calibrated({pair_of(three_scores(), {isotonic({0, 0.6}), isotonic({0, 0}), isotonic({0, 0.6})})},
                   integers({0, 1, 2})));
    CHECK(answers::of(m, "proba", {1}) == std::vector{1.0, 0.0, 0.0});
    const auto zero =
        model_of(calibrated({pair_of(three_scores(), {isotonic({0, 0}), isotonic({0, 0}), isotonic({0, 0})})},
                            integers({0, 1, 2})));
    CHECK(answers::of(zero, "proba", {1}) == std::vector(3, 1.0 / 3));
  }

  TEST_CASE(
      "a line that ends above 1 in floats is taken back to 1, and the other class keeps what was left") {
    const code floats_above = object("IsotonicRegression", {{"out_of_bounds", text("clip")},
                                                            {"X_thresholds_", floats({0.2F, 0.58F, 0.66F})},
                                                            {"y_thresholds_", floats({0.08F, 0.2F, 1})}});
    const auto m = model_of(calibrated({pair_of(logistic({1}, 0), {floats_above})}, integers({0, 1})));
    CHECK(answers::of(m, "proba", {9}) == std::vector{1 - 1.0000001192092896, 1.0});
  }

  TEST_CASE("a fold that has not seen all classes is refused") {
    CHECK(refused(calibrated({pair_of(logistic({1}, 0), {sigmoid(1, 0)})}, integers({0, 1, 2}))) ==
          "`CalibratedClassifierCV.calibrated_classifiers_[0].estimator`: a fold that lacks classes is not "
          "supported");
  }

  TEST_CASE("before 1.0 an overflowing score makes each probability that is none an even share") {
    const auto overflows = [](const char* version) {
      return model_of(object(
          "CalibratedClassifierCV",
          {{"classes_", integers({0, 1})},
           {"calibrated_classifiers_", list({pair_of(logistic({1e200, -1e200}, 0), {sigmoid(-1, 0)})})},
           {"_sklearn_version", text(version)}}));
    };
    CHECK(answers::of(overflows("0.24.2"), "proba", {1e200, 1e200}) == std::vector{0.5, 0.5});
    CHECK(std::isnan(answers::of(overflows("1.0.2"), "proba", {1e200, 1e200})[0]));
  }

  TEST_CASE("a temperature divides the score, or the logarithms of probabilities") {
    const auto cooled = [](const code& member, double beta) {
      return model_of(calibrated(
          {pair_of(member, {object("_TemperatureScaling", {{"beta_", number(beta)}})})}, integers({0, 1})));
    };
    CHECK(answers::of(cooled(logistic({1}, 0), 0.5), "proba", {3})[1] ==
          doctest::Approx(1 / (1 + std::exp(-3.0))).epsilon(1e-14)); // -1.5 and 1.5
    const code shares = object("DummyClassifier", {{"strategy", text("prior")},
                                                   {"n_outputs_", integer(1)},
                                                   {"n_features_in_", integer(1)},
                                                   {"classes_", integers({0, 1})},
                                                   {"class_prior_", numbers({0.2, 0.8})}});
    CHECK(answers::of(cooled(shares, 2), "proba", {0})[1] == doctest::Approx(16.0 / 17).epsilon(1e-10));
  }

  TEST_CASE("the temperature of many scores is refused: they may be taken for probabilities") {
    const code cooler = object("_TemperatureScaling", {{"beta_", number(1)}});
    CHECK(refused(calibrated({pair_of(three_scores(), {cooler})}, integers({0, 1, 2}))) ==
          "`CalibratedClassifierCV.calibrated_classifiers_[0].calibrators[0]`: the temperature of scores "
          "that may be "
          "taken for probabilities is not supported");
  }

  TEST_CASE("another way to calibrate is refused by its class") {
    CHECK(refused(calibrated({pair_of(logistic({1}, 0), {object("_Unheard", {})})}, integers({0, 1}))) ==
          "`CalibratedClassifierCV.calibrated_classifiers_[0].calibrators`: calibration by class "
          "`_Unheard` is not supported");
  }
}
