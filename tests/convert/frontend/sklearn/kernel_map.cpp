// convert/frontend/sklearn/kernel_map.cpp -- random and sampled feature maps.
#include <cmath>
#include <numbers>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code additive(int steps, const code& interval) {
  return object(
      "AdditiveChi2Sampler",
      {{"n_features_in_", integer(1)}, {"sample_steps", integer(steps)}, {"sample_interval", interval}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/kernel_map") {
  TEST_CASE("RBFSampler is the cosine of a projection") {
    const auto m =
        model_of(object("RBFSampler", {{"n_features_in_", integer(2)},
                                       {"random_weights_", numbers({1, 2, 3, 4})}, // (features, components)
                                       {"random_offset_", numbers({0.5, 0.25})}}));
    const auto y = answers::of(m, "transform", {1, -1});
    CHECK(y[0] == doctest::Approx(std::cos(1 - 3 + 0.5)).epsilon(1e-14));
    CHECK(y[1] == doctest::Approx(std::cos(2 - 4 + 0.25)).epsilon(1e-14));
  }

  TEST_CASE("SkewedChi2Sampler takes a logarithm, and refuses what has none") {
    const auto m = model_of(object("SkewedChi2Sampler", {{"n_features_in_", integer(1)},
                                                         {"skewedness", number(0.5)},
                                                         {"random_weights_", numbers({2})},
                                                         {"random_offset_", numbers({1})}}));
    CHECK(answers::of(m, "transform", {0.25})[0] ==
          doctest::Approx(std::cos(2 * std::log(0.75) + 1) * std::sqrt(2)).epsilon(1e-14));
    CHECK(answers::refuses(m, {-0.5}));
    CHECK_FALSE(answers::refuses(m, {std::nextafter(-0.5, 0.0)}));
  }

  TEST_CASE("AdditiveChi2Sampler samples cosines and sines of a logarithm") {
    const auto m = model_of(additive(2, none()));
    const auto y = answers::of(m, "transform", {3});
    const double factor = std::sqrt(2 * 3 * 0.5 / std::cosh(std::numbers::pi * 0.5));
    REQUIRE(y.size() == 3);
    CHECK(y[0] == doctest::Approx(std::sqrt(1.5)).epsilon(1e-14));
    CHECK(y[1] == doctest::Approx(factor * std::cos(0.5 * std::log(3))).epsilon(1e-14));
    CHECK(y[2] == doctest::Approx(factor * std::sin(0.5 * std::log(3))).epsilon(1e-14));
  }

  TEST_CASE("zeros stay zeros, and what is below is refused") {
    const auto m = model_of(additive(3, number(0.7)));
    for (const double zero : {0.0, -0.0})
      for (const double y : answers::of(m, "transform", {zero})) CHECK(y == 0);
    CHECK(answers::refuses(m, {-5e-324}));
  }

  TEST_CASE("many steps need an interval") {
    CHECK(refused(additive(4, none())) == "`AdditiveChi2Sampler`: sample_steps 4 without sample_interval");
    CHECK(answers::of(model_of(additive(4, number(0.5))), "transform", {1}).size() == 7);
    CHECK(refused(additive(0, number(0.5))) == "`AdditiveChi2Sampler`: sample_steps 0 is not supported");
  }
}
