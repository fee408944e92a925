// tests/convert/frontend/xgboost/booster.cpp -- how trees and weights are summed.
#include <convert/frontend/xgboost/booster.hpp>

#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include <convert/frontend/xgboost/model.hpp>
#include <convert/syntax/json/read.hpp>

#include "../answers.hpp"
#include "model_text.hpp"

using answers::of;
using answers::refused_to;
using convert::xgboost::read_model;
using xgboost_text::parts;
using xgboost_text::tree;

namespace {

/// Two trees: leaves 1 and 2.
parts two_trees() {
  parts p;
  p.trees = tree("0", "1", "1") + "," + tree("0", "2", "2");
  p.tree_info = "[0,0]";
  return p;
}

/// Margins of a model read as a wrapper would ask for them.
double asked(const parts& p, const convert::xgboost::request& r) {
  const auto file = convert::json::read(xgboost_text::json(p));
  const auto l = convert::xgboost::read_learner(file.root());
  convert::ir::builder b({{"f0", {}}, {"f1", {}}});
  b.answer(convert::ir::role::raw, "raw", convert::xgboost::margin(b, l, b.row(), r));
  return of(std::move(b).take(), "raw", {0.0, 0.0}).at(0);
}

std::string linear_model(const std::string& weights) {
  std::string text = xgboost_text::json();
  const auto from = text.find("{\"gbtree_model_param\"");
  const auto to = text.find(",\"name\":\"gbtree\"");
  text.replace(from, to - from, "{\"weights\":" + weights + "}");
  text.replace(text.find("\"gbtree\""), 8, "\"gblinear\"");
  return text;
}

} // namespace

TEST_SUITE("convert/frontend/xgboost/booster") {

  TEST_CASE("the sum is made in f32, from base_score, tree by tree") {
    parts p = two_trees();
    p.base_score = "1.6777216E7"; // 2^24: one is lost, two is not
    CHECK(of(read_model(xgboost_text::json(p)), "raw", {0.0, 0.0}) == std::vector{16777218.0});
  }

  TEST_CASE("before 1.3 base_score is added last") {
    parts p = two_trees();
    p.base_score = "1.6777216E7";
    p.version = "[1,2,1]";
    CHECK(of(read_model(xgboost_text::json(p)), "raw", {0.0, 0.0}) ==
          std::vector{16777220.0}); // 3, rounded to even
  }

  TEST_CASE("dart multiplies every tree, wherever its weights are") {
    parts p = two_trees();
    p.beside_trees = R"(,"weight_drop":[0.5,0.25])"; // 3.4
    CHECK(of(read_model(xgboost_text::json(p)), "raw", {0.0, 0.0}) == std::vector{1.5});

    p.beside_trees = "";
    std::string old =
        xgboost_text::json(p); // until 3.3: {"gbtree": {"model": ...}, "name": "dart", "weight_drop": ...}
    const auto from = old.find("{\"model\":");
    const auto to = old.find(",\"learner_model_param\"");
    const std::string inner = old.substr(from, to - from);
    old.replace(from, to - from, R"({"gbtree":)" + inner + R"(,"name":"dart","weight_drop":[0.5,0.25]})");
    CHECK(of(read_model(old), "raw", {0.0, 0.0}) == std::vector{1.5});
  }

  TEST_CASE("a tree without a weight is refused") {
    parts p = two_trees();
    p.beside_trees = R"(,"weight_drop":[0.5])";
    CHECK(refused_to([&] { read_model(xgboost_text::json(p)); }) ==
          "tree 1: `weight_drop` has no weight for it");
  }

  TEST_CASE("dart asked in place adds base_score and takes it away, from 1.4 to 3.2") {
    parts p;
    p.trees = tree("0", "3E-1", "3E-1");
    p.base_score = "1E6"; // floats are 1/16 apart: 1000000.3 is 1000000.3125
    p.beside_trees = R"(,"weight_drop":[100])";
    convert::xgboost::request r;
    CHECK(asked(p, r) == 1000030.0);
    r.how = convert::xgboost::request::by::in_place;
    CHECK(asked(p, r) == 1000031.25);
    p.version = "[3,3,0]";
    CHECK(asked(p, r) == 1000030.0);
  }

  TEST_CASE("the first iterations are as many trees as there are classes and parallel trees") {
    parts p = two_trees();
    convert::xgboost::request r;
    r.iterations = 1;
    CHECK(asked(p, r) == 1.5);
    p.beside_trees = R"(,"iteration_indptr":[0,2])";
    CHECK(asked(p, r) == 3.5);
    r.iterations = 2;
    CHECK(refused_to([&] { asked(p, r); }) ==
          "`learner.gradient_booster.model.iteration_indptr`: there are fewer than 2 iterations");
    r.iterations.reset();
    r.trees_of_a_group = 1;
    CHECK(asked(p, r) == 1.5);
    r.trees_of_a_group = 0;
    CHECK(asked(p, r) == 3.5);
  }

  TEST_CASE("gblinear is a sum of products over what is not missing") {
    const auto m = read_model(linear_model("[2,-3,10]"));
    CHECK(of(m, "raw", {1.0, 1.0}) == std::vector{9.5});
    CHECK(of(m, "raw", {answers::missing, 1.0}) == std::vector{7.5});
    CHECK(answers::refuses(m, {INFINITY, 1.0}));
  }

  TEST_CASE("gblinear sums in floats from the bias on") {
    const auto m = read_model(linear_model("[1,1,0.25]"));
    CHECK(of(m, "raw", {1e8, -1e8}) == std::vector{0.0}); // the bias is lost in the first sum
    CHECK(of(m, "raw", {0.0, 0.0}) == std::vector{0.75});
  }

  TEST_CASE("trees that were trained for no round answer base_score") {
    parts p;
    p.trees = " "; // no default tree
    p.tree_info = "[]";
    CHECK(of(read_model(xgboost_text::json(p)), "raw", {1.0, 1.0}) == std::vector{0.5});
  }

  TEST_CASE("a base score that was never estimated is no answer of the objective from 3.1 to 3.4") {
    parts p;
    p.trees = " ";
    p.tree_info = "[]";
    p.objective = "reg:gamma";
    const auto raw = [&](const char* version, const char* estimated) {
      p.version = version;
      p.more_parameters = estimated;
      return of(read_model(xgboost_text::json(p)), "raw", {1.0, 1.0}).at(0);
    };
    const char* yes = R"(,"boost_from_average":"1")";
    CHECK(raw("[3,3,0]", yes) == 0.5);
    CHECK(raw("[3,3,0]", R"(,"boost_from_average":"0")") == static_cast<double>(std::log(0.5F)));
    CHECK(raw("[3,0,0]", yes) == static_cast<double>(std::log(0.5F)));
    CHECK(raw("[3,5,0]", yes) == static_cast<double>(std::log(0.5F)));
  }

  TEST_CASE("gblinear that was trained for no round answers base_score") {
    CHECK(of(read_model(linear_model("[]")), "raw", {1.0, 1.0}) == std::vector{0.5});
  }

  TEST_CASE("gblinear with too few weights or infinite ones is refused") {
    CHECK(refused_to([] { read_model(linear_model("[1,2]")); }) ==
          "`learner.gradient_booster.model.weights`: 2 weights instead of 3");
    CHECK(refused_to([] { read_model(linear_model("[1,NaN,2]")); }) ==
          "`learner.gradient_booster.model.weights[1]`: the weight is not finite, so its training diverged "
          "and it "
          "answers no numbers: train it again with a smaller learning rate (`eta`)");
  }

  TEST_CASE("a tree's output past the last is refused") {
    parts p;
    p.tree_info = "[1]";
    CHECK(refused_to([&] { read_model(xgboost_text::json(p)); }) ==
          "tree 0: output 1 is past the last output 0");
    p.tree_info = "[]";
    CHECK(refused_to([&] { read_model(xgboost_text::json(p)); }) ==
          "`learner.gradient_booster.model.tree_info`: 0 entries for 1 trees");
  }
}
