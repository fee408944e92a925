// tests/convert/frontend/onnx/normalize.cpp -- BatchNormalization, rounded as ONNX Runtime rounds.
//
// Answers marked [ort] were given by ONNX Runtime 1.30 to the same graph.
#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

TEST_SUITE("convert/frontend/onnx/normalize") {
  TEST_CASE("the reciprocal of the deviation is rounded before it is multiplied with the scale") { // [ort]
    const auto m = over_rows(1, node("BatchNormalization", {"x", "scale", "bias", "mean", "var"}, {"y"}))
                       .constant(floats({1}, {0.875F}, "scale"))
                       .constant(floats({1}, {0.25F}, "bias"))
                       .constant(floats({1}, {0.5F}, "mean"))
                       .constant(floats({1}, {0.75F}, "var"));
    CHECK(asked(m, {3}) == std::vector<double>{0x1.635062p+1}); // of scale / deviation 0x1.63506p+1
  }
}
