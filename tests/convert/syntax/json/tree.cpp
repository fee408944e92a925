// tests/convert/syntax/json/tree.cpp -- accessors, and the path that messages name.
#include <convert/syntax/json/tree.hpp>

#include <doctest/doctest.h>

#include <convert/syntax/json/read.hpp>

#include "reading.hpp"

using convert::json::read;
using json_reading::refused_to;

TEST_SUITE("convert/syntax/json/tree") {

  TEST_CASE("a refusal names the path from the root") {
    const auto file = read(R"({"learner": {"trees": [{"parents": [0, "x"]}]}})");
    const auto entry = file.root().required("learner").required("trees")[0].required("parents")[1];
    CHECK(entry.path() == "learner.trees[0].parents[1]");
    CHECK(refused_to([&] { entry.integer(); }) ==
          "`learner.trees[0].parents[1]`: expected an integer, found a text");
    CHECK(refused_to([&] { entry.number(); }) ==
          "`learner.trees[0].parents[1]`: expected a number, found a text");
  }

  TEST_CASE("the root has no path") {
    const auto file = read("[1]");
    CHECK(file.root().path() == "the document");
    CHECK(refused_to([&] { file.root().text(); }) == "`the document`: expected a text, found an array");
  }

  TEST_CASE("a missing key is refused by name") {
    const auto file = read(R"({"a": {"b": 1}})");
    CHECK(refused_to([&] { file.root().required("a").required("c"); }) == "`a`: there is no `c`");
    CHECK(!file.root().find("c"));
  }

  TEST_CASE("an element past the last is refused") {
    const auto file = read(R"({"a": [1, 2]})");
    CHECK(refused_to([&] { file.root().required("a")[2]; }) == "`a`: element 2 does not exist");
  }
}
