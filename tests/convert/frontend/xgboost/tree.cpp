// tests/convert/frontend/xgboost/tree.cpp -- trees, and the faults that arrays can have.
#include <convert/frontend/xgboost/tree.hpp>

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

/// A model of one tree of five nodes: 0 -> (1, 2), 2 -> (3, 4).
std::string five_nodes(const std::string& left, const std::string& right,
                       const std::string& version = "[1,7,4]") {
  parts p;
  p.version = version;
  p.trees = R"({"tree_param":{"num_nodes":"5","size_leaf_vector":"0"},"left_children":)" + left +
            R"(,"right_children":)" + right +
            R"(,"split_indices":[0,0,1,0,0],"split_conditions":[1,10,2,20,30],)" +
            R"("default_left":[0,0,1,0,0]})";
  return xgboost_text::json(p);
}

std::string refused(const std::string& model) {
  return refused_to([&] { read_model(model); });
}

std::string with_tree(const std::string& more, const std::string& feature = "0") {
  parts p;
  p.trees = xgboost_text::tree("5E-1", "-1E0", "2E0", more, feature);
  return xgboost_text::json(p);
}

} // namespace

TEST_SUITE("convert/frontend/xgboost/tree") {

  TEST_CASE("missing values go the default way") {
    const auto m = read_model(five_nodes("[1,-1,3,-1,-1]", "[2,-1,4,-1,-1]"));
    CHECK(of(m, "raw", {0.0, 0.0}) == std::vector{10.5});
    CHECK(of(m, "raw", {answers::missing, 3.0}) == std::vector{30.5});
    CHECK(of(m, "raw", {answers::missing, answers::missing}) == std::vector{20.5});
  }

  TEST_CASE("deleted nodes are left out") {
    // The split at node 2 was pruned: its children are in the arrays, and nothing leads to them.
    const auto m = read_model(five_nodes("[1,-1,-1,-1,-1]", "[2,-1,-1,-1,-1]"));
    CHECK(of(m, "raw", {1.0, 0.0}) == std::vector{2.5});
  }

  TEST_CASE("default_left may be booleans, as in 1.0") {
    parts p;
    p.trees = R"({"tree_param":{"num_nodes":"3"},"left_children":[1,-1,-1],"right_children":[2,-1,-1],)"
              R"("split_indices":[0,0,0],"split_conditions":[1,10,20],"default_left":[true,false,false]})";
    CHECK(of(read_model(xgboost_text::json(p)), "raw", {answers::missing, 0.0}) == std::vector{10.5});
  }

  TEST_CASE("children that are no nodes are refused") {
    CHECK(refused(five_nodes("[1,-1,9,-1,-1]", "[2,-1,10,-1,-1]")) ==
          "tree 0, node 2: left child 9 is past the last node 4");
    CHECK(refused(five_nodes("[1,-1,3,-1,-1]", "[2,-1,-7,-1,-1]", "[1,0,2]")) ==
          "tree 0, node 2: right child -7 is past the last node 4");
  }

  TEST_CASE("a cycle and a shared child are refused") {
    CHECK(refused(five_nodes("[1,-1,0,-1,-1]", "[2,-1,1,-1,-1]")) ==
          "tree 0, node 2: child 0 has another parent");
    CHECK(refused(five_nodes("[1,-1,1,-1,-1]", "[2,-1,2,-1,-1]")) ==
          "tree 0, node 2: child 1 has another parent");
  }

  TEST_CASE("children that are apart are refused from 1.5 on") {
    CHECK(refused(five_nodes("[1,-1,4,-1,-1]", "[2,-1,3,-1,-1]")) ==
          "tree 0, node 2: its children are not side by side");
    const auto m = read_model(five_nodes("[1,-1,4,-1,-1]", "[2,-1,3,-1,-1]", "[1,4,2]"));
    CHECK(of(m, "raw", {1.0, 0.0}) == std::vector{30.5});
  }

  TEST_CASE("arrays of another length and features past the last are refused") {
    CHECK(refused(with_tree("", "2")) == "tree 0, node 0: feature 2 is past the last feature 1");
    CHECK(refused(with_tree(R"(,"sum_hessian":[1])")) ==
          "`learner.gradient_booster.model.trees[0].sum_hessian`: 1 entries for 3 nodes");
  }

  TEST_CASE("a threshold that is NaN is refused") {
    parts p;
    p.trees = xgboost_text::tree("NaN", "1", "2");
    CHECK(refused(xgboost_text::json(p)) == "tree 0, node 0: its threshold is NaN");
  }

  TEST_CASE("vector leaves are in base_weights until 3.1 and in leaf_weights after") {
    parts p;
    p.version = "[3,0,0]";
    p.targets = "2";
    p.trees = R"({"tree_param":{"num_nodes":"3","size_leaf_vector":"2"},"left_children":[1,-1,-1],)"
              R"("right_children":[2,-1,-1],"split_indices":[0,0,0],"split_conditions":[1,0,0],)"
              R"("default_left":[0,0,0],"base_weights":[0,0,1,2,3,4]})";
    CHECK(of(read_model(xgboost_text::json(p)), "raw", {0.0, 0.0}) == std::vector{1.5, 2.5});
    CHECK(of(read_model(xgboost_text::json(p)), "raw", {1.0, 0.0}) == std::vector{3.5, 4.5});
    p.version = "[3,5,0]";
    p.trees = R"({"tree_param":{"num_nodes":"3","size_leaf_vector":"2"},"left_children":[1,-1,-1],)"
              R"("right_children":[2,1,0],"split_indices":[0,0,0],"split_conditions":[1,0,0],)"
              R"("default_left":[0,0,0],"base_weights":[0,0,9,9,9,9],"leaf_weights":[1,2,3,4]})";
    CHECK(of(read_model(xgboost_text::json(p)), "raw", {0.0, 0.0}) == std::vector{3.5, 4.5});
    CHECK(of(read_model(xgboost_text::json(p)), "raw", {1.0, 0.0}) == std::vector{1.5, 2.5});
  }

  TEST_CASE("vector leaves past the last value are refused") {
    parts p;
    p.targets = "2";
    p.trees = R"({"tree_param":{"num_nodes":"3","size_leaf_vector":"2"},"left_children":[1,-1,-1],)"
              R"("right_children":[2,0,0],"split_indices":[0,0,0],"split_conditions":[1,0,0],)"
              R"("default_left":[0,0,0],"leaf_weights":[1,2]})";
    CHECK(refused(xgboost_text::json(p)) == "tree 0, node 2: there are more leaves than values for them");
    p.targets = "3";
    CHECK(refused(xgboost_text::json(p)) == "tree 0: leaves of 2 values for 3 outputs");
  }
}
