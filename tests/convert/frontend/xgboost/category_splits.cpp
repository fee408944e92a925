// tests/convert/frontend/xgboost/category_splits.cpp -- categories of trees, as each version reads them.
#include <convert/frontend/xgboost/category_splits.hpp>

#include <string>

#include <doctest/doctest.h>

#include <convert/frontend/xgboost/model.hpp>

#include "../answers.hpp"
#include "model_text.hpp"

using answers::of;
using answers::refused_to;
using convert::xgboost::read_model;
using xgboost_text::parts;

namespace {

std::string more(const std::string& categories, const std::string& sizes = "[2]",
                 const std::string& nodes = "[0]") {
  return R"(,"split_type":[1,0,0],"categories":)" + categories + R"(,"categories_nodes":)" + nodes +
         R"(,"categories_segments":[0],"categories_sizes":)" + sizes;
}

std::string model(const std::string& version, const std::string& splits,
                  const std::string& default_left = "1") {
  parts p;
  p.version = version;
  p.base_score = "0";
  p.trees = xgboost_text::tree("1E-45", "1", "2", splits);
  p.trees.replace(p.trees.find("\"default_left\":[1"), 17, "\"default_left\":[" + default_left);
  return xgboost_text::json(p);
}

double raw(const std::string& text, double category) {
  return of(read_model(text), "raw", {category, 0.0}).at(0);
}

std::string refused(const std::string& text) {
  return refused_to([&] { read_model(text); });
}

} // namespace

TEST_SUITE("convert/frontend/xgboost/category_splits") {

  TEST_CASE("categories of the set go right and all others left") {
    const std::string text = model("[1,7,4]", more("[1,3]"));
    CHECK(raw(text, 0) == 1);
    CHECK(raw(text, 1) == 2);
    CHECK(raw(text, 3) == 2);
    CHECK(raw(text, 3.9) == 2); // truncated
    CHECK(raw(text, 4) == 1);
    CHECK(raw(text, 32) == 1); // past the bits
    CHECK(raw(text, 1e9) == 1);
    CHECK(raw(text, answers::missing) == 1);
  }

  TEST_CASE("below zero goes left, even where truncation would give category 0") {
    const std::string text = model("[1,7,4]", more("[0,3]"));
    CHECK(raw(text, 0) == 2);
    CHECK(raw(text, -0.0) == 2);
    CHECK(raw(text, -0.5) == 1);
    CHECK(raw(text, -1) == 1);
  }

  TEST_CASE("before 1.6 a number is truncated first") {
    const std::string text = model("[1,5,2]", more("[0,3]"));
    CHECK(raw(text, -0.5) == 2);
    CHECK(raw(text, -1) == 1);
  }

  TEST_CASE("in 1.6 what is no category goes the default way") {
    const std::string right = model("[1,6,2]", more("[0,3]"), "0");
    CHECK(raw(right, -0.5) == 2);
    CHECK(raw(right, 32) == 2);
    CHECK(raw(right, 4) == 1); // within the bits
    const std::string left = model("[1,6,2]", more("[0,3]"), "1");
    CHECK(raw(left, -1) == 1);
    CHECK(raw(left, 32) == 1);
  }

  TEST_CASE("segments that do not fit are refused") {
    CHECK(refused(model("[1,7,4]", more("[1,3]", "[3]"))) ==
          "tree 0, node 0: its categories end past the last of 2");
    CHECK(refused(model("[1,7,4]", more("[1,3]", "[0]"))) ==
          "tree 0, node 0: a categorical split has no categories");
    CHECK(refused(model("[1,7,4]", more("[1,3]", "[2]", "[1]"))) ==
          "tree 0, node 0: a categorical split has no categories");
    CHECK(refused(model("[1,7,4]", more("[1,-3]"))) == "tree 0, node 0: -3 is not a category");
    CHECK(refused(model("[1,7,4]", more("[1,16777216]"))) == "tree 0, node 0: 16777216 is not a category");
    CHECK(refused(model("[1,7,4]", more("[1,3]", "[2,2]"))) ==
          "`learner.gradient_booster.model.trees[0].categories_nodes`: categories, segments and sizes are "
          "not of one length");
  }
}
