// convert/frontend/onnx/running_sum.cpp -- CumSum both ways, with and without the element itself.
#include <convert/frontend/onnx/operators.hpp>

#include <cmath>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

std::vector<double> summed(const std::vector<double>& row, std::int64_t exclusive, std::int64_t reverse) {
  const node n = node("CumSum", {"x", "a"}, {"y"}).with("exclusive", exclusive).with("reverse", reverse);
  return asked(over_rows(4, n).constant(longs({}, {1}, "a")), row);
}

} // namespace

TEST_SUITE("convert/frontend/onnx/running_sum") {

  TEST_CASE("each sum is the one before it and one element more, from either end") {
    CHECK(summed({1, 2, 3, 4}, 0, 0) == std::vector<double>{1, 3, 6, 10});
    CHECK(summed({1, 2, 3, 4}, 1, 0) == std::vector<double>{0, 1, 3, 6});
    CHECK(summed({1, 2, 3, 4}, 0, 1) == std::vector<double>{10, 9, 7, 4});
    CHECK(summed({1, 2, 3, 4}, 1, 1) == std::vector<double>{9, 7, 4, 0});
  }

  TEST_CASE("sums are rounded one after the other, and what is infinite leaves those before it alone") {
    CHECK(summed({16777216, 1, 1, -16777216}, 0, 0) == std::vector<double>{16777216, 16777216, 16777216, 0});
    const auto endless = summed({1, infinity, -infinity, 1}, 0, 0);
    CHECK(endless[0] == 1);
    CHECK(endless[1] == infinity);
    CHECK(std::isnan(endless[2]));
  }

  TEST_CASE("sums run along any axis but the rows") {
    const auto m = model()
                       .input("x", f32, {open, 2, 2})
                       .add(node("CumSum", {"x", "a"}, {"y"}))
                       .constant(longs({1}, {-2}, "a"))
                       .output("y");
    CHECK(asked(m, {1, 2, 3, 4}) == std::vector<double>{1, 2, 4, 6});
    CHECK(refused(over_rows(4, node("CumSum", {"x", "a"}, {"y"})).constant(longs({}, {0}, "a"))) ==
          "node 0: operator `CumSum`: it mixes rows: axis 0 of [rows, 4]");
  }
}
