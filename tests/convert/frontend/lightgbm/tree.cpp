// tests/convert/frontend/lightgbm/tree.cpp -- decisions, missing values, categories, and the faults of arrays.
#include <convert/frontend/lightgbm/tree.hpp>

#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include <convert/frontend/lightgbm/model.hpp>

#include "../answers.hpp"
#include "model_text.hpp"

using answers::missing;
using answers::of;
using convert::lightgbm::read_model;
using lightgbm_text::refused_tree;
using lightgbm_text::text_of;
using lightgbm_text::tree;

namespace {

const double zero = static_cast<double>(1e-35F); // kZeroThreshold

/// 1 if `x` goes left at a split of that threshold and decision type, else 2.
double side(const std::string& threshold, int decision, double x) {
  return of(read_model(text_of({tree(threshold, "1", "2", std::to_string(decision))})), "raw", {x, 0.0})
      .at(0);
}

double category_side(const std::string& sets, double x) {
  return of(read_model(text_of({tree("0", "1", "2", "1", sets)})), "raw", {x, 0.0}).at(0);
}

std::string five(const std::string& left, const std::string& right) {
  return "num_leaves=3\nnum_cat=0\nsplit_feature=0 1\nthreshold=1 2\ndecision_type=0 0\nleft_child=" + left +
         "\nright_child=" + right + "\nleaf_value=1 2 3\n";
}

} // namespace

TEST_SUITE("convert/frontend/lightgbm/tree") {

  TEST_CASE("without a missing type NaN is zero") {
    CHECK(side("-0.5", 0, missing) == 2);
    CHECK(side("0.5", 0, missing) == 1);
    CHECK(side("0.5", 2, 1.0) == 2); // the default direction plays no part
    CHECK(side("-0.5", 2, missing) == 2);
  }

  TEST_CASE("with missing type zero small numbers and NaN go the default way") {
    CHECK(side("-1", 4 + 2, 0.0) == 1);
    CHECK(side("-1", 4, 0.0) == 2);
    CHECK(side("-1", 4 + 2, missing) == 1);
    CHECK(side("-1", 4 + 2, zero) == 1);
    CHECK(side("-1", 4 + 2, std::nextafter(zero, 1.0)) == 2);
    CHECK(side("1", 4, -zero) == 2);
    CHECK(side("1", 4, std::nextafter(-zero, -1.0)) == 1);
  }

  TEST_CASE("with missing type NaN only NaN goes the default way") {
    CHECK(side("-1", 8 + 2, missing) == 1);
    CHECK(side("1", 8, missing) == 2);
    CHECK(side("-1", 8 + 2, 0.0) == 2);
  }

  TEST_CASE("numbers within 1e-35 are zero before they are compared") {
    CHECK(side("0", 0, 1e-36) == 1); // 0 <= 0
    CHECK(side("0", 0, zero) == 1);
    CHECK(side("0", 0, std::nextafter(zero, 1.0)) == 2);
    CHECK(side("-1e-36", 0, -1e-36) == 2); // 0 <= -1e-36 is wrong
    CHECK(side("-1e-36", 8, -zero) == 2);
    CHECK(side("-1e-36", 0, std::nextafter(-zero, -1.0)) == 1);
    CHECK(side("1.0000000180025095e-35", 0, zero) == 1);
  }

  TEST_CASE("decision types may be absent") {
    std::string one = tree("0.5", "1", "2");
    one.erase(one.find("decision_type=0\n"), 16);
    CHECK(of(read_model(text_of({one})), "raw", {missing, 0.0}) == std::vector{1.0});
  }

  TEST_CASE("a tree of one leaf is its value") {
    CHECK(of(read_model(text_of({"num_leaves=1\nnum_cat=0\nleaf_value=0.25\n"})), "raw", {missing, 0.0}) ==
          std::vector{0.25});
  }

  TEST_CASE("categories of the set go left") {
    const std::string sets = "num_cat=1\ncat_boundaries=0 2\ncat_threshold=5 1\n"; // 0, 2, 32
    CHECK(category_side(sets, 0) == 1);
    CHECK(category_side(sets, 1) == 2);
    CHECK(category_side(sets, 2.9) == 1); // truncated
    CHECK(category_side(sets, -0.5) == 1);
    CHECK(category_side(sets, -1) == 2);
    CHECK(category_side(sets, 32) == 1);
    CHECK(category_side(sets, 64) == 2);
    CHECK(category_side(sets, 1e10) == 2);
    CHECK(category_side(sets, missing) == 2);
  }

  TEST_CASE("children are splits from 0 and leaves from -1") {
    const auto m = read_model(text_of({five("-1 -2", "1 -3")}));
    CHECK(of(m, "raw", {0.0, 0.0}) == std::vector{1.0});
    CHECK(of(m, "raw", {2.0, 0.0}) == std::vector{2.0});
    CHECK(of(m, "raw", {2.0, 3.0}) == std::vector{3.0});
  }

  TEST_CASE("arrays that do not fit are refused at their line") {
    CHECK(refused_tree(five("-1 -2", "2 -3")) ==
          "line 18: tree 0, `right_child`: split 2 is past the last split 1");
    CHECK(refused_tree(five("-1 -4", "1 -3")) ==
          "line 17: tree 0, `left_child`: leaf 3 is past the last leaf 2");
    CHECK(refused_tree(five("-1", "1 -3")) == "line 17: tree 0, `left_child`: 1 numbers instead of 2");
    CHECK(refused_tree(five("-1 0", "1 -3")) == "tree 0, node 1: child 0 has another parent");
    CHECK(refused_tree(tree("0.5", "1", "2", "12")) ==
          "line 16: tree 0, `decision_type`: 12 is no type of decision");
    CHECK(refused_tree(tree("0", "1", "2", "1")) ==
          "line 15: tree 0, `threshold`: category set 0.000000 does not exist");
    CHECK(refused_tree(tree("0", "1", "2", "1", "num_cat=1\ncat_boundaries=1 2\ncat_threshold=5 1\n")) ==
          "line 14: tree 0, `cat_boundaries`: the boundaries do not ascend from 0");
    CHECK(refused_tree(tree("0", "1", "2", "1", "num_cat=1\ncat_boundaries=0 90211\ncat_threshold=5\n")) ==
          "line 14: tree 0, `cat_boundaries`: the last boundary is past the last word");
    CHECK(refused_tree(tree("0", "1", "2", "1", "num_cat=1\ncat_boundaries=0 1\ncat_threshold=-5\n")) ==
          "line 15: tree 0, `cat_threshold`: -5 is no word of 32 bits");
    CHECK(refused_tree("num_leaves=0\nnum_cat=0\nleaf_value=\n") ==
          "line 12: tree 0, `num_leaves`: 0 is out of range");
    CHECK(refused_tree("num_leaves=1\nleaf_value=1\n") == "tree 0: there is no `num_cat`");
  }

  TEST_CASE("a feature past the last is refused") {
    std::string one = tree("0.5", "1", "2");
    one.replace(one.find("split_feature=0"), 15, "split_feature=2");
    CHECK(refused_tree(one) == "line 14: tree 0, `split_feature`: feature 2 is past the last feature 1");
  }

  TEST_CASE("trees from before 2.0.5 are refused") {
    CHECK(refused_tree(tree("0.5", "1", "2") + "default_value=0\n") ==
          "tree 0: trees of LightGBM before 2.0.5 are not supported; load the model with a later one and "
          "save it anew");
  }
}
