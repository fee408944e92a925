// tests/convert/frontend/onnx/scan.cpp -- distances to a table's points, as skl2onnx writes them.
#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

/// A body of Scan over float rows and points: s is handed on, `nodes` make d of s and p.
message body(const std::vector<node>& nodes, std::string_view state = "s") {
  message g;
  g.nested(1, node("Identity", {state}, {"s_out"}).made());
  for (const node& n : nodes) g.nested(1, n.made());
  g.nested(5, longs({1}, {1}, "one"));
  g.nested(11, declared("s", f32, {open, open})).nested(11, declared("p", f32, {open}));
  g.nested(12, message().bytes(1, "s_out")).nested(12, message().bytes(1, "d"));
  return g;
}

node scan(const message& graph) {
  return node("Scan", {"x", "points"}, {"state", "y"}).with("num_scan_inputs", 1).with_graph("body", graph);
}

model over_points(const node& n) {
  return model()
      .input("x", f32, {open, 2})
      .constant(floats({3, 2}, {0, 0, 1, 2, -3, 4}, "points"))
      .add(n)
      .add(node("Transpose", {"y"}, {"t"}).with("perm", sizes{1, 0}))
      .output("t");
}

const std::vector<node> squares = {
    node("Sub", {"s", "p"}, {"apart"}),
    node("ReduceSumSquare", {"apart"}, {"sum"}).with("axes", sizes{1}).with("keepdims", 0),
    node("Identity", {"sum"}, {"d"})};

} // namespace

TEST_SUITE("convert/frontend/onnx/scan") {
  TEST_CASE("the body's distances are one column a point") {
    CHECK(asked(over_points(scan(body(squares))), {3, 4}) == std::vector<double>{25, 8, 36});
    const std::vector<node> magnitudes = {node("Sub", {"s", "p"}, {"apart"}),
                                          node("Abs", {"apart"}, {"size"}),
                                          node("ReduceSum", {"size", "one"}, {"d"}).with("keepdims", 0)};
    CHECK(asked(over_points(scan(body(magnitudes))), {3, 4}) == std::vector<double>{7, 4, 6});
  }

  TEST_CASE("the nearest point's label is found through them") {
    const auto m = over_points(scan(body(squares)))
                       .constant(longs({1}, {2}, "k"))
                       .constant(longs({3}, {70, 80, 90}, "labels"))
                       .constant(longs({2}, {-1, 2}, "pairs"))
                       .add(node("TopK", {"t", "k"}, {"near", "at"}).with("largest", 0).with("axis", 1))
                       .add(node("ArrayFeatureExtractor", {"labels", "at"}, {"found"}, ml))
                       .add(node("Reshape", {"found", "pairs"}, {"z"}))
                       .output("z");
    CHECK(asked(m, {3, 4}) == std::vector<double>{25, 8, 36, 80, 70});
  }

  TEST_CASE("other bodies are refused") {
    CHECK(refused(over_points(scan(body(squares, "p")))) ==
          "node 0: operator `Scan`: its body changes its state");
    const std::vector<node> product = {node("MatMul", {"s", "p"}, {"d"})};
    CHECK(refused(over_points(scan(body(product)))) ==
          "node 0: operator `Scan`: in its body, operator `MatMul`: it is not supported there");
    const std::vector<node> of_all = {node("Sub", {"s", "p"}, {"apart"}),
                                      node("ReduceSumSquare", {"apart"}, {"d"}).with("keepdims", 0)};
    CHECK(refused(over_points(scan(body(of_all)))) ==
          "node 0: operator `Scan`: in its body, operator `ReduceSumSquare`: it names no axes");
    const std::vector<node> of_rows = {node("Identity", {"s"}, {"d"})};
    CHECK(refused(over_points(scan(body(of_rows)))) ==
          "node 0: operator `Scan`: its body gives the same for all rows of its table");
    const node backwards = scan(body(squares)).with("scan_input_directions", sizes{1});
    CHECK(refused(over_points(backwards)) == "node 0: operator `Scan`: `scan_input_directions` is not 0");
    CHECK(refused(over_points(node("Scan", {"x", "points"}, {"state", "y"}).with("num_scan_inputs", 1))) ==
          "node 0: operator `Scan`: attribute `body` is missing");
  }
}
