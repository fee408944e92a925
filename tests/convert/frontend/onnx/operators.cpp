// tests/convert/frontend/onnx/operators.cpp -- one behaviour of an operator a case; the wide nets are cast by
// backend_cases.cpp and by random graphs against ONNX Runtime.
#include <convert/frontend/onnx/operators.hpp>

#include <cmath>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

TEST_SUITE("convert/frontend/onnx/operators") {

  TEST_CASE("Clip takes its ends from attributes before version 11 and from inputs since") {
    const node old = node("Clip", {"x"}, {"y"}).with("min", 0.0F).with("max", 1.0F);
    CHECK(asked(over_rows(3, old).opset(10), {-1, 0.5, 2}) == std::vector<double>{0, 0.5, 1});
    const auto m = over_rows(3, node("Clip", {"x", "", "most"}, {"y"})).constant(floats({}, {1}, "most"));
    CHECK(asked(m, {-1, 0.5, 2}) == std::vector<double>{-1, 0.5, 1});
  }

  TEST_CASE("an end that Clip lacks is the last number of the type") { // [ort]
    const auto clipped = [](std::int64_t type) { return over_rows(2, node("Clip", {"x"}, {"y"}), type); };
    CHECK(asked(clipped(f32), {-infinity, infinity}) == std::vector<double>{-0x1.fffffep127, 0x1.fffffep127});
    CHECK(asked(clipped(f64), {-infinity, infinity}) ==
          std::vector<double>{-0x1.fffffffffffffp1023, 0x1.fffffffffffffp1023});
  }

  TEST_CASE("a row is refused where a cast has no integer for its number") {
    const auto whole = [](std::int64_t type) {
      return over_rows(1, node("Cast", {"x"}, {"y"}).with("to", type), f64);
    };
    CHECK(asked(whole(i64), {-2.75}) == std::vector<double>{-2});
    CHECK(asked(whole(i64), {-0x1p63}) == std::vector<double>{-0x1p63});
    for (const double x : {infinity, -infinity, not_a_number, 0x1p63, -0x1.0000000000001p63})
      CHECK(asked(whole(i64), {x}).empty());
    CHECK(asked(whole(6), {2147483647.5}) == std::vector<double>{2147483647});
    CHECK(asked(whole(6), {-2147483648.5}) == std::vector<double>{-2147483648});
    for (const double x : {2147483648.0, -2147483649.0}) CHECK(asked(whole(6), {x}).empty());
  }

  TEST_CASE("Softmax before version 13 is over all axes from its own on") {
    const auto of = [](std::int64_t opset) {
      return asked(model()
                       .input("x", f32, {open, 2, 2})
                       .add(node("Softmax", {"x"}, {"y"}).with("axis", 1))
                       .output("y")
                       .opset(opset),
                   {0, 0, 0, 0});
    };
    CHECK(of(11) == std::vector<double>{0.25, 0.25, 0.25, 0.25});
    CHECK(of(13) == std::vector<double>{0.5, 0.5, 0.5, 0.5});
  }

  TEST_CASE("Squeeze and Unsqueeze take axes both ways") {
    const auto old = over_rows(2, node("Unsqueeze", {"x"}, {"u"}).with("axes", sizes{1}))
                         .add(node("Squeeze", {"u"}, {"y"}).with("axes", sizes{1}))
                         .opset(11);
    CHECK(asked(old, {1, 2}) == std::vector<double>{1, 2});
    const auto since = over_rows(2, node("Unsqueeze", {"x", "a"}, {"u"}))
                           .add(node("Squeeze", {"u", "a"}, {"y"}))
                           .constant(longs({1}, {1}, "a"));
    CHECK(asked(since, {1, 2}) == std::vector<double>{1, 2});
  }

  TEST_CASE("Where picks whole numbers, infinities and NaN included") {
    const auto m = model()
                       .input("x", f32, {open, 1})
                       .input("a", f32, {open, 1})
                       .input("b", f32, {open, 1})
                       .constant(floats({1}, {0}, "zero"))
                       .add(node("Greater", {"x", "zero"}, {"c"}))
                       .add(node("Where", {"c", "a", "b"}, {"y"}))
                       .output("y");
    const auto made = read(m);
    CHECK(asked(made, {1, 2, not_a_number}) == std::vector<double>{2});
    CHECK(asked(made, {-1, not_a_number, 3}) == std::vector<double>{3});
    CHECK(asked(made, {1, -infinity, infinity}) == std::vector<double>{-infinity});
    CHECK(asked(made, {-1, -infinity, infinity}) == std::vector<double>{infinity});
    CHECK(std::isnan(asked(made, {1, not_a_number, 3})[0]));
  }

  TEST_CASE("a power of integers that is none refuses the row") {
    const auto m = over_rows(1, node("Pow", {"c", "x"}, {"y"}), i64).constant(longs({1}, {2}, "c"));
    CHECK(asked(m, {5}) == std::vector<double>{32});
    CHECK(asked(m, {-1}) == std::vector<double>{0});
    CHECK(asked(m, {63}).empty());
  }

  TEST_CASE("Div of integers truncates") {
    CHECK(asked(over_rows(2, node("Div", {"x", "c"}, {"y"}), i64).constant(longs({2}, {2, 2}, "c")),
                {-7, 7}) == std::vector<double>{-3, 3});
  }

  TEST_CASE("Mod of integers has the sign of the divisor, and only integers are taken") {
    const auto of = [](std::int64_t by, std::int64_t type) {
      return over_rows(3, node("Mod", {"x", "c"}, {"y"}), type)
          .constant(type == i64 ? longs({1}, {by}, "c") : floats({1}, {3}, "c"));
    };
    CHECK(asked(of(3, i64), {-7, 7, 6}) == std::vector<double>{2, 1, 0});
    CHECK(asked(of(-3, i64), {-7, 7, 9007199254740991}) == std::vector<double>{-1, -2, -2});
    CHECK(refused(of(0, i64)) == "node 0: operator `Mod`: it divides by 0");
    CHECK(refused(of(3, f32)) == "node 0: operator `Mod`: it is not supported on tensors of float");
  }

  TEST_CASE("Shrink and ThresholdedRelu are 0 where no comparison holds, for NaN too") {
    const auto shrink = over_rows(5, node("Shrink", {"x"}, {"y"}).with("lambd", 1.5F).with("bias", 0.5F));
    CHECK(asked(shrink, {-2, -1.5, not_a_number, 2, infinity}) ==
          std::vector<double>{-1.5, 0, 0, 1.5, infinity});
    const auto relu = over_rows(5, node("ThresholdedRelu", {"x"}, {"y"}).with("alpha", 2.0F));
    CHECK(asked(relu, {-infinity, 2, 2.5, not_a_number, infinity}) ==
          std::vector<double>{0, 0, 2.5, 0, infinity});
  }

  TEST_CASE("IsInf looks for either infinity, for one, or for none") {
    const auto found = [](std::int64_t negative, std::int64_t positive) {
      const node n =
          node("IsInf", {"x"}, {"t"}).with("detect_negative", negative).with("detect_positive", positive);
      return asked(over_rows(4, n).add(node("Cast", {"t"}, {"y"}).with("to", f32)),
                   {-infinity, infinity, not_a_number, 1e300});
    };
    CHECK(found(1, 1) == std::vector<double>{1, 1, 0, 1}); // 1e300 is an infinite float
    CHECK(found(0, 1) == std::vector<double>{0, 1, 0, 1});
    CHECK(found(1, 0) == std::vector<double>{1, 0, 0, 0});
    CHECK(found(0, 0) == std::vector<double>{0, 0, 0, 0});
  }

  TEST_CASE("Tile repeats elements of an axis that is not the rows") {
    CHECK(asked(over_rows(2, node("Tile", {"x", "r"}, {"y"})).constant(longs({2}, {1, 3}, "r")), {1, 2}) ==
          std::vector<double>{1, 2, 1, 2, 1, 2});
    CHECK(refused(over_rows(2, node("Tile", {"x", "r"}, {"y"})).constant(longs({2}, {2, 1}, "r"))) ==
          "node 0: operator `Tile`: it repeats rows of [rows, 2]");
  }

  TEST_CASE("what is tiled as often as there are rows is the same for each row") {
    const auto m = over_rows(2, node("Shape", {"x"}, {"s"}))
                       .add(node("Slice", {"s", "zero", "one"}, {"rows"}))
                       .add(node("Concat", {"rows", "one"}, {"repeats"}).with("axis", 0))
                       .add(node("Tile", {"c", "repeats"}, {"y"}))
                       .constant(longs({1}, {0}, "zero"))
                       .constant(longs({1}, {1}, "one"))
                       .constant(floats({1, 3}, {7, 8, 9}, "c"));
    CHECK(asked(m, {1, 2}) == std::vector<double>{7, 8, 9});
    const auto flat = over_rows(2, node("Shape", {"x"}, {"s"}))
                          .add(node("Slice", {"s", "zero", "one"}, {"rows"}))
                          .add(node("Tile", {"c", "rows"}, {"t"}))
                          .add(node("Reshape", {"t", "shape"}, {"y"}))
                          .constant(longs({1}, {0}, "zero"))
                          .constant(longs({1}, {1}, "one"))
                          .constant(longs({2}, {-1, 3}, "shape"))
                          .constant(floats({3}, {7, 8, 9}, "c"));
    CHECK(asked(flat, {1, 2}) == std::vector<double>{7, 8, 9});
  }

  TEST_CASE("ArgMax answers the first of equals, or the last if asked") {
    CHECK(asked(over_rows(3, node("ArgMax", {"x"}, {"y"}).with("axis", 1)), {1, 5, 5}) ==
          std::vector<double>{1});
    CHECK(asked(over_rows(3, node("ArgMax", {"x"}, {"y"}).with("axis", 1).with("select_last_index", 1)),
                {1, 5, 5}) == std::vector<double>{2});
    CHECK(asked(over_rows(3, node("ArgMin", {"x"}, {"y"}).with("axis", -1)), {1, 5, 1}) ==
          std::vector<double>{0});
  }

  TEST_CASE("TopK of one is the largest and where it is") {
    const auto m =
        over_rows(3, node("TopK", {"x", "k"}, {"y", "i"})).constant(longs({1}, {1}, "k")).output("i");
    CHECK(asked(m, {1, 5, 2}) == std::vector<double>{5, 1});
  }

  TEST_CASE("TopK of several are the best in order, the first of equals first, and where they are") { // [ort]
    const auto best = [](std::int64_t k, const std::vector<double>& row, std::int64_t largest = 1) {
      return asked(over_rows(5, node("TopK", {"x", "k"}, {"y", "i"}).with("largest", largest))
                       .constant(longs({1}, {k}, "k"))
                       .output("i"),
                   row);
    };
    CHECK(best(3, {1, 5, 2, 5, 4}) == std::vector<double>{5, 5, 4, 1, 3, 4});
    CHECK(best(5, {1, 5, 2, 5, 4}) == std::vector<double>{5, 5, 4, 2, 1, 1, 3, 4, 2, 0});
    CHECK(best(2, {1, 5, 1, -infinity, 4}, 0) == std::vector<double>{-infinity, 1, 3, 0});
    CHECK(best(3, {-infinity, -infinity, -infinity, -infinity, -infinity}) ==
          std::vector<double>{-infinity, -infinity, -infinity, 0, 1, 2});
    // The double rounds to the float that is there already.
    CHECK(best(2, {0.1, static_cast<double>(0.1F), 0, 0, 0}) ==
          std::vector<double>{static_cast<double>(0.1F), static_cast<double>(0.1F), 0, 1});
  }

  TEST_CASE(
      "TopK says NaN where ONNX Runtime's heap leaves it, and refuses it where its sort has no order") { // [ort]
    const auto top = [](std::int64_t k) {
      return over_rows(5, node("TopK", {"x", "k"}, {"y", "i"})).constant(longs({1}, {k}, "k")).output("i");
    };
    const auto three = asked(top(3), {1, not_a_number, 5, 2, 3});
    REQUIRE(three.size() == 6);
    CHECK(std::isnan(three[0]));
    CHECK(std::vector<double>(three.begin() + 1, three.end()) == std::vector<double>{5, 3, 1, 2, 4});
    CHECK(asked(top(4), {1, not_a_number, 5, 2, 3}).empty());
  }

  TEST_CASE("TopK is along any axis that is not the rows, in any version") {
    const auto across = [](std::int64_t opset, std::int64_t axis) {
      node n =
          opset < 10 ? node("TopK", {"x"}, {"y", "i"}).with("k", 2) : node("TopK", {"x", "k"}, {"y", "i"});
      auto m = model().input("x", f32, {open, 3, 2}).add(n.with("axis", axis)).output("y").output("i");
      return asked(m.constant(longs({1}, {2}, "k")).opset(opset), {1, 6, 2, 5, 3, 4});
    };
    for (const std::int64_t opset : {9, 10, 11}) {
      CHECK(across(opset, 1) == std::vector<double>{3, 6, 2, 5, 2, 0, 1, 1});
      CHECK(across(opset, 2) == std::vector<double>{6, 1, 5, 2, 4, 3, 1, 0, 1, 0, 1, 0});
    }
  }

  TEST_CASE("TopK of none, of more than there are, or in no order is refused") {
    const auto why = [](std::int64_t k, std::int64_t sorted) {
      return refused(over_rows(3, node("TopK", {"x", "k"}, {"y", "i"}).with("sorted", sorted))
                         .constant(longs({1}, {k}, "k")));
    };
    CHECK(why(0, 1) == "node 0: operator `TopK`: `K` is 0 of 3 elements");
    CHECK(why(4, 1) == "node 0: operator `TopK`: `K` is 4 of 3 elements");
    CHECK(why(2, 0) == "node 0: operator `TopK`: `sorted` is 0: the order is that of one library's search");
    CHECK(why(1, 0).empty());
  }

  TEST_CASE("NaN is the best only where it comes first") { // [ort]
    const auto best = [](const char* op, std::int64_t last, const std::vector<double>& row) {
      const node n = node(op, {"x"}, {"y"}).with("axis", 1).with("select_last_index", last);
      return asked(over_rows(4, n), row);
    };
    CHECK(best("ArgMax", 0, {1, not_a_number, 5, 5}) == std::vector<double>{2});
    CHECK(best("ArgMax", 1, {1, not_a_number, 5, 5}) == std::vector<double>{3});
    CHECK(best("ArgMax", 0, {not_a_number, 1, 5, 5}) == std::vector<double>{0});
    CHECK(best("ArgMin", 0, {1, not_a_number, -infinity, 5}) == std::vector<double>{2});
    const auto top =
        over_rows(3, node("TopK", {"x", "k"}, {"y", "i"})).constant(longs({1}, {1}, "k")).output("i");
    CHECK(asked(top, {1, not_a_number, 5}) == std::vector<double>{5, 2});
    CHECK(asked(top, {-infinity, not_a_number, not_a_number}) == std::vector<double>{-infinity, 0});
    CHECK(std::isnan(asked(top, {not_a_number, 9, 5})[0]));
    CHECK(asked(top, {not_a_number, 9, 5})[1] == 0);
  }

  TEST_CASE("a table is looked up by an index of the row") {
    const auto m = model()
                       .input("x", i64, {open, 1})
                       .constant(floats({3, 2}, {1, 2, 3, 4, 5, 6}, "table"))
                       .add(node("Gather", {"table", "x"}, {"y"}))
                       .output("y");
    CHECK(asked(m, {1}) == std::vector<double>{3, 4});
    CHECK(asked(m, {-1}) == std::vector<double>{5, 6});
    CHECK(asked(m, {3}).empty());
  }

  TEST_CASE("MatMul of stacks of constant matrices multiplies one by one") {
    const auto m = over_rows(4, node("Transpose", {"x"}, {"t"}))
                       .add(node("Reshape", {"t", "s"}, {"r"}))
                       .constant(longs({3}, {2, 2, -1}, "s"))
                       .constant(floats({2, 1, 2}, {1, 10, 100, 1000}, "c"))
                       .add(node("MatMul", {"c", "r"}, {"y"}));
    CHECK(asked(m, {1, 2, 3, 4}) == std::vector<double>{21, 4300});
    const auto misfit = over_rows(4, node("Reshape", {"x", "s"}, {"r"}))
                            .constant(longs({4}, {-1, 2, 1, 2}, "s"))
                            .constant(floats({3, 2, 2, 1}, std::vector<float>(12, 1), "c"))
                            .add(node("MatMul", {"r", "c"}, {"y"}));
    CHECK(refused(misfit) ==
          "node 1: operator `MatMul`: stacks of matrices [rows, 2, 1, 2] and [3, 2, 2, 1] do not fit");
  }

  TEST_CASE("MatMul with both factors of the row is refused") {
    CHECK(refused(over_rows(2, node("Transpose", {"x"}, {"t"})).add(node("MatMul", {"x", "t"}, {"y"}))) ==
          "node 1: operator `MatMul`: both factors depend on the row");
  }

  TEST_CASE("ReduceMax and ReduceMin refuse rows with NaN, which vectors pass by here and there") {
    for (const char* kind : {"ReduceMax", "ReduceMin"}) {
      const auto m = over_rows(2, node(kind, {"x"}, {"y"}).with("axes", sizes{1}));
      CHECK(asked(m, {infinity, -infinity}) ==
            std::vector<double>{kind == std::string_view("ReduceMax") ? infinity : -infinity});
      CHECK(asked(m, {1, not_a_number}).empty());
    }
  }

  TEST_CASE("LayerNormalization centres and scales a row") {
    const auto m = over_rows(2, node("LayerNormalization", {"x", "one"}, {"y"}).with("epsilon", 0.0F))
                       .constant(floats({2}, {1, 1}, "one"));
    CHECK(asked(m, {1, 3}) == std::vector<double>{-1, 1});
    CHECK(asked(m, {3e38, 0}) == std::vector<double>{0, 0}); // its variance is infinite in floats
  }
}
