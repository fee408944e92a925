// convert/frontend/onnx/one_hot.cpp -- OneHot over whole numbers of the row.
#include <convert/frontend/onnx/operators.hpp>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

model one_hot(std::int64_t axis, std::int64_t type = i64) {
  return over_rows(2, node("OneHot", {"x", "depth", "values"}, {"y"}).with("axis", axis), type)
      .constant(longs({}, {3}, "depth"))
      .constant(floats({2}, {-1, 5}, "values"));
}

} // namespace

TEST_SUITE("convert/frontend/onnx/one_hot") {

  TEST_CASE("OneHot says on at the index, which may count from the end, and off for what is past it") {
    CHECK(asked(one_hot(-1), {0, 2}) == std::vector<double>{5, -1, -1, -1, -1, 5});
    CHECK(asked(one_hot(-1), {-1, -3}) == std::vector<double>{-1, -1, 5, 5, -1, -1});
    CHECK(asked(one_hot(-1), {3, -4}) == std::vector<double>{-1, -1, -1, -1, -1, -1});
  }

  TEST_CASE("OneHot's new axis may stand before the old ones") {
    CHECK(asked(one_hot(1), {0, 2}) == std::vector<double>{5, -1, -1, -1, -1, 5});
    CHECK(asked(one_hot(1), {1, 2}) == std::vector<double>{-1, -1, 5, -1, -1, 5});
  }

  TEST_CASE("OneHot of floats or without a depth that is known is refused") {
    CHECK(refused(one_hot(-1, f32)) == "node 0: operator `OneHot`: it is not supported on tensors of float");
    CHECK(refused(over_rows(2, node("OneHot", {"x", "depth", "values"}, {"y"}), i64)
                      .constant(longs({}, {0}, "depth"))
                      .constant(floats({2}, {0, 1}, "values"))) ==
          "node 0: operator `OneHot`: `depth` is not 1 to 65536");
  }
}
