// tests/convert/syntax/lightgbm/text.cpp -- cutting a text model into its parts.
#include <convert/syntax/lightgbm/text.hpp>

#include <string>

#include <doctest/doctest.h>

#include "../json/reading.hpp"

using convert::lightgbm::read;
using json_reading::refused_to;

namespace {

const std::string model =
    "tree\nversion=v4\nnum_class=1\ntree_sizes=21 20\naverage_output\n\n"
    "Tree=0\nnum_leaves=1\n\n"
    "Tree=1\nnum_leaves=\n\n"
    "end of trees\n\nfeature_importances:\na=1\n\nparameters:\n[linear_tree: 0]\n[data: ]\n"
    "end of parameters\n\npandas_categorical:null\n";

} // namespace

TEST_SUITE("convert/syntax/lightgbm/text") {

  TEST_CASE("header, trees, parameters and categories are found") {
    const auto file = read(model);
    CHECK(file.header.required("version").value == "v4");
    CHECK(file.header.required("version").line == 2);
    CHECK(file.header.has("average_output"));
    REQUIRE(file.trees.size() == 2);
    CHECK(file.trees[0].name == "tree 0");
    CHECK(file.trees[0].required("num_leaves").value == "1");
    REQUIRE(file.parameters.size() == 2);
    CHECK(file.parameters[0].key == "linear_tree");
    CHECK(file.parameters[0].value == "0");
    CHECK(*file.pandas_categorical == "null");
  }

  TEST_CASE("what follows a header is found where there are no trees, which 2.1 ends with no word") {
    for (const char* end : {"", "end of trees\n\n"}) {
      const std::string written = "tree\ntree_sizes=\n\n\n" + std::string(end) +
                                  "feature importances:\n\npandas_categorical:[[\"a\"]]\n";
      const auto file = read(written); // looks at it
      CHECK(file.trees.empty());
      CHECK(file.pandas_categorical == "[[\"a\"]]");
    }
  }

  TEST_CASE("a file without tree sizes is read tree by tree") {
    const auto file = read("tree\nnum_class=1\n\nTree=0\nnum_leaves=1\n\n\nTree=1\nnum_leaves=2\n");
    CHECK(file.trees.size() == 2);
    CHECK(file.trees[1].required("num_leaves").value == "2");
    CHECK(!file.pandas_categorical);
  }

  TEST_CASE("tree sizes that do not fit are refused") {
    std::string changed = model;
    changed.replace(changed.find("21 20"), 5, "22 20");
    CHECK(refused_to([&] { read(changed); }) == "line 4: tree 0 has 21 bytes, not the 22 that `tree_sizes` "
                                                "says: the file was changed after it was saved");
    changed.replace(changed.find("22 20"), 5, "21");
    CHECK(refused_to([&] { read(changed); }) == "line 4: the header, `tree_sizes`: 1 numbers instead of 2");
  }

  TEST_CASE("a line of a tree without a key is refused") {
    CHECK(refused_to([] { read("tree\n\nTree=0\nnum_leaves\n"); }) == "line 4: expected key=value");
  }

  TEST_CASE("a missing key is refused by name") {
    const auto file = read(model);
    CHECK(refused_to([&] { file.trees[1].required("leaf_value"); }) == "tree 1: there is no `leaf_value`");
  }

  TEST_CASE("lists are as long as they must be and hold numbers") {
    const auto file = read("tree\na=1 2.5  -3e-310 \nb=1 x\nc=99999999999999999999\n");
    const auto& header = file.header;
    const auto a = convert::lightgbm::numbers_of(header, header.required("a"), 3);
    CHECK(a[1] == 2.5);
    CHECK(a[2] == -3e-310);
    CHECK(refused_to([&] { convert::lightgbm::numbers_of(header, header.required("a"), 2); }) ==
          "line 2: the header, `a`: 3 numbers instead of 2");
    CHECK(refused_to([&] { convert::lightgbm::integers_of(header, header.required("b"), 2); }) ==
          "line 3: the header, `b`: `x` is not a number");
    CHECK(refused_to([&] { convert::lightgbm::integer_of(header, header.required("c")); }) ==
          "line 4: the header, `c`: `99999999999999999999` is not a number");
  }

  TEST_CASE("lines may end with a carriage return") {
    const auto file = read("tree\r\nnum_class=1\r\n\r\nTree=0\r\nnum_leaves=1\r\n\r\n");
    CHECK(file.header.required("num_class").value == "1");
    CHECK(file.trees[0].required("num_leaves").value == "1");
  }
}
