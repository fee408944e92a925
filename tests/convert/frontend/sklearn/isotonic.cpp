// convert/frontend/sklearn/isotonic.cpp -- a curve between thresholds and what is outside of it.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code isotonic(const std::string& outside, const std::string& x = "X_thresholds_",
              const std::string& y = "y_thresholds_") {
  return object("IsotonicRegression",
                {{"out_of_bounds", text(outside)}, {x, numbers({0, 2})}, {y, numbers({1, 5})}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/isotonic") {
  TEST_CASE("between two thresholds the curve is straight") {
    CHECK(answers::of(model_of(isotonic("nan")), "predict", {0.5}) == std::vector{2.0});
  }

  TEST_CASE("outside there is the end's value or none") {
    CHECK(answers::of(model_of(isotonic("clip")), "predict", {9}) == std::vector{5.0});
    CHECK(std::isnan(answers::of(model_of(isotonic("nan")), "predict", {9})[0]));
  }

  TEST_CASE("thresholds are found under the names of 0.23") {
    CHECK(answers::of(model_of(isotonic("clip", "_necessary_X_", "_necessary_y_")), "predict", {1}) ==
          std::vector{3.0});
  }

  TEST_CASE("an error outside is refused, for nothing can say it of a row") {
    CHECK(refused(isotonic("raise")) == "`IsotonicRegression`: out_of_bounds `raise` is not supported");
  }
}
