// convert/frontend/sklearn/tree_sum.cpp -- hostile nodes, subsets of columns, and who reads NaN.
#include <convert/frontend/sklearn/tree_sum.hpp>

#include <doctest/doctest.h>

#include "pickled_trees.hpp"

using namespace pickled;
using convert::sklearn::reads_missing;
using convert::sklearn::version;

namespace {

bool reads(version v, const char* name, const char* splitter, const char* criterion,
           code constraints = none()) {
  const auto file = parsed(object(
      name, {{"splitter", text(splitter)}, {"criterion", text(criterion)}, {"monotonic_cst", constraints}}));
  return reads_missing(file.root(), v);
}

std::string refused_nodes(const std::vector<node>& nodes) { return refused(tree_regressor(tree_of(nodes))); }

} // namespace

TEST_SUITE("convert/frontend/sklearn/tree_sum") {
  TEST_CASE("no tree before 1.3 reads NaN") {
    CHECK_FALSE(reads({1, 2, 2}, "DecisionTreeClassifier", "best", "gini"));
  }

  TEST_CASE("from 1.3 on the parameters say who reads NaN") {
    CHECK(reads({1, 3, 0}, "DecisionTreeClassifier", "best", "gini"));
    CHECK(reads({1, 3, 0}, "DecisionTreeRegressor", "best", "poisson"));
    CHECK_FALSE(reads({1, 5, 0}, "ExtraTreeClassifier", "random", "gini"));
    CHECK(reads({1, 6, 0}, "ExtraTreeClassifier", "random", "gini"));
    CHECK_FALSE(reads({1, 6, 0}, "ExtraTreeClassifier", "best", "gini"));
    CHECK(reads({1, 6, 0}, "DecisionTreeClassifier", "random", "entropy"));
  }

  TEST_CASE("the absolute error reads NaN since 1.9") {
    CHECK_FALSE(reads({1, 8, 0}, "DecisionTreeRegressor", "best", "absolute_error"));
    CHECK(reads({1, 9, 0}, "DecisionTreeRegressor", "best", "absolute_error"));
    CHECK_FALSE(reads({1, 9, 0}, "ExtraTreeRegressor", "best", "squared_error"));
  }

  TEST_CASE("monotonic constraints and NaN exclude each other up to 1.8") {
    CHECK_FALSE(reads({1, 8, 0}, "DecisionTreeClassifier", "best", "gini", integers({1})));
    CHECK(reads({1, 9, 0}, "DecisionTreeClassifier", "best", "gini", integers({1})));
  }

  TEST_CASE("nodes that make no tree are refused by tree and node") {
    auto nodes = stump(0.5, {1}, {2});
    nodes[0].left = -5;
    CHECK(refused_nodes(nodes) == "tree 0, node 0: left child -5 is not a node");
    nodes[0].left = 90211;
    CHECK(refused_nodes(nodes) == "tree 0, node 0: left child 90211 is past the last node 2");
    nodes[0].left = 2;
    CHECK(refused_nodes(nodes) == "tree 0, node 0: child 2 has another parent");
    nodes[0].left = 0;
    CHECK(refused_nodes(nodes) == "tree 0, node 0: child 0 has another parent");
  }

  TEST_CASE("a feature that does not exist is refused") {
    CHECK(refused_nodes(stump(0.5, {1}, {2}, -2)) == "tree 0, node 0: feature -2 does not exist");
    CHECK(refused_nodes(stump(0.5, {1}, {2}, 7)) == "tree 0, node 0: feature 7 is past the last feature 0");
  }

  TEST_CASE("columns of members are numbered among those that any of them uses") {
    const auto file = parsed(list({integers({4, 1}), integers({1, 1, 2})}));
    const auto subsets = convert::sklearn::read_subsets(file.root(), 2, 5);
    CHECK(subsets.used == std::vector<std::uint32_t>{1, 2, 4});
    CHECK(subsets.positions[0] == std::vector<std::uint32_t>{2, 0});
    CHECK(subsets.positions[1] == std::vector<std::uint32_t>{0, 0, 1});
  }

  TEST_CASE("a column past the last and a member without a list are refused") {
    const auto file = parsed(list({integers({4})}));
    CHECK(answers::refused_to([&] { convert::sklearn::read_subsets(file.root(), 1, 4); }) ==
          "`list[0]`: a column is past the last of 4");
    CHECK(answers::refused_to([&] { convert::sklearn::read_subsets(file.root(), 2, 5); }) ==
          "`list`: 1 lists for 2 estimators");
  }
}
