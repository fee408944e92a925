// tests/convert/frontend/onnx/graph.cpp -- inputs as features, outputs as answers, and nodes that are refused by name.
#include <convert/frontend/onnx/graph.hpp>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

TEST_SUITE("convert/frontend/onnx/graph") {

  TEST_CASE("columns of an input are features, numbered if there are several") {
    const auto m = read(model()
                            .input("age", f32, {open, 1})
                            .input("x", f32, {open, 2})
                            .add(node("Concat", {"age", "x"}, {"y"}).with("axis", 1))
                            .output("y"));
    REQUIRE(m.features.size() == 3);
    CHECK(m.features[0].name == "age");
    CHECK(m.features[1].name == "x_0");
    CHECK(m.features[2].name == "x_1");
    CHECK(asked(m, {1, 2, 3}) == std::vector<double>{1, 2, 3});
  }

  TEST_CASE("two columns of one name are refused") {
    CHECK(refused(model()
                      .input("x_0", f32, {open, 1})
                      .input("x", f32, {open, 2})
                      .add(node("Concat", {"x_0", "x"}, {"y"}).with("axis", 1))
                      .output("y")) ==
          "input `x`: its column would be called `x_0`, as that of another input; rename one of them");
  }

  TEST_CASE("answers bear the names of the outputs, in their order") {
    const auto m = read(model()
                            .input("x", f32, {open, 1})
                            .add(node("Neg", {"x"}, {"b"}))
                            .add(node("Abs", {"x"}, {"a"}))
                            .output("b")
                            .output("a"));
    REQUIRE(m.outputs.size() == 2);
    CHECK(m.outputs[0].name == "b");
    CHECK(m.outputs[1].name == "a");
    CHECK(m.outputs[0].what == convert::ir::role::graph);
  }

  TEST_CASE("numbers are read as the type of the input") {
    const node add = node("Add", {"x", "x"}, {"y"});
    CHECK(asked(over_rows(1, add), {0.1}) == std::vector<double>{static_cast<double>(0.1F + 0.1F)});
    CHECK(asked(over_rows(1, add, f64), {0.1}) == std::vector<double>{0.2});
    CHECK(asked(over_rows(1, add, i64), {-2.7}) == std::vector<double>{-4});
    CHECK(asked(over_rows(1, add, i64), {not_a_number}).empty());
    CHECK(asked(over_rows(1, node("Not", {"x"}, {"y"}), boolean), {3}) == std::vector<double>{0});
  }

  TEST_CASE("a constant of the same name is no input") {
    const auto m = read(model()
                            .input("x", f32, {open, 1})
                            .input("c", f32, {1})
                            .constant(floats({1}, {2}, "c"))
                            .add(node("Mul", {"x", "c"}, {"y"}))
                            .output("y"));
    CHECK(m.features.size() == 1);
    CHECK(asked(m, {3}) == std::vector<double>{6});
  }

  TEST_CASE("nodes that no answer needs are not looked at") {
    CHECK(refused(model()
                      .input("x", f32, {open, 1})
                      .add(node("Conv", {"x"}, {"z"}))
                      .add(node("Neg", {"x"}, {"y"}))
                      .output("y")) == "");
  }

  TEST_CASE("an unknown operator is refused by name") {
    CHECK(refused(over_rows(2, node("Foo", {"x"}, {"y"}, ml).named("Foo_3"))) ==
          "node 0 `Foo_3`: operator `Foo` (domain `ai.onnx.ml`, version 3) is not supported");
    CHECK(refused(over_rows(2, node("Conv", {"x"}, {"y"}))) ==
          "node 0: operator `Conv` (domain `ai.onnx`, version 17) is not supported");
    CHECK(refused(over_rows(2, node("Relu", {"x"}, {"y"})).opset(99)) ==
          "node 0: operator `Relu` (domain `ai.onnx`, version 99) is not supported");
    CHECK(
        refused(over_rows(2, node("Add", {"x", "x"}, {"y"})).opset(6)) ==
        "node 0: operator `Add` (domain `ai.onnx`, version 6) is not supported: it is older than version 7");
  }

  TEST_CASE("all unsupported operators are listed at once") {
    const std::string bytes = over_rows(2, node("Conv", {"x"}, {"a"}).named("first"))
                                  .add(node("Relu", {"a"}, {"b"}))
                                  .add(node("LSTM", {"b"}, {"y"}))
                                  .add(node("Gru", {"b"}, {"unread"}))
                                  .bytes();
    CHECK(convert::onnx::unsupported(as_bytes(bytes), {}) ==
          std::vector<std::string>{
              "node 0 `first`: operator `Conv` (domain `ai.onnx`, version 17) is not supported",
              "node 2: operator `LSTM` (domain `ai.onnx`, version 17) is not supported"});
  }

  TEST_CASE("rows of more columns than a value may have are refused before there is room for them") {
    const auto wide = over_rows(1, node("Expand", {"x", "s"}, {"y"})).constant(longs({2}, {1, 1 << 25}, "s"));
    CHECK(refused(wide) ==
          "node 0: operator `Expand`: a row would have 33554432 columns, of which there may be 16777216");
    CHECK(refused(model()
                      .input("x", f32, {open, 1})
                      .constant(longs({2}, {1, 1 << 25}, "s"))
                      .add(node("ConstantOfShape", {"s"}, {"c"}))
                      .add(node("Exp", {"c"}, {"d"}))
                      .add(node("Add", {"x", "d"}, {"y"}))
                      .output("y")) ==
          "node 1: operator `Exp`: a row would have 33554432 columns, of which there may be 16777216");
  }

  TEST_CASE("operators that mix rows are refused by name") {
    CHECK(refused(over_rows(2, node("ReduceMean", {"x"}, {"y"}).with("axes", sizes{0}))) ==
          "node 0: operator `ReduceMean`: it mixes rows: axis 0 of [rows, 2]");
    CHECK(refused(over_rows(2, node("ReduceMean", {"x"}, {"y"}))) ==
          "node 0: operator `ReduceMean`: it mixes rows: axis 0 of [rows, 2]");
    CHECK(refused(over_rows(2, node("Concat", {"x", "x"}, {"y"}).with("axis", 0))) ==
          "output `y`: its rows share an axis with others");
    CHECK(refused(over_rows(2, node("Gather", {"x", "i"}, {"y"})).constant(longs({1}, {0}, "i"))) ==
          "node 0: operator `Gather`: it picks rows of [rows, 2]");
    CHECK(
        refused(
            over_rows(2, node("Add", {"x", "c"}, {"y"})).constant(floats({3, 2}, {1, 2, 3, 4, 5, 6}, "c"))) ==
        "node 0: operator `Add`: rows of [rows, 2] meet other rows of [3, 2]");
    CHECK(refused(over_rows(2, node("Transpose", {"x"}, {"t"})).add(node("Add", {"x", "t"}, {"y"}))) ==
          "node 1: operator `Add`: rows of [rows, 2] meet other rows of [2, rows]");
  }

  TEST_CASE("an input without a fixed size is refused unless its readers say one") {
    CHECK(refused(over_rows(open, node("Relu", {"x"}, {"y"}))) == "input `x`: the size of axis 1 is open");
    const auto m = read(over_rows(open, node("LinearRegressor", {"x"}, {"y"}, ml)
                                            .with("coefficients", std::vector<float>{1, 2, 3})
                                            .with("targets", 1)));
    CHECK(m.features.size() == 3);
    const auto imputed =
        read(over_rows(open, node("Imputer", {"x"}, {"y"}, ml)
                                 .with("imputed_value_floats", std::vector<float>{1, 2, 3, 4})
                                 .with("replaced_value_float", 0.0F)));
    CHECK(imputed.features.size() == 4);
    const auto centred =
        read(over_rows(open, node("Sub", {"x", "c"}, {"y"})).constant(floats({1, 5}, {1, 2, 3, 4, 5}, "c")));
    CHECK(centred.features.size() == 5);
    CHECK(refused(over_rows(open, node("Sub", {"x", "c"}, {"y"})).constant(floats({1, 1}, {1}, "c"))) ==
          "input `x`: the size of axis 1 is open");
    CHECK(refused(model().input("x", 10, {open, 2}).add(node("Relu", {"x"}, {"y"})).output("y")) ==
          "input `x`: tensors of float16 are not supported");
  }

  TEST_CASE("what is missing in the graph is named") {
    CHECK(refused(over_rows(1, node("Add", {"x", "z"}, {"y"}))) ==
          "node 0: nothing before it makes its input `z`");
    CHECK(refused(over_rows(1, node("Add", {"x"}, {"y"}))) == "node 0: operator `Add`: input 1 is missing");
    CHECK(refused(model().input("x", f32, {open, 1}).output("y")) == "output `y`: no node makes it");
    CHECK(refused(over_rows(1, node("Neg", {"x"}, {"x"})).output("x")) == "tensor `x` is made twice");
    CHECK(refused(over_rows(1, node("Identity", {"x"}, {"y"}), string)) ==
          "output `y`: strings of the row are answered as they are");
  }

  TEST_CASE("an operator with a subgraph is refused") {
    const message branch = message().bytes(1, "then_branch").nested(6, message());
    const node conditional("If", {"x"}, {"y"});
    message graph;
    graph.nested(11, declared("x", boolean, {1})).nested(12, message().bytes(1, "y"));
    message n = conditional.made();
    n.nested(5, branch);
    graph.nested(1, n);
    CHECK(refused(message().nested(7, graph).nested(8, message().integer(2, 17)).text()) ==
          "node 0: operator `If` holds a subgraph, which is not supported");
  }

  TEST_CASE("a count of rows passes casts between integers, as TensorFlow's exporter writes a flatten") {
    constexpr std::int64_t i32 = 6;
    const auto m = read(model()
                            .input("x", f32, {open, 2, 2})
                            .constant(longs({1}, {0}, "zero"))
                            .constant(longs({1}, {1}, "one"))
                            .constant(longs({1}, {4}, "four"))
                            .add(node("Shape", {"x"}, {"s"}))
                            .add(node("Cast", {"s"}, {"narrow"}).with("to", i32))
                            .add(node("Cast", {"four"}, {"rest"}).with("to", i32))
                            .add(node("Slice", {"narrow", "zero", "one"}, {"rows"}))
                            .add(node("Concat", {"rows", "rest"}, {"sizes"}).with("axis", 0))
                            .add(node("Cast", {"sizes"}, {"wide"}).with("to", i64))
                            .add(node("Reshape", {"x", "wide"}, {"y"}))
                            .output("y"));
    CHECK(asked(m, {1, 2, 3, 4}) == std::vector<double>{1, 2, 3, 4});
  }

  TEST_CASE("the shape of the rows is known without the rows") {
    // Shape -> Gather -> Concat -> Reshape, as exporters write a flatten.
    const auto m = read(model()
                            .input("x", f32, {open, 2, 2})
                            .constant(longs({1}, {0}, "first"))
                            .constant(longs({1}, {-1}, "rest"))
                            .add(node("Shape", {"x"}, {"s"}))
                            .add(node("Gather", {"s", "first"}, {"n"}))
                            .add(node("Concat", {"n", "rest"}, {"t"}).with("axis", 0))
                            .add(node("Reshape", {"x", "t"}, {"y"}))
                            .output("y"));
    CHECK(m.steps.size() == 1); // rounded to float
    CHECK(asked(m, {1, 2, 3, 4}) == std::vector<double>{1, 2, 3, 4});
  }

  TEST_CASE("sizes asked of the rows' number are not negative, as PyTorch's expand wants to know") {
    const auto expanded = [](std::int64_t asked) {
      return over_rows(2, node("Shape", {"x"}, {"s"}))
          .add(node("Equal", {"s", "asked"}, {"e"}))
          .add(node("Where", {"e", "ones", "s"}, {"sizes"}))
          .add(node("Expand", {"c", "sizes"}, {"y"}))
          .constant(longs({1}, {asked}, "asked"))
          .constant(longs({2}, {1, 1}, "ones"))
          .constant(floats({1, 2}, {7, 8}, "c"));
    };
    CHECK(asked(expanded(-1), {1, 2}) == std::vector<double>{7, 8});
    CHECK(refused(expanded(1)) == "node 1: operator `Equal`: its result depends on the number of rows");
  }

  TEST_CASE("constants are computed when the model is made") {
    const auto m = read(model()
                            .input("x", f32, {open, 1})
                            .constant(floats({1}, {4}, "c"))
                            .add(node("Sqrt", {"c"}, {"r"}))
                            .add(node("Add", {"r", "c"}, {"s"}))
                            .add(node("Mul", {"x", "s"}, {"y"}))
                            .output("y"));
    CHECK(m.steps.size() == 2); // rounded, multiplied
    CHECK(asked(m, {2}) == std::vector<double>{12});
  }
}
