// convert/frontend/sklearn/isotonic.cpp -- a curve between thresholds and what is outside of it.
#include <cmath>
#include <utility>
#include <vector>

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

  TEST_CASE("fitted to floats it answers by scipy's lines in floats, which can miss the points") {
    // scikit-learn 1.2.1 with scipy 1.10.1: the last point is 1, its line ends one unit of the last place above.
    const auto m = model_of(object("IsotonicRegression", {{"out_of_bounds", text("clip")},
                                                          {"X_thresholds_", floats({0.2F, 0.58F, 0.66F})},
                                                          {"y_thresholds_", floats({0.08F, 0.2F, 1})}}));
    const std::vector<std::pair<double, double>> answered = {
        {0.2F, 0.07999999821186066}, {0.58F, 0.20000000298023224}, {0.66F, 1.0000001192092896},
        {0.5, 0.1747368574142456},   {-9, 0.07999999821186066},    {9, 1.0000001192092896}};
    for (const auto& pair : answered) {
      CAPTURE(pair.first);
      CHECK(answers::of(m, "predict", {pair.first}) == std::vector{pair.second});
    }
  }

  TEST_CASE("thresholds of two types are refused") {
    CHECK(refused(object("IsotonicRegression", {{"out_of_bounds", text("clip")},
                                                {"X_thresholds_", floats({0, 1})},
                                                {"y_thresholds_", numbers({0, 1})}})) ==
          "`IsotonicRegression.y_thresholds_`: of another type than `IsotonicRegression.X_thresholds_`");
  }

  TEST_CASE("an error outside is refused, for nothing can say it of a row") {
    CHECK(refused(isotonic("raise")) == "`IsotonicRegression`: out_of_bounds `raise` is not supported");
  }
}
