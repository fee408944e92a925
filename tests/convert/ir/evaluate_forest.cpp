// convert/ir/evaluate_forest.cpp -- questions, missing rules, category sets, sums of leaves.
#include <convert/ir/evaluate_step.hpp>

#include <cmath>

#include "one_step.hpp"

using namespace convert::ir;

namespace {

/// One split over one feature; 1 on the left, 0 on the right.
forest stump(tree_node split) {
  forest f;
  f.features = 1;
  f.base = {0};
  f.leaves = {1, 0};
  f.trees.resize(1);
  split.left = 1;
  split.right = 2;
  f.trees[0].nodes = {split, {}, {}};
  f.trees[0].nodes[2].leaf = 1;
  return f;
}

tree_node compare(question asks, double threshold, missing_rule missing = missing_rule::nan,
                  bool left = false) {
  tree_node n;
  n.asks = asks;
  n.threshold = threshold;
  n.missing = missing;
  n.missing_left = left;
  return n;
}

bool goes_left(const forest& f, double x) { return made_of({x}, f)[0] == 1; }

forest over_set(category_set set, bool missing_left = false) {
  forest f = stump(compare(question::in_set, 0, missing_rule::nan, missing_left));
  f.sets = {std::move(set)};
  return f;
}

double above(double x) { return std::nextafter(x, endless); }
double below(double x) { return std::nextafter(x, -endless); }

} // namespace

TEST_SUITE("ir/evaluate_forest") {
  TEST_CASE("the threshold itself goes left with less_equal and right with less") {
    const forest at_most = stump(compare(question::less_equal, 0.1));
    CHECK(goes_left(at_most, 0.1));
    CHECK(goes_left(at_most, below(0.1)));
    CHECK_FALSE(goes_left(at_most, above(0.1)));
    const forest under = stump(compare(question::less, 0.1));
    CHECK_FALSE(goes_left(under, 0.1));
    CHECK(goes_left(under, below(0.1)));
    CHECK(goes_left(stump(compare(question::less_equal, 0)), -0.0));
    CHECK_FALSE(goes_left(stump(compare(question::less, 0)), -0.0));
    CHECK(goes_left(stump(compare(question::less_equal, endless)), endless));
  }

  TEST_CASE("f32 inputs round to the nearest float before a question in double") {
    forest f = stump(compare(question::less_equal, 0.1));
    f.input_f32 = true;
    CHECK_FALSE(goes_left(f, 0.1)); // float(0.1) is above 0.1
    CHECK(goes_left(f, 0.09999999));
    f = stump(compare(question::less_equal, 1e39));
    f.input_f32 = true;
    CHECK_FALSE(goes_left(f, 1e38 * 9)); // infinite as a float
  }

  TEST_CASE("a missing number follows the node, by three rules") {
    for (const bool left : {false, true}) {
      const forest nan = stump(compare(question::less_equal, -1, missing_rule::nan, left));
      CHECK(goes_left(nan, no_number) == left);
      CHECK_FALSE(goes_left(nan, 0));

      const forest zero = stump(compare(question::less_equal, -1, missing_rule::nan_or_zero, left));
      CHECK(goes_left(zero, no_number) == left);
      for (const double x : {0.0, -0.0, 1.0000000180025095e-35, -1.0000000180025095e-35, 5e-324})
        CHECK(goes_left(zero, x) == left);
      CHECK_FALSE(goes_left(zero, above(1.0000000180025095e-35)));
      CHECK(goes_left(zero, -2));

      CHECK_FALSE(
          goes_left(stump(compare(question::less_equal, -1, missing_rule::nan_as_zero, left)), no_number));
      CHECK(goes_left(stump(compare(question::less_equal, 0, missing_rule::nan_as_zero, left)), no_number));
    }
  }

  TEST_CASE("a category goes left if its bit is set, truncated towards zero") {
    const forest f = over_set({{0b1010, 0b1}}); // 1, 3 and 32
    for (const double x : {1.0, 1.9, 3.0, 32.0}) CHECK(goes_left(f, x));
    for (const double x : {0.0, 0.9, 2.0, 33.0, 64.0, -1.0, 1e300, endless, -endless, no_number}) {
      CAPTURE(x);
      CHECK_FALSE(goes_left(f, x));
    }
  }

  TEST_CASE("categories below zero, past the last and missing have a side of their own") {
    const forest negative = over_set({.words = {0}, .negative_left = true});
    CHECK(goes_left(negative, -1));
    CHECK(goes_left(negative, -1e300));
    CHECK(goes_left(negative, -endless));
    CHECK_FALSE(goes_left(negative, -0.5)); // truncated: category 0
    const forest beyond = over_set({.words = {0}, .beyond_left = true});
    CHECK(goes_left(beyond, 32));
    CHECK(goes_left(beyond, 1e300));
    CHECK(goes_left(beyond, endless));
    CHECK_FALSE(goes_left(beyond, 31));
    CHECK_FALSE(goes_left(beyond, -1));
    CHECK(goes_left(over_set({.words = {0}}, true), no_number));
    CHECK_FALSE(goes_left(over_set({.words = {0}}, true), -1));
  }

  TEST_CASE("with the sign asked first, a fraction below zero is negative") {
    const forest f = over_set({.words = {0b1}, .sign_first = true});
    CHECK(goes_left(f, 0));
    CHECK(goes_left(f, -0.0));
    CHECK_FALSE(goes_left(f, -0.5));
    CHECK(goes_left(over_set({.words = {0b1}}), -0.5));
  }

  TEST_CASE("categories wrap at 256 as scikit-learn's cast to uint8 does") {
    // scikit-learn 1.2.1, HistGradientBoostingRegressor on x86-64: 256 is 0, 257 is 1, 1.7 is 1, -3 and -0.5 are
    // missing, 2^31 and 2^32 + 1 are no int32 and all become 0.
    category_set set{.words = std::vector<std::uint32_t>(8, 0), .wrap_256 = true};
    set.words[0] = 0b10;
    set.words[7] = 1U << 29U; // 253
    for (const double x : {1.0, 1.7, 257.0, 253.0, -3.0}) {
      CAPTURE(x);
      CHECK(goes_left(over_set(set), x));
    }
    for (const double x : {0.0, 256.0, 258.0, -1.0, 2147483649.0, 4294967297.0})
      CHECK_FALSE(goes_left(over_set(set), x));
    set.beyond_left = true;
    for (const double x : {2147483648.0, -2147483649.0, 1e300, endless, -endless})
      CHECK(goes_left(over_set(set), x));
    set.sign_first = true;
    for (const double x : {-3.0, -0.5, -1e300}) CHECK_FALSE(goes_left(over_set(set), x));
  }

  TEST_CASE("NaN read as zero is category zero") {
    forest f = over_set({.words = {0b1}});
    f.trees[0].nodes[0].missing = missing_rule::nan_as_zero;
    CHECK(goes_left(f, no_number));
  }

  TEST_CASE("the base comes first, then the trees in order") {
    forest f;
    f.features = 1;
    f.base = {1e16};
    f.leaves = {1, -1e16};
    f.trees.resize(2);
    f.trees[0].nodes.resize(1);
    f.trees[1].nodes.resize(1);
    f.trees[1].nodes[0].leaf = 1;
    CHECK(made_of({0}, f) == std::vector{0.0}); // (1e16 + 1) - 1e16 loses the 1
    f.base = {16777216};
    f.leaves = {1, 1};
    CHECK(made_of({0}, f) == std::vector{16777218.0});
    f.sum_f32 = true;
    CHECK(made_of({0}, f) == std::vector{16777216.0});
  }

  TEST_CASE("a tree adds to its own output, a leaf of a vector to all") {
    forest f;
    f.features = 1;
    f.outputs = 2;
    f.base = {10, 20};
    f.leaves = {1, 2};
    f.trees.resize(2);
    f.trees[0].nodes.resize(1);
    f.trees[1].nodes.resize(1);
    f.trees[1].nodes[0].leaf = 1;
    f.trees[1].output = 1;
    CHECK(made_of({0}, f) == std::vector{11.0, 22.0});
    f.vector_leaves = true;
    f.trees[1].nodes[0].leaf = 0;
    CHECK(made_of({0}, f) == std::vector{12.0, 24.0});
  }

  TEST_CASE("a forest without trees is its base") {
    forest f;
    f.features = 1;
    f.base = {3};
    CHECK(made_of({no_number}, f) == std::vector{3.0});
  }
}
