// tests/convert/syntax/json/read.cpp -- JSON into the tree, and what is not JSON.
#include <convert/syntax/json/read.hpp>

#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "reading.hpp"

using convert::json::kind;
using convert::json::read;
using json_reading::refused_to;

namespace {

std::string times(std::size_t count, const std::string& what) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += what;
  return text;
}

} // namespace

TEST_SUITE("convert/syntax/json/read") {

  TEST_CASE("every kind of value is read") {
    const auto file = read(R"({"a": [1, -2.5, "text", true, null], "b": {}})");
    const auto list = file.root().required("a");
    CHECK(list.size() == 5);
    CHECK(list[0].integer() == 1);
    CHECK(list[1].number() == -2.5);
    CHECK(list[2].text() == "text");
    CHECK(list[3].boolean());
    CHECK(list[4].is_null());
    CHECK(file.root().required("b").size() == 0);
    CHECK(file.root().key(1) == "b");
  }

  TEST_CASE("the integers 0 and 1 are booleans too") {
    const auto file = read("[0, 1, 2]");
    CHECK(!file.root()[0].boolean());
    CHECK(file.root()[1].boolean());
    CHECK(refused_to([&] { file.root()[2].boolean(); }) == "`[2]`: expected a boolean, found an integer");
  }

  TEST_CASE("integers that fit 64 bits are exact and larger ones are reals") {
    const auto file = read("[9223372036854775807, -9223372036854775808, 9223372036854775808]");
    CHECK(file.root()[0].integer() == 9223372036854775807);
    CHECK(file.root()[1].integer() == -9223372036854775807 - 1);
    CHECK(file.root()[2].type() == kind::real);
    CHECK(file.root()[2].number() == 9223372036854775808.0);
  }

  TEST_CASE("NaN and Infinity without quotation marks are numbers") {
    const auto file = read("[NaN,Infinity,-Infinity,1]");
    CHECK(std::isnan(file.root()[0].number()));
    CHECK(file.root()[1].number() == INFINITY);
    CHECK(file.root()[2].single() == -INFINITY);
    CHECK(file.root()[3].integer() == 1);
  }

  TEST_CASE("NaN in a text is a text") {
    const auto file = read(R"(["NaN", "a \" NaN", NaN])");
    CHECK(file.root()[0].text() == "NaN");
    CHECK(file.root()[1].text() == "a \" NaN");
    CHECK(std::isnan(file.root()[2].number()));
  }

  TEST_CASE("the last of two equal keys counts") {
    const auto file = read(R"({"a": 1, "a": 2})");
    CHECK(file.root().required("a").integer() == 2);
  }

  TEST_CASE("what is not JSON is refused at its byte") {
    CHECK(refused_to([] { read("[1,]"); }) == "byte 4: not JSON, near `1,]`");
    CHECK(refused_to([] { read(""); }) == "byte 1: not JSON, near ``");
    CHECK(refused_to([] { read("[1] 2"); }) == "byte 5: not JSON, near `2`");
    CHECK(refused_to([] { read("[NaN,NaN,x]"); }) == "byte 10: not JSON, near `NaN,x`");
    CHECK(refused_to([] { read("{\"a\" 1}"); }) == "byte 6: not JSON, near `1`");
  }

  TEST_CASE("a text that is not UTF-8 is refused") {
    CHECK(refused_to([] { read("[\"\xff\"]"); }) != "");
  }

  TEST_CASE("arrays nest 128 levels and no deeper") {
    CHECK(refused_to([] { read(times(128, "[") + times(128, "]")); }) == "");
    CHECK(refused_to([] { read(times(129, "[") + times(129, "]")); }) ==
          "arrays and objects are nested deeper than 128 levels");
    CHECK(refused_to([] { read(times(1'000'000, "[")); }) != "");
  }
}
