// convert/frontend/onnx/expand_calls.cpp -- functions of a file's own take the place of their calls.
#include <convert/frontend/onnx/expand_calls.hpp>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace reading;

namespace {

message version(std::string_view domain, std::int64_t number) {
  return message().bytes(1, domain).integer(2, number);
}

/// leaky(a; slope = 0.5) = neg(a) < 0 ? slope * neg(a) : neg(a), with names that the graph has too.
message leaky(std::int64_t opset = 17) {
  node relu("LeakyRelu", {"x"}, {"y"});
  message n = relu.made();
  n.nested(5, message().bytes(1, "alpha").bytes(21, "slope").integer(20, 1));
  return message()
      .bytes(1, "leaky")
      .bytes(10, "own")
      .bytes(4, "a")
      .bytes(5, "y")
      .nested(7, node("Neg", {"a"}, {"x"}).made())
      .nested(7, n)
      .nested(9, version("", opset))
      .nested(11, message().bytes(1, "slope").real(2, 0.5F).integer(20, 1));
}

std::string file(const std::vector<node>& nodes, const std::vector<message>& functions) {
  message graph;
  graph.nested(11, declared("x", f32, {open, 1}));
  for (const node& n : nodes) graph.nested(1, n.made());
  graph.nested(12, message().bytes(1, "z"));
  message m;
  m.integer(1, 8).nested(7, graph).nested(8, version("", 17)).nested(8, version("own", 1));
  for (const message& f : functions) m.nested(25, f);
  return m.text();
}

std::vector<double> answer(const std::string& bytes, double x) {
  return asked(convert::onnx::read(as_bytes(bytes)), {x});
}

} // namespace

TEST_SUITE("convert/frontend/onnx/expand_calls") {

  TEST_CASE("a call is the function's nodes, with the caller's attribute or the function's default") {
    const node plain("leaky", {"x"}, {"z"}, "own");
    CHECK(answer(file({plain}, {leaky()}), 3) == std::vector<double>{-1.5});
    CHECK(answer(file({plain}, {leaky()}), -3) == std::vector<double>{3});
    const node steep = node("leaky", {"x"}, {"z"}, "own").with("slope", 2.0F);
    CHECK(answer(file({steep}, {leaky()}), 3) == std::vector<double>{-6});
  }

  TEST_CASE("calls keep their names apart, and functions may call others") {
    const node first("leaky", {"x"}, {"y"}, "own");
    const node second("leaky", {"y"}, {"z"}, "own");
    CHECK(answer(file({first, second}, {leaky()}), 4) == std::vector<double>{2}); // -2, then 2
    const message twice = message()
                              .bytes(1, "twice")
                              .bytes(10, "own")
                              .bytes(4, "a")
                              .bytes(5, "b")
                              .nested(7, node("leaky", {"a"}, {"y"}, "own").made())
                              .nested(7, node("leaky", {"y"}, {"b"}, "own").made());
    CHECK(answer(file({node("twice", {"x"}, {"z"}, "own")}, {leaky(), twice}), 4) == std::vector<double>{2});
  }

  TEST_CASE("an input handed through is answered") {
    const message same = message().bytes(1, "same").bytes(10, "own").bytes(4, "a").bytes(5, "a");
    CHECK(answer(file({node("same", {"x"}, {"z"}, "own")}, {same}), 4) == std::vector<double>{4});
  }

  TEST_CASE("a function that calls itself, or is of another operator set, is refused") {
    const message endless = message()
                                .bytes(1, "endless")
                                .bytes(10, "own")
                                .bytes(4, "a")
                                .bytes(5, "b")
                                .nested(7, node("endless", {"a"}, {"b"}, "own").made());
    CHECK(refused(file({node("endless", {"x"}, {"z"}, "own")}, {endless})) ==
          "functions call one another more than 64 deep, as `endless` does");
    message wide = message().bytes(1, "wide").bytes(10, "own").bytes(4, "a").bytes(5, "b");
    for (int i = 0; i < 8; ++i) wide.nested(7, node("wide", {"a"}, {i == 0 ? "b" : ""}, "own").made());
    CHECK(refused(file({node("wide", {"x"}, {"z"}, "own")}, {wide})).find("functions call one another") == 0);
    CHECK(refused(file({node("leaky", {"x"}, {"z"}, "own")}, {leaky(18)})) ==
          "function `leaky` is written for version 18 of operators of which the graph takes version 17");
    message astray = node("Elu", {"x"}, {"z"}).made();
    astray.nested(5, message().bytes(1, "alpha").bytes(21, "slope"));
    message graph;
    graph.nested(11, declared("x", f32, {open, 1})).nested(1, astray).nested(12, message().bytes(1, "z"));
    CHECK(refused(message().nested(7, graph).nested(8, version("", 17)).text()) ==
          "an attribute refers to a function's, and is in none");
  }

  TEST_CASE("functions that double again and again are refused before there is room for them") {
    std::vector<message> functions;
    for (int i = 0; i < 40; ++i) {
      const std::string next = "f" + std::to_string(i + 1);
      functions.push_back(message()
                              .bytes(1, "f" + std::to_string(i))
                              .bytes(10, "own")
                              .bytes(4, "a")
                              .bytes(5, "c")
                              .nested(7, node(next, {"a"}, {"b"}, "own").made())
                              .nested(7, node(next, {"b"}, {"c"}, "own").made()));
    }
    CHECK(refused(file({node("f0", {"x"}, {"z"}, "own")}, functions)) ==
          "functions that call one another make too large a graph");
  }
}
