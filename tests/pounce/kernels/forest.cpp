#include <pounce/kernels/forest.hpp>

#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include <pounce/core/arch.hpp>

#include <doctest/doctest.h>

namespace {

using namespace pounce::format;

/// 32 bits at a time, whatever the width of the library's type for them.
struct random_numbers {
  std::mt19937 engine;
  std::uint32_t operator()() { return static_cast<std::uint32_t>(engine()); }
};

/// Where the leaves' numbers are.
enum class leaves_are : std::uint8_t { doubles, floats, keys };

/// A forest of random shape on float keys, and the plain walk over it.
struct random_trees {
  std::vector<slot> slots;
  std::vector<pounce::format::tree> trees;
  std::vector<wide_node> shape;  // child and slot apart, a leaf's key is its row
  std::vector<wide_node> stored; // the same with the keys that the file has
  std::vector<node> nodes;
  std::vector<double> leaves;
  std::vector<float> float_leaves_;
  std::vector<double> base;
  pounce::format::forest about{};
  step s{};

  random_trees(std::uint32_t seed, std::uint32_t tree_count, std::uint32_t width, bool is_wide, bool vectors,
               leaves_are where, bool f32) {
    random_numbers random{std::mt19937(seed)};
    constexpr std::uint32_t features = 5;
    constexpr std::uint32_t outputs = 3;
    for (std::uint32_t i = 0; i < features; ++i)
      slots.push_back({i, slot_kind::float_key, slot_missing::nan, 0, 0, 0, 0, 0, 0});
    leaves.resize(std::size_t{40} * (vectors ? outputs : 1));
    for (auto& l : leaves) l = static_cast<double>(static_cast<float>(random() % 1000) * 0.001F);
    for (const double l : leaves) float_leaves_.push_back(static_cast<float>(l));
    for (std::uint32_t t = 0; t < tree_count; ++t) grow(random, random() % (width + 1), t % outputs);
    shape.push_back({0, features, 0, 0});
    about.flags = (is_wide ? wide : 0U) | (vectors ? vector_leaves : 0U) | (f32 ? sums_in_f32 : 0U) |
                  (where == leaves_are::floats ? float_leaves : 0U) |
                  (where == leaves_are::keys ? leaves_in_keys : 0U);
    about.slot_count = features;
    about.slot_bits = 3;
    about.tree_count = tree_count;
    about.child_bits = static_cast<std::uint32_t>(std::bit_width(shape.size()));
    about.leaf_width = vectors ? outputs : 1;
    about.node_count = shape.size();
    about.leaf_rows = where == leaves_are::keys ? 0 : 40;
    about.input_width = features;
    about.output_width = outputs;
    stored = shape;
    for (std::uint32_t i = 0; i < stored.size() && where == leaves_are::keys; ++i) {
      if (stored[i].child == i) stored[i].key = std::bit_cast<std::uint32_t>(float_leaves_[stored[i].key]);
    }
    for (const auto& n : stored) nodes.push_back({n.key, n.child << (32 - about.child_bits) | n.slot});
    base = {0.5, -1, 2};
    s.kind = step_kind::forest;
    s.input_width = features;
    s.output = features;
    s.output_width = outputs;
    s.a = {0, 1};
    s.b = {0, outputs};
  }

  void grow(random_numbers& random, std::uint32_t depth, std::uint32_t output) {
    const auto root = static_cast<std::uint32_t>(shape.size());
    shape.push_back({});
    std::vector<std::pair<std::uint32_t, std::uint32_t>> open{{root, depth}};
    std::uint32_t deepest = 0;
    while (!open.empty()) {
      const auto [at, left] = open.back();
      open.pop_back();
      if (left == 0 || (left < depth && random() % 4 == 0)) {
        shape[at] = {random() % 40U, 5, at, 0}; // a leaf: its own child, a slot that is always 0
        continue;
      }
      deepest = std::max(deepest, depth - left + 1);
      const auto child = static_cast<std::uint32_t>(shape.size());
      shape[at] = {float_key(static_cast<float>(random() % 16) * 0.25F - 2),
                   static_cast<std::uint32_t>(random() % 5), child, 0};
      shape.push_back({});
      shape.push_back({});
      open.emplace_back(child, left - 1);
      open.emplace_back(child + 1, left - 1);
    }
    trees.push_back({root, deepest, (about.flags & vector_leaves) != 0 ? 0 : output, 0});
  }

  std::array<double, 3> plain(const std::array<double, 5>& row) const {
    std::array<double, 3> sums{base[0], base[1], base[2]};
    const bool f32 = (about.flags & sums_in_f32) != 0;
    // volatile: g++ 12 at -O3 vectorises the choice and loses the rounding.
    const auto add = [f32](double a, double b) {
      volatile float rounded = static_cast<float>(a + b);
      return f32 ? static_cast<double>(rounded) : a + b;
    };
    for (const auto& t : trees) {
      std::uint32_t at = t.root;
      while (shape[at].child != at) {
        at = shape[at].child + (float_key(static_cast<float>(row[shape[at].slot])) > shape[at].key ? 1 : 0);
      }
      if (about.leaf_width == 1) {
        sums[t.output] = add(sums[t.output], leaves[shape[at].key]);
      } else {
        for (std::uint32_t o = 0; o < 3; ++o) sums[o] = add(sums[o], leaves[shape[at].key * 3 + o]);
      }
    }
    return sums;
  }

  std::array<double, 3> walked(const std::array<double, 5>& row) const {
    pounce::view::program p;
    p.slots = slots;
    p.trees = trees;
    p.nodes = nodes;
    p.wide_nodes = stored;
    if (about.leaf_rows != 0) {
      p.leaves = leaves;
      p.leaves_f32 = float_leaves_;
    }
    p.numbers = base;
    p.forests = {&about, 1};
    std::array<double, 3> out{};
    alignas(64) std::array<std::byte, 64> workspace{};
    const pounce::kernels::block b{row.data(), 5, out.data(), 3, workspace.data(), 1, 5};
    pounce::kernels::forest<pounce::default_arch>(p, s, b);
    return out;
  }
};

} // namespace

TEST_SUITE("kernels/forest") {
  TEST_CASE("trees side by side reach the leaves that each reaches alone, for every number of trees") {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (std::uint32_t trees = 0; trees < 27; ++trees) {
      for (const bool is_wide : {false, true}) {
        for (const bool vectors : {false, true}) {
          for (const auto& [where, f32] : {std::pair(leaves_are::doubles, false),
                                           {leaves_are::doubles, true},
                                           {leaves_are::floats, false},
                                           {leaves_are::floats, true},
                                           {leaves_are::keys, false},
                                           {leaves_are::keys, true}}) {
            if (vectors && where == leaves_are::keys) continue;
            const random_trees forest(trees * 8 + (is_wide ? 4U : 0U) + (vectors ? 2U : 0U) + (f32 ? 1U : 0U),
                                      trees, 9, is_wide, vectors, where, f32);
            random_numbers random{std::mt19937(7)};
            for (int r = 0; r < 40; ++r) {
              std::array<double, 5> row{};
              for (auto& x : row)
                x = static_cast<double>(random() % 33) * 0.125 - 2; // on thresholds and between
              if (r % 5 == 0) row[random() % 5] = r % 2 == 0 ? infinity : -infinity;
              if (r % 7 == 0) row[random() % 5] = -0.0;
              CAPTURE(trees);
              CHECK(forest.walked(row) == forest.plain(row));
            }
          }
        }
      }
    }
  }
}
