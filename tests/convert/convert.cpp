// convert/convert.cpp -- what stands in the way of a conversion, said all at once.
#include <convert/convert.hpp>

#include <doctest/doctest.h>

#include "frontend/onnx/reading.hpp"

using namespace reading;

TEST_SUITE("convert") {
  TEST_CASE("every unsupported operator of an ONNX file is named at once") {
    const std::string bytes = over_rows(2, node("Conv", {"x"}, {"a"}).named("first"))
                                  .add(node("Relu", {"a"}, {"b"}))
                                  .add(node("LSTM", {"b"}, {"y"}))
                                  .bytes();
    CHECK(convert::obstacles(as_bytes(bytes), {}) ==
          std::vector<std::string>{
              "node 0 `first`: operator `Conv` (domain `ai.onnx`, version 17) is not supported",
              "node 2: operator `LSTM` (domain `ai.onnx`, version 17) is not supported"});
  }

  TEST_CASE("where all operators are supported, what is wrong with one's use is said") {
    CHECK(convert::obstacles(as_bytes(over_rows(2, node("ReduceMean", {"x"}, {"y"})).bytes()), {}) ==
          std::vector<std::string>{"node 0: operator `ReduceMean`: it mixes rows: axis 0 of [rows, 2]"});
    CHECK(convert::obstacles(as_bytes(over_rows(2, node("Relu", {"x"}, {"y"})).bytes()), {}).empty());
  }
}
