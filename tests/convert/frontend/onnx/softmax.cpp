// tests/convert/frontend/onnx/softmax.cpp -- Softmax and LogSoftmax of floats and of doubles.
//
// Answers marked [ort] were given by ONNX Runtime 1.30 to the same graph.
#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

TEST_SUITE("convert/frontend/onnx/softmax") {
  TEST_CASE("Softmax of floats multiplies by the reciprocal of its sum") { // [ort]
    CHECK(asked(over_rows(3, node("Softmax", {"x"}, {"y"})), {-2.75, -0.25, 0}) ==
          std::vector<double>{0x1.1c324ep-5, 0x1.b0c71ep-2, 0x1.15d94ep-1});
    CHECK(asked(over_rows(3, node("LogSoftmax", {"x"}, {"y"})), {-2.75, -0.25, 0}) ==
          std::vector<double>{-0x1.ae3d5cp+1, -0x1.b8f56cp-1, -0x1.38f56cp-1});
  }

  TEST_CASE("LogSoftmax of doubles refuses a score that is no finite number") {
    const node n = node("LogSoftmax", {"x"}, {"y"});
    CHECK(asked(over_rows(1, n, f64), {3}) == std::vector<double>{0});
    CHECK(asked(over_rows(2, n, f64), {3, infinity}).empty());
    CHECK(asked(over_rows(2, n, f64), {3, not_a_number}).empty());
    CHECK(asked(over_rows(2, n), {3, -infinity}) == std::vector<double>{0, -infinity});
  }
}
