// convert/frontend/sklearn/target_encode.cpp -- means of targets by category.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code encoder(const code& categories, const std::vector<code>& encodings, const code& mean) {
  return object("TargetEncoder", {{"n_features_in_", integer(1)},
                                  {"categories_", list({categories})},
                                  {"encodings_", list(encodings)},
                                  {"target_mean_", mean},
                                  {"_sklearn_version", text("1.4.0")}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/target_encode") {
  TEST_CASE("a category has its mean, an unknown one that of all") {
    const auto m = model_of(encoder(texts({"b", "a"}), {numbers({1.5, 2.5})}, number(2)));
    CHECK(answers::of(m, "transform", {0}) == std::vector{1.5});
    CHECK(answers::of(m, "transform", {1}) == std::vector{2.5});
    CHECK(answers::of(m, "transform", {-1}) == std::vector{2.0});
    CHECK(answers::of(m, "transform", {missing}) == std::vector{2.0});
  }

  TEST_CASE("a missing value that was there has its own mean") {
    const auto m = model_of(encoder(numbers({7, missing}), {numbers({1.5, 2.5})}, number(2)));
    CHECK(answers::of(m, "transform", {missing}) == std::vector{2.5});
    CHECK(answers::of(m, "transform", {8}) == std::vector{2.0});
    CHECK(answers::refuses(m, {INFINITY}));
  }

  TEST_CASE("several classes are a column each, feature by feature") {
    const auto m =
        model_of(encoder(numbers({7, 9}), {numbers({0.1, 0.2}), numbers({0.3, 0.4})}, numbers({0.5, 0.6})));
    CHECK(answers::of(m, "transform", {9}) == std::vector{0.2, 0.4});
    CHECK(answers::of(m, "transform", {8}) == std::vector{0.5, 0.6});
  }

  TEST_CASE("encodings that do not fit are refused") {
    CHECK(refused(encoder(numbers({7, 9}), {numbers({0.1})}, number(2))) ==
          "`TargetEncoder.encodings_[0]`: 1 numbers for 2 categories");
    CHECK(refused(encoder(numbers({7, 9}), {}, number(2))) ==
          "`TargetEncoder.encodings_`: 0 lists for 1 columns and 1 means");
  }
}
