// convert/lower/node_order.cpp -- where the nodes of a forest lie: what a prediction reads lies together.
#include <convert/lower/node_order.hpp>

#include <algorithm>
#include <functional>

#include <convert/refusal.hpp>
#include <pounce/format/forest.hpp>

namespace convert::lower {

namespace {

constexpr std::size_t hot_forest_nodes = 32768;
constexpr std::size_t hot_nodes_a_tree = 64;

/// The share of the training rows at and above which a split's children belong to the hot region; 2 if the
/// forest is small or its trainer did not say how many rows reached a node.
double hot_share(const ir::forest& f) {
  std::vector<double> shares;
  for (const auto& t : f.trees) {
    const double all = t.nodes.front().cover;
    for (const auto& n : t.nodes) {
      if (!n.is_leaf() && all > 0) shares.push_back(n.cover / all);
    }
  }
  const std::size_t wanted = hot_nodes_a_tree / 2 * f.trees.size(); // pairs
  if (shares.size() * 2 < hot_forest_nodes || wanted >= shares.size()) return 2;
  std::nth_element(shares.begin(), shares.begin() + static_cast<std::ptrdiff_t>(wanted), shares.end(),
                   std::greater<>());
  return shares[wanted];
}

/// Places pairs below the splits in `stack`, depth first; splits colder than `least_share` are put off.
class placer {
 public:
  placer(const ir::forest& f, node_order& order) : forest_(f), order_(order) {}

  std::vector<std::uint32_t> place(std::size_t tree, std::vector<std::uint32_t> stack, double least_share) {
    const auto& nodes = forest_.trees[tree].nodes;
    auto& position = order_.position[tree];
    const double all = nodes.front().cover;
    std::vector<std::uint32_t> put_off;
    while (!stack.empty()) {
      const std::uint32_t at = stack.back();
      stack.pop_back();
      const ir::tree_node& n = nodes[at];
      if (n.is_leaf()) continue;
      if (least_share > 0 && n.cover < least_share * all) {
        put_off.push_back(at);
        continue;
      }
      position[n.left] = order_.count;
      position[n.right] = order_.count + 1;
      order_.count += 2;
      const bool left_is_hotter = nodes[n.left].cover >= nodes[n.right].cover;
      stack.push_back(left_is_hotter ? n.right : n.left);
      stack.push_back(left_is_hotter ? n.left : n.right); // visited first
    }
    std::reverse(put_off.begin(), put_off.end());
    return put_off;
  }

 private:
  const ir::forest& forest_;
  node_order& order_;
};

std::uint32_t depth_of(const ir::tree& t) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> stack{{0, 0}};
  std::uint32_t deepest = 0;
  while (!stack.empty()) {
    const auto [at, depth] = stack.back();
    stack.pop_back();
    deepest = std::max(deepest, depth);
    if (t.nodes[at].is_leaf()) continue;
    stack.emplace_back(t.nodes[at].left, depth + 1);
    stack.emplace_back(t.nodes[at].right, depth + 1);
  }
  return deepest;
}

} // namespace

node_order order_nodes(const ir::forest& f) {
  std::uint64_t nodes = 0;
  for (const auto& t : f.trees) nodes += t.nodes.size();
  if (nodes + f.trees.size() + 2 > pounce::format::max_nodes)
    throw refusal("a forest has more than 1073741824 nodes");

  node_order order;
  for (const auto& t : f.trees) {
    order.position.emplace_back(t.nodes.size(), 0);
    order.position.back()[0] = order.count++;
    order.depth.push_back(depth_of(t));
  }
  order.count += order.count % 2; // pairs begin at even positions and so share a cache line
  placer place(f, order);
  const double share = hot_share(f);
  std::vector<std::vector<std::uint32_t>> tails(f.trees.size(), {0});
  if (share <= 1) {
    for (std::size_t t = 0; t < f.trees.size(); ++t) tails[t] = place.place(t, {0}, share);
  }
  for (std::size_t t = 0; t < f.trees.size(); ++t) place.place(t, tails[t], 0);
  order.count += 1; // a link may name the last node, and the walk its right neighbour
  return order;
}

} // namespace convert::lower
