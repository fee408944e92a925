// support/random_forest.cpp -- grows trees by splitting random leaves.
#include <support/random_forest.hpp>

#include <vector>

namespace support {

namespace {

namespace ir = convert::ir;

std::vector<double> thresholds(draw& any, const forest_options& how) {
  std::vector<double> pool;
  for (int i = 0; i < 8; ++i) {
    if (how.nasty && any.one_in(3))
      pool.push_back(any.nasty(false));
    else if (any.coin())
      pool.push_back(static_cast<double>(any.below(5)) - 1);
    else
      pool.push_back(any.ordinary());
  }
  return pool;
}

ir::category_set random_set(draw& any) {
  ir::category_set set;
  const std::uint32_t words = any.one_in(4) ? 8 : any.from_to(1, 2);
  for (std::uint32_t i = 0; i < words; ++i) set.words.push_back(static_cast<std::uint32_t>(any.engine()()));
  set.wrap_256 = any.one_in(3);
  set.negative_left = any.coin();
  set.beyond_left = any.coin();
  set.sign_first = any.coin();
  return set;
}

struct grower {
  draw& any;
  const forest_options& how;
  ir::forest made;
  std::vector<double> pool;
  ir::question compares = ir::question::less_equal; // a trainer has one comparison for all its trees

  std::uint32_t new_leaf() {
    const std::uint32_t row = static_cast<std::uint32_t>(made.leaves.size()) / made.leaf_width();
    for (std::uint32_t i = 0; i < made.leaf_width(); ++i) {
      const double leaf = any.ordinary();
      made.leaves.push_back(made.sum_f32 ? static_cast<double>(static_cast<float>(leaf)) : leaf);
    }
    return row;
  }

  void split(ir::tree& t, std::uint32_t at) {
    ir::tree_node& n = t.nodes[at];
    n.asks = compares;
    n.feature = any.below(how.features);
    n.missing = static_cast<ir::missing_rule>(any.below(3));
    n.missing_left = any.coin();
    n.threshold = any.of(std::span<const double>(pool));
    if (!made.sets.empty() && any.one_in(3)) {
      n.asks = ir::question::in_set;
      n.set = any.below(static_cast<std::uint32_t>(made.sets.size()));
    }
    n.left = static_cast<std::uint32_t>(t.nodes.size());
    n.right = n.left + 1;
    if (any.coin()) std::swap(n.left, n.right); // the left child need not come first
    t.nodes.resize(t.nodes.size() + 2);
  }

  ir::tree grow() {
    ir::tree t;
    t.output = any.below(made.outputs);
    std::vector<std::uint32_t> depths{0};
    t.nodes.resize(1);
    for (std::uint32_t at = 0; at < t.nodes.size(); ++at) {
      if (depths[at] < how.max_depth && !any.one_in(4)) {
        split(t, at);
        depths.resize(t.nodes.size(), depths[at] + 1);
      } else {
        t.nodes[at].leaf = new_leaf();
      }
      t.nodes[at].cover = static_cast<double>(any.below(100));
    }
    return t;
  }
};

} // namespace

ir::forest random_forest(draw& any, const forest_options& how) {
  grower g{any, how, {}, thresholds(any, how)};
  ir::forest& f = g.made;
  f.features = how.features;
  f.outputs = any.from_to(1, 3);
  f.input_f32 = any.coin();
  f.sum_f32 = any.one_in(3);
  f.vector_leaves = any.one_in(3);
  g.compares = any.coin() ? ir::question::less_equal : ir::question::less;
  for (std::uint32_t o = 0; o < f.outputs; ++o) f.base.push_back(any.coin() ? 0.0 : any.ordinary());
  if (how.categories && any.coin())
    for (int i = 0; i < 3; ++i) f.sets.push_back(random_set(any));
  const std::uint32_t trees = any.from_to(1, how.max_trees);
  for (std::uint32_t i = 0; i < trees; ++i) f.trees.push_back(g.grow());
  return std::move(g.made);
}

} // namespace support
