// convert/frontend/onnx/gather_elements.cpp -- elements picked by indices of the file and of the row.
#include <convert/frontend/onnx/operators.hpp>

#include <cmath>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

TEST_SUITE("convert/frontend/onnx/gather_elements") {

  TEST_CASE("each index of the file picks along its axis, from either end") {
    const auto m = model()
                       .input("x", f32, {1, 2, 3})
                       .constant(longs({1, 2, 2}, {2, -3, 0, 1}, "i"))
                       .add(node("GatherElements", {"x", "i"}, {"y"}).with("axis", 2))
                       .output("y");
    CHECK(asked(m, {1, 2, 3, 4, 5, 6}) == std::vector<double>{3, 1, 4, 5});
  }

  TEST_CASE("an index of the row picks its element, whatever the others are") {
    const auto m = model()
                       .input("x", f32, {open, 3})
                       .input("i", i64, {open, 2})
                       .add(node("GatherElements", {"x", "i"}, {"y"}).with("axis", 1))
                       .output("y");
    CHECK(asked(m, {7, not_a_number, infinity, 0, -1}) == std::vector<double>{7, infinity});
    CHECK(std::isnan(asked(m, {7, not_a_number, infinity, 1, 0})[0]));
    CHECK(asked(m, {7, 8, 9, 3, 0}).empty()); // ONNX Runtime refuses it
  }

  TEST_CASE("indices of other rows do not fit") {
    const auto m = model()
                       .input("x", f32, {open, 3})
                       .constant(longs({1, 1}, {0}, "i"))
                       .add(node("GatherElements", {"x", "i"}, {"y"}).with("axis", 1))
                       .output("y");
    CHECK(refused(m) == "node 0: operator `GatherElements`: indices [1, 1] do not fit [rows, 3]");
  }

  TEST_CASE("a median by weights, as AdaBoost's regressors are written") {
    // The weights in the order of the sorted values, then the value at their middle.
    const auto m = over_rows(3, node("TopK", {"x", "k"}, {"v", "i"}).with("largest", 0))
                       .constant(longs({1}, {3}, "k"))
                       .constant(floats({3}, {1, 5, 2}, "weights"))
                       .constant(longs({2}, {-1, 3}, "shape"))
                       .constant(longs({}, {1}, "axis"))
                       .constant(longs({1}, {2}, "last"))
                       .constant(floats({}, {0.5F}, "half"))
                       .add(node("ArrayFeatureExtractor", {"weights", "i"}, {"w"}, ml))
                       .add(node("Reshape", {"w", "shape"}, {"r"}))
                       .add(node("CumSum", {"r", "axis"}, {"sums"}))
                       .add(node("ArrayFeatureExtractor", {"sums", "last"}, {"all"}, ml))
                       .add(node("Mul", {"all", "half"}, {"middle"}))
                       .add(node("Less", {"sums", "middle"}, {"below"}))
                       .add(node("Cast", {"below"}, {"b"}).with("to", f32))
                       .add(node("ArgMin", {"b"}, {"at"}).with("axis", 1))
                       .add(node("GatherElements", {"i", "at"}, {"which"}).with("axis", 1))
                       .add(node("GatherElements", {"x", "which"}, {"y"}).with("axis", 1));
    CHECK(asked(m, {1, 2, 3}) == std::vector<double>{2});
    CHECK(asked(m, {30, 20, 10}) == std::vector<double>{20});
    CHECK(asked(m, {-1, 50, 7}) == std::vector<double>{50});
  }
}
