// convert/frontend/onnx/tree_walk.cpp -- which nodes and leaves a tree of an ensemble has.
#include <convert/frontend/onnx/tree_ensemble.hpp>

#include <algorithm>
#include <unordered_map>

#include <convert/refusal.hpp>

namespace convert::onnx {

std::vector<std::uint32_t> reachable(const ensemble& e, std::size_t tree) {
  enum class state : std::uint8_t { fresh, open, done };
  std::unordered_map<std::uint32_t, state> states;
  std::vector<std::uint32_t> found;
  std::vector<std::uint32_t> stack{e.roots[tree]};
  while (!stack.empty()) {
    const std::uint32_t at = stack.back();
    if (states[at] != state::fresh) { // all below it has been seen
      states[at] = state::done;
      stack.pop_back();
      continue;
    }
    states[at] = state::open;
    found.push_back(at);
    const ensemble_node& n = e.nodes[at];
    if (n.asks == branch::leaf) continue;
    for (const std::uint32_t child : {n.if_false, n.if_true}) {
      const state seen = states[child];
      if (seen == state::open) throw refusal("tree " + std::to_string(tree) + ": its nodes form a cycle");
      if (seen == state::fresh) stack.push_back(child);
    }
  }
  return found;
}

std::vector<presence> presences_of(const ensemble& e) {
  std::vector<presence> made(e.targets, presence::never);
  std::vector<std::size_t> leaves_with(e.targets);
  std::vector<std::uint32_t> seen_at(e.targets); // so that a leaf counts once
  std::uint32_t stamp = 0;
  for (std::size_t tree = 0; tree < e.roots.size(); ++tree) {
    std::size_t leaves = 0;
    std::fill(leaves_with.begin(), leaves_with.end(), 0);
    for (const std::uint32_t at : reachable(e, tree)) {
      if (e.nodes[at].asks != branch::leaf) continue;
      ++leaves;
      ++stamp;
      for (const leaf_weight& weight : e.nodes[at].weights) {
        leaves_with[weight.target] += seen_at[weight.target] == stamp ? 0 : 1;
        seen_at[weight.target] = stamp;
      }
    }
    for (std::size_t target = 0; target < e.targets; ++target) {
      if (leaves_with[target] == leaves) made[target] = presence::always;
      if (leaves_with[target] > 0 && made[target] == presence::never) made[target] = presence::sometimes;
    }
  }
  return made;
}

} // namespace convert::onnx
