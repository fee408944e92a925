// convert/frontend/sklearn/polynomial.cpp -- the order of products and the order within one.
#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code polynomial(const code& degree, bool distinct, bool bias) {
  return object("PolynomialFeatures", {{"n_features_in_", integer(3)},
                                       {"degree", degree},
                                       {"interaction_only", boolean(distinct)},
                                       {"include_bias", boolean(bias)}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/polynomial") {
  TEST_CASE("products come by degree, then by columns") {
    const auto m = model_of(polynomial(integer(2), false, true));
    CHECK(answers::of(m, "transform", {2, 3, 5}) == std::vector<double>{1, 2, 3, 5, 4, 6, 10, 9, 15, 25});
  }

  TEST_CASE("interactions take each column once") {
    const auto m = model_of(polynomial(integer(3), true, false));
    CHECK(answers::of(m, "transform", {2, 3, 5}) == std::vector<double>{2, 3, 5, 6, 10, 15, 30});
  }

  TEST_CASE("a range of degrees leaves the lower ones out") {
    const auto m = model_of(polynomial(tuple({integer(2), integer(2)}), true, false));
    CHECK(answers::of(m, "transform", {2, 3, 5}) == std::vector<double>{6, 10, 15});
  }

  TEST_CASE("the first column is multiplied into the product of the others") {
    const auto m = model_of(polynomial(integer(3), true, false));
    const double a = 0.1, b = 0.7, c = 0.3;
    REQUIRE((a * b) * c != a * (b * c));
    CHECK(answers::of(m, "transform", {a, b, c}).back() == a * (b * c));
  }

  TEST_CASE("a degree that nobody means is refused") {
    CHECK(refused(polynomial(integer(65), false, false)) ==
          "`PolynomialFeatures`: degree 65 is not supported");
  }

  TEST_CASE("more products than memory holds are refused") {
    CHECK(refused(object("PolynomialFeatures", {{"n_features_in_", integer(1000)},
                                                {"degree", integer(3)},
                                                {"interaction_only", boolean(false)},
                                                {"include_bias", boolean(false)}})) ==
          "`PolynomialFeatures`: more than 1000000 products");
  }
}
