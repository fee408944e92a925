// convert/frontend/sklearn/tree_arrays.cpp -- both layouts of nodes, and what is not known of them.
#include <convert/frontend/sklearn/tree_arrays.hpp>

#include <doctest/doctest.h>

#include "pickled_trees.hpp"

using namespace pickled;
using convert::sklearn::read_tree;

namespace {

std::string refused_tree(const code& tree) {
  const auto file = parsed(tree);
  return answers::refused_to([&] { read_tree(file.root()); });
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/tree_arrays") {
  TEST_CASE("nodes are read by the names of their fields") {
    const auto file = parsed(tree_of(stump(0.5, {1}, {2}), 1, true));
    const auto t = read_tree(file.root());
    REQUIRE(t.nodes() == 3);
    CHECK(t.left == std::vector<std::int64_t>{1, -1, -1});
    CHECK(t.right == std::vector<std::int64_t>{2, -1, -1});
    CHECK(t.threshold[0] == 0.5);
    CHECK(t.missing_left == std::vector<std::int64_t>{0, 0, 0});
    CHECK(t.is_leaf(1));
    CHECK(t.value(2, 0)[0] == 2);
  }

  TEST_CASE("nodes before 1.3 say nothing of missing values") {
    const auto file = parsed(tree_of(stump(0.5, {1}, {2})));
    CHECK(read_tree(file.root()).missing_left.empty());
  }

  TEST_CASE("a field that a later version may add is refused by name") {
    CHECK(refused_tree(tree_of(stump(0.5, {1}, {2}), 1, true, "split_set")) ==
          "`Tree`: node field `split_set` is not supported");
  }

  TEST_CASE("values for another number of nodes are refused") {
    auto nodes = stump(0.5, {1}, {2});
    const code three = tree_of(nodes);
    nodes.pop_back();
    const code two = tree_of(nodes);
    const auto cut = [](const code& tree, const char* from) { return tree.substr(tree.find(from)); };
    const code mixed = three.substr(0, three.size() - cut(three, "values").size()) + cut(two, "values");
    CHECK(refused_tree(mixed) == "`Tree`: `values` does not fit 3 nodes");
  }

  TEST_CASE("what is no tree is refused") {
    CHECK(refused_tree(object("Ridge", {})) == "`Ridge`: expected a `Tree`, found a `Ridge`");
  }
}
