// convert/frontend/onnx/reshape.cpp -- where rows may go when the other axes change.
#include <convert/frontend/onnx/operators.hpp>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

TEST_SUITE("convert/frontend/onnx/reshape") {

  TEST_CASE("Reshape keeps rows apart") {
    const auto to = [](const sizes& s) {
      return over_rows(4, node("Reshape", {"x", "s"}, {"y"}))
          .constant(longs({static_cast<std::int64_t>(s.size())}, s, "s"));
    };
    CHECK(refused(to({-1, 2, 2})) == "");
    CHECK(refused(to({0, 2, -1})) == "");
    CHECK(refused(to({-1, 2})) == "node 0: operator `Reshape`: a shape does not fit the rows of [rows, 4]");
    CHECK(refused(to({2, -1})) == "node 0: operator `Reshape`: a shape does not fit the rows of [rows, 4]");
    CHECK(refused(to({2, -1, 2})) ==
          "node 0: operator `Reshape`: elements of [rows, 4] would move to other rows of [2, rows, 2]");
  }

  TEST_CASE(
      "Reshape may split and merge what stands before the rows, as long as each element stays in its row") {
    const auto reshaped = [](sizes shape) {
      return over_rows(4, node("Transpose", {"x"}, {"t"}))
          .add(node("Reshape", {"t", "s"}, {"y"}))
          .constant(longs({static_cast<std::int64_t>(shape.size())}, shape, "s"));
    };
    CHECK(asked(reshaped({2, 2, -1}), {1, 2, 3, 4}) == std::vector<double>{1, 2, 3, 4});
    CHECK(refused(reshaped({2, -1, 2})) ==
          "node 1: operator `Reshape`: elements of [4, rows] would move to other rows of [2, rows, 2]");
  }

  TEST_CASE("rows after rows are told apart by Reshape and read by nothing else") {
    const auto merged =
        over_rows(2, node("Mul", {"x", "x"}, {"s"})).add(node("Concat", {"x", "s"}, {"c"}).with("axis", 0));
    model turned = merged;
    turned.constant(longs({3}, {2, -1, 2}, "shape"))
        .add(node("Reshape", {"c", "shape"}, {"r"}))
        .add(node("Transpose", {"r"}, {"y"}).with("perm", sizes{1, 0, 2}));
    CHECK(asked(turned, {3, 4}) == std::vector<double>{3, 4, 9, 16});
    model read_at_once = merged;
    CHECK(refused(read_at_once.add(node("Relu", {"c"}, {"y"}))) ==
          "node 2: operator `Relu`: rows of its input share an axis with others");
    model copied = merged;
    copied.constant(longs({2}, {0, -1}, "shape")).add(node("Reshape", {"c", "shape"}, {"y"}));
    CHECK(refused(copied) ==
          "node 2: operator `Reshape`: it copies sizes of axes that rows share with others");
    model answered = merged;
    CHECK(refused(answered.output("c").add(node("Identity", {"x"}, {"y"}))) ==
          "output `c`: its rows share an axis with others");
    const auto with_constants =
        over_rows(2, node("Concat", {"x", "k"}, {"y"}).with("axis", 0)).constant(floats({1, 2}, {1, 2}, "k"));
    CHECK(refused(with_constants) == "node 0: operator `Concat`: it appends [1, 2] to rows");
  }
}
