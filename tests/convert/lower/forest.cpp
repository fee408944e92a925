// convert/lower/forest.cpp -- thresholds in double, keys in float.
#include <convert/lower/forest.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include <pounce/format/forest.hpp>

#include <doctest/doctest.h>

namespace {

double random_double(std::mt19937_64& engine) {
  const auto bits = engine();
  const double x = std::bit_cast<double>(bits);
  return std::isnan(x) ? 1.0 : x;
}

/// x0 <= 0.5 ? low : high
convert::ir::forest stump(double low, double high) {
  convert::ir::forest f;
  f.features = 1;
  f.input_f32 = true;
  f.base = {0};
  f.leaves = {low, high};
  convert::ir::tree_node root;
  root.threshold = 0.5;
  root.left = 1;
  root.right = 2;
  convert::ir::tree_node left;
  convert::ir::tree_node right;
  right.leaf = 1;
  f.trees = {{{root, left, right}, 0}};
  return f;
}

/// The key of a stump's left leaf, or of its right one: where they lie is what the root's link says.
std::uint32_t key_of_leaf(const convert::lower::image& made, std::uint32_t right) {
  return made.nodes.at((made.nodes[0].link >> (32 - made.forests[0].child_bits)) + right).key;
}

} // namespace

TEST_SUITE("convert/lower/forest") {
  TEST_CASE("the largest float below a double is the largest") {
    std::mt19937_64 engine(5);
    for (int i = 0; i < 20000; ++i) {
      const double x =
          i % 2 == 0 ? random_double(engine) : static_cast<double>(static_cast<float>(engine() % 1000)) / 7;
      const float below = convert::lower::float_at_most(x);
      CAPTURE(x);
      CHECK(static_cast<double>(below) <= x);
      const float next = std::nextafterf(below, std::numeric_limits<float>::infinity());
      const bool could_be_larger = static_cast<double>(next) <= x && next > below;
      CHECK_FALSE(could_be_larger);
    }
    CHECK(convert::lower::float_at_most(1e300) == std::numeric_limits<float>::max());
    CHECK(convert::lower::float_at_most(-1e300) == -std::numeric_limits<float>::infinity());
  }

  TEST_CASE("a float goes left of a double threshold exactly if its key says so") {
    std::mt19937_64 engine(6);
    for (int i = 0; i < 20000; ++i) {
      const double t = random_double(engine);
      const float at = convert::lower::float_at_most(t);
      for (const float x : {at, std::nextafterf(at, -INFINITY), std::nextafterf(at, INFINITY),
                            static_cast<float>(t), -at, 0.0F, -0.0F}) {
        CAPTURE(t);
        CAPTURE(x);
        CHECK((static_cast<double>(x) <= t) ==
              (pounce::format::float_key(x) <= pounce::format::float_key(at)));
      }
    }
  }

  TEST_CASE("leaves that are floats stand in their nodes' keys, a double or vectors make a table") {
    namespace format = pounce::format;
    convert::lower::image floats;
    CHECK(convert::lower::lower_forest(stump(-0.0, 0.25), floats) == 0);
    CHECK((floats.forests[0].flags & format::leaves_in_keys) != 0);
    CHECK(floats.forests[0].leaf_rows == 0);
    CHECK(floats.leaves.empty());
    CHECK(floats.leaves_f32.empty());
    CHECK(key_of_leaf(floats, 0) == 0x8000'0000U); // -0.0F
    CHECK(std::bit_cast<float>(key_of_leaf(floats, 1)) == 0.25F);

    convert::lower::image doubles;
    convert::lower::lower_forest(stump(0.1, 0.25), doubles);
    CHECK((doubles.forests[0].flags & format::leaves_in_keys) == 0);
    CHECK(doubles.leaves == std::vector<double>{0.1, 0.25});
    CHECK(key_of_leaf(doubles, 1) == 1);

    convert::lower::image vectors;
    auto two = stump(0.5, 0.25);
    two.vector_leaves = true;
    convert::lower::lower_forest(two, vectors);
    CHECK((vectors.forests[0].flags & format::leaves_in_keys) == 0);
    CHECK(vectors.leaves_f32 == std::vector<float>{0.5F, 0.25F});
  }

  TEST_CASE("not a number is a leaf like any other") {
    convert::lower::image made;
    convert::lower::lower_forest(stump(std::numeric_limits<double>::quiet_NaN(), 1), made);
    CHECK((made.forests[0].flags & pounce::format::leaves_in_keys) != 0);
    CHECK(std::isnan(std::bit_cast<float>(key_of_leaf(made, 0))));
  }
}
