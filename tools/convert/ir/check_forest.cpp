// convert/ir/check_forest.cpp -- is a forest made of trees: no cycle, no orphan, nothing past an end.
#include <convert/ir/build.hpp>

#include <cmath>
#include <string>

#include <convert/ir/check.hpp>
#include <convert/refusal.hpp>

namespace convert::ir {

namespace {

struct place {
  std::size_t tree;
  std::size_t node;
};

[[noreturn]] void refuse(place at, const std::string& fault) {
  throw refusal("tree " + std::to_string(at.tree) + ", node " + std::to_string(at.node) + ": " + fault);
}

std::string past(const char* what, std::uint64_t index, const char* of, std::uint64_t count) {
  const std::string end =
      count == 0 ? "does not exist" : "is past the last " + std::string(of) + " " + std::to_string(count - 1);
  return std::string(what) + " " + std::to_string(index) + " " + end;
}

void check_node(const forest& f, const tree& t, place at) {
  const tree_node& n = t.nodes[at.node];
  const std::uint64_t nodes = t.nodes.size();
  if (n.is_leaf()) {
    if (n.right != no_node) refuse(at, "it has a right child but no left one");
    const std::uint64_t rows = f.leaves.size() / f.leaf_width();
    if (n.leaf >= rows) refuse(at, past("leaf", n.leaf, "leaf", rows));
    return;
  }
  if (n.left >= nodes) refuse(at, past("left child", n.left, "node", nodes));
  if (n.right == no_node) refuse(at, "it has a left child but no right one");
  if (n.right >= nodes) refuse(at, past("right child", n.right, "node", nodes));
  if (n.feature >= f.features) refuse(at, past("feature", n.feature, "feature", f.features));
  if (n.asks == question::in_set) {
    if (n.set >= f.sets.size()) refuse(at, past("category set", n.set, "set", f.sets.size()));
  } else if (std::isnan(n.threshold)) {
    refuse(at, "its threshold is NaN");
  }
}

/// Walks from the root, level by level. Each node is reached once or refused, so the walk ends; what it does
/// not reach is an orphan.
void check_shape(const tree& t, std::size_t tree_index) {
  std::vector<bool> seen(t.nodes.size(), false);
  std::vector<std::uint32_t> level{0};
  std::vector<std::uint32_t> next;
  seen[0] = true;
  std::uint32_t depth = 0;
  while (!level.empty()) {
    if (++depth > max_tree_depth)
      refuse({tree_index, level[0]}, "it lies deeper than " + std::to_string(max_tree_depth) + " levels");
    next.clear();
    for (const std::uint32_t at : level) {
      if (t.nodes[at].is_leaf()) continue;
      for (const std::uint32_t child : {t.nodes[at].left, t.nodes[at].right}) {
        if (seen[child]) refuse({tree_index, at}, "child " + std::to_string(child) + " has another parent");
        seen[child] = true;
        next.push_back(child);
      }
    }
    level.swap(next);
  }
  for (std::size_t i = 0; i < seen.size(); ++i)
    if (!seen[i]) refuse({tree_index, i}, "no node leads to it");
}

} // namespace

void check_forest(const forest& f) {
  if (f.outputs == 0 || f.outputs > max_width)
    throw refusal("the forest has " + std::to_string(f.outputs) + " outputs");
  if (f.base.size() != f.outputs)
    throw refusal("the forest has " + std::to_string(f.base.size()) + " base values for " +
                  std::to_string(f.outputs) + " outputs");
  if (f.leaves.size() % f.leaf_width() != 0) throw refusal("the last leaf of the forest is cut short");
  for (std::size_t i = 0; i < f.trees.size(); ++i) {
    const tree& t = f.trees[i];
    const std::string name = "tree " + std::to_string(i) + ": ";
    if (t.nodes.empty()) throw refusal(name + "it has no nodes");
    if (t.nodes.size() >= no_node) throw refusal(name + "it has too many nodes");
    if (!f.vector_leaves && t.output >= f.outputs)
      throw refusal(name + past("output", t.output, "output", f.outputs));
    for (std::size_t node = 0; node < t.nodes.size(); ++node) check_node(f, t, {i, node});
    check_shape(t, i);
  }
}

} // namespace convert::ir
