// convert/frontend/sklearn/rounding_noise.cpp -- FastICA and whitening where there is nothing but rounding.
#include <array>

#include <doctest/doctest.h>

#include <convert/frontend/sklearn/rounding_noise.hpp>

#include "pickled.hpp"

using namespace pickled;

namespace {

code unmixing(const std::vector<double>& components, const std::vector<double>& whitening) {
  return object("FastICA", {{"n_features_in_", integer(2)},
                            {"mean_", numbers({0, 0})},
                            {"whitening_", numbers(whitening)},
                            {"components_", numbers(components)}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/rounding_noise") {
  TEST_CASE("noise is half a unit of each product's size") {
    const std::array weights = {2.0, -3.0};
    const std::array sizes = {10.0, 1.0};
    CHECK(convert::sklearn::rounding_noise(weights, sizes) == 23 * 0x1p-53);
  }

  TEST_CASE("components of data that has them all convert") {
    CHECK(refused(unmixing({0.6, 0.8, -0.8, 0.6}, {1, 0, 0, 1})) == "");
    CHECK(refused(unmixing({6e4, 0.8, -8e4, 0.6}, {1e5, 0, 0, 1})) == ""); // columns of different scales
  }

  TEST_CASE("components that columns leave no room for are refused") {
    // The second direction, across (1, 1), has no spread but rounding.
    const double r = 0.7071067811865476;
    CHECK(refused(unmixing({r, -r, 1e15, -1e15}, {r, r, 1e15, -1e15}))
              .starts_with("`FastICA.components_`: answers would be rounding errors"));
  }

  TEST_CASE("whitening by a variance that is rounding is refused") {
    const auto whitened = [](double variance) {
      return object("PCA", {{"n_features_in_", integer(2)},
                            {"mean_", numbers({0, 0})},
                            {"components_", numbers({0.6, 0.8, -0.8, 0.6})},
                            {"explained_variance_", numbers({4, variance})},
                            {"whiten", boolean(true)}});
    };
    CHECK(refused(whitened(1e-12)) == "");
    CHECK(
        refused(whitened(1e-32)).starts_with("`PCA.explained_variance_`: answers would be rounding errors"));
  }
}
