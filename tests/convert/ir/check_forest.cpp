// convert/ir/check_forest.cpp -- one forest a fault.
#include <convert/ir/build.hpp>

#include <limits>
#include <string>

#include <doctest/doctest.h>

#include <convert/refusal.hpp>

using namespace convert;
using namespace convert::ir;

namespace {

/// Node 0 splits into the leaves 1 and 2.
forest sound() {
  forest f;
  f.features = 2;
  f.base = {0};
  f.leaves = {1, 2};
  f.trees.resize(1);
  f.trees[0].nodes.resize(3);
  f.trees[0].nodes[0].left = 1;
  f.trees[0].nodes[0].right = 2;
  f.trees[0].nodes[2].leaf = 1;
  return f;
}

std::string fault(const forest& f) {
  try {
    check_forest(f);
    return {};
  } catch (const refusal& why) {
    return why.what();
  }
}

tree_node& node(forest& f, std::size_t i) { return f.trees[0].nodes.at(i); }

} // namespace

TEST_SUITE("ir/check_forest") {
  TEST_CASE("a tree of three nodes is sound") { CHECK(fault(sound()).empty()); }

  TEST_CASE("children past the end are refused") {
    forest f = sound();
    node(f, 0).left = 90211;
    CHECK(fault(f) == "tree 0, node 0: left child 90211 is past the last node 2");
    f = sound();
    node(f, 0).right = 3;
    CHECK(fault(f) == "tree 0, node 0: right child 3 is past the last node 2");
  }

  TEST_CASE("half a split is refused") {
    forest f = sound();
    node(f, 0).right = no_node;
    CHECK(fault(f) == "tree 0, node 0: it has a left child but no right one");
    f = sound();
    node(f, 0).left = no_node;
    CHECK(fault(f) == "tree 0, node 0: it has a right child but no left one");
  }

  TEST_CASE("cycles are refused") {
    forest f = sound();
    node(f, 0).left = 0;
    CHECK(fault(f) == "tree 0, node 0: child 0 has another parent");
    f = sound();
    node(f, 1).left = 0;
    node(f, 1).right = 2;
    CHECK(fault(f) == "tree 0, node 1: child 0 has another parent");
  }

  TEST_CASE("shared children are refused") {
    forest f = sound();
    node(f, 0).left = 2;
    CHECK(fault(f) == "tree 0, node 0: child 2 has another parent");
  }

  TEST_CASE("orphans are refused, even if they point at each other") {
    forest f = sound();
    f.trees[0].nodes.resize(4);
    CHECK(fault(f) == "tree 0, node 3: no node leads to it");
    f.trees[0].nodes.resize(5);
    node(f, 3).left = 4;
    node(f, 3).right = 3;
    CHECK(fault(f) == "tree 0, node 3: no node leads to it");
  }

  TEST_CASE("features, leaves and sets past the last are refused") {
    forest f = sound();
    node(f, 0).feature = 2;
    CHECK(fault(f) == "tree 0, node 0: feature 2 is past the last feature 1");
    f = sound();
    node(f, 2).leaf = 2;
    CHECK(fault(f) == "tree 0, node 2: leaf 2 is past the last leaf 1");
    f = sound();
    node(f, 0).asks = question::in_set;
    CHECK(fault(f) == "tree 0, node 0: category set 0 does not exist");
    f = sound();
    f.trees[0].output = 1;
    CHECK(fault(f) == "tree 0: output 1 is past the last output 0");
  }

  TEST_CASE("a NaN threshold is refused where it is compared with") {
    forest f = sound();
    node(f, 0).threshold = std::numeric_limits<double>::quiet_NaN();
    CHECK(fault(f) == "tree 0, node 0: its threshold is NaN");
    node(f, 0).asks = question::in_set;
    f.sets.resize(1);
    CHECK(fault(f).empty());
    f = sound();
    node(f, 1).threshold = std::numeric_limits<double>::quiet_NaN();
    CHECK(fault(f).empty());
  }

  TEST_CASE("tables that do not fit the outputs are refused") {
    forest f = sound();
    f.base = {0, 0};
    CHECK(fault(f) == "the forest has 2 base values for 1 outputs");
    f = sound();
    f.outputs = 0;
    CHECK(fault(f) == "the forest has 0 outputs");
    f = sound();
    f.outputs = 3;
    f.base = {0, 0, 0};
    f.vector_leaves = true;
    CHECK(fault(f) == "the last leaf of the forest is cut short");
  }

  TEST_CASE("a tree may have as many levels as the limit and no more") {
    forest f = sound();
    auto& nodes = f.trees[0].nodes;
    // A list: every second node splits into a leaf and the next split.
    const auto list = [&](std::uint32_t levels) {
      nodes.assign(2 * levels - 1, tree_node{});
      for (std::uint32_t i = 0; i + 1 < levels; ++i) {
        nodes[2 * i].left = 2 * i + 1;
        nodes[2 * i].right = 2 * i + 2;
      }
    };
    list(max_tree_depth);
    CHECK(fault(f).empty());
    list(max_tree_depth + 1);
    CHECK(fault(f) == "tree 0, node 8191: it lies deeper than 4096 levels");
  }
}
