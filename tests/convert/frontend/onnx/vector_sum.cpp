// convert/frontend/onnx/vector_sum.cpp -- sums along the last axes, in ONNX Runtime's order.
#include <convert/frontend/onnx/vector_sum.hpp>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

// Twice 2^24 and its negative: what stands beside them is lost, or not, with the order.
const std::vector<double> row = {0.1, 16777216, 0.3,  -0.7, 1.1, -16777216, 3.3,
                                 0.9, 2.7,      -0.2, 5.1,  0.6, 7.7};

std::vector<double> reduced(std::string_view kind, const std::vector<double>& x) {
  const node n = node(kind, {"x"}, {"y"}).with("axes", sizes{1}).with("keepdims", 0);
  return asked(over_rows(static_cast<std::int64_t>(x.size()), n).opset(11), x);
}

} // namespace

TEST_SUITE("convert/frontend/onnx/vector_sum") {

  TEST_CASE("two vectors of four are added side by side, then across, then what is left; squares one by "
            "one") { // [ort]
    CHECK(reduced("ReduceSum", row) == std::vector<double>{0x1.4e6668p+4});
    CHECK(reduced("ReduceMean", row) == std::vector<double>{0x1.9b91bcp+0});
    CHECK(reduced("ReduceSumSquare", row) == std::vector<double>{0x1p+49});
    CHECK(reduced("ReduceL1", row) == std::vector<double>{0x1.00000ap+25});
    CHECK(reduced("ReduceL2", row) == std::vector<double>{0x1.6a09e6p+24});
  }

  TEST_CASE(
      "the second group's vectors begin where memory does, its first elements come after them") { // [ort]
    const auto m = model()
                       .input("x", f32, {open, 2, 5})
                       .opset(11)
                       .add(node("ReduceSum", {"x"}, {"y"}).with("axes", sizes{2}))
                       .output("y");
    CHECK(asked(m, {16777216, 1, 1, 1, 1, 16777216, 1, 1, 1, 1}) == std::vector<double>{16777220, 16777216});
  }

  TEST_CASE("fewer than four are added in order, and so are sums along other axes") {
    CHECK(reduced("ReduceSumSquare", {4096, 1, 1, 1}) == std::vector<double>{16777216});
    CHECK(reduced("ReduceSum", {16777216, 1, 1}) == std::vector<double>{16777216});
    const auto m = model()
                       .input("x", f32, {open, 5, 1})
                       .opset(11)
                       .add(node("ReduceSum", {"x"}, {"y"}).with("axes", sizes{1}))
                       .output("y");
    CHECK(asked(m, {16777216, 1, 1, 1, 1}) == std::vector<double>{16777216});
  }
}
