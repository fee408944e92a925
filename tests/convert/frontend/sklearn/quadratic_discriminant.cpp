// convert/frontend/sklearn/quadratic_discriminant.cpp -- distances in units of each class' own spread.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code quadratic(const code& classes, std::size_t count, double last_scaling = 4) {
  std::vector<code> rotations;
  std::vector<code> scalings;
  std::vector<double> means;
  std::vector<double> priors;
  for (std::size_t k = 0; k < count; ++k) {
    rotations.push_back(numbers({1, 0, 0, 1})); // (2, 2)
    scalings.push_back(numbers({1, last_scaling}));
    means.insert(means.end(), {3.0 * static_cast<double>(k), 0});
    priors.push_back(1.0 / static_cast<double>(count));
  }
  return object("QuadraticDiscriminantAnalysis", {{"n_features_in_", integer(2)},
                                                  {"classes_", classes},
                                                  {"priors_", numbers(priors)},
                                                  {"means_", numbers(means)},
                                                  {"rotations_", list(rotations)},
                                                  {"scalings_", list(scalings)}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/quadratic_discriminant") {
  TEST_CASE("two classes have one score, the second's less the first's") {
    const auto m = model_of(quadratic(texts({"no", "yes"}), 2));
    CHECK(std::fabs(answers::of(m, "raw", {1, 8})[0] - (-0.5 * 4 + 0.5 * 1)) < 1e-14);
    CHECK(answers::of(m, "predict", {1, 8}) == std::vector{0.0});
    CHECK(std::fabs(answers::of(m, "proba", {1, 8})[1] - 1 / (1 + std::exp(1.5))) < 1e-15);
  }

  TEST_CASE("several classes have a score each") {
    const auto m = model_of(quadratic(integers({1, 2, 3}), 3));
    const auto raw = answers::of(m, "raw", {3, 2});
    REQUIRE(raw.size() == 3);
    CHECK(std::fabs(raw[1] - (-0.5 * (1 + std::log(4.0)) + std::log(1.0 / 3))) < 1e-14);
    CHECK(answers::of(m, "predict", {3, 2}) == std::vector{1.0});
    CHECK(answers::refuses(m, {3, missing}));
  }

  TEST_CASE("what was fitted to floats is refused: its powers are one machine's") {
    const auto fitted = [](const code& rotation, const code& scaling) {
      return object("QuadraticDiscriminantAnalysis", {{"n_features_in_", integer(1)},
                                                      {"classes_", integers({1, 2})},
                                                      {"priors_", numbers({0.5, 0.5})},
                                                      {"means_", numbers({0, 0})},
                                                      {"rotations_", list({rotation, rotation})},
                                                      {"scalings_", list({scaling, scaling})}});
    };
    CHECK(refused(fitted(numbers({1}), numbers({3}))) == "");
    CHECK(refused(fitted(floats({1}), floats({3}))) ==
          "`QuadraticDiscriminantAnalysis.scalings_[0]`: fitted to 32-bit floats, whose powers depend on the "
          "machine: not six "
          "digits of its own answers are certain (fitted to 64-bit floats it converts)");
    CHECK(refused(fitted(floats({1}), numbers({3})))
              .starts_with("`QuadraticDiscriminantAnalysis.rotations_[0]`: fitted to 32-bit floats"));
  }

  TEST_CASE("a spread that is nothing but rounding is refused") {
    CHECK(refused(quadratic(texts({"no", "yes"}), 2, 4)) == "");
    code collinear = object("QuadraticDiscriminantAnalysis",
                            {{"n_features_in_", integer(2)},
                             {"classes_", integers({0, 1})},
                             {"priors_", numbers({0.5, 0.5})},
                             {"means_", numbers({0, 0, 1, 1})},
                             {"rotations_", list({numbers({0.8, -0.6, 0.6, 0.8}), numbers({1, 0, 0, 1})})},
                             {"scalings_", list({numbers({1, 1e-32}), numbers({1, 1})})}});
    CHECK(refused(collinear).starts_with(
        "`QuadraticDiscriminantAnalysis.scalings_[0]`: answers would be rounding"));
  }
}
