// convert/frontend/onnx/tree_ensemble_5.cpp -- reads the attributes of TreeEnsemble, version 5: leaves apart, sets.
//
// Source    ONNX 1.16 .. 1.19, docs/Operators-ml.md (TreeEnsemble); ONNX Runtime 1.30,
//           onnxruntime/core/providers/cpu/ml/tree_ensemble_attribute.h (TreeEnsembleAttributesV5: the values of each
//           BRANCH_MEMBER node end with NaN; a root whose both children are one leaf is a leaf;
//           sets of other numbers than 0 .. 30 become BRANCH_MEMBER_BIGSET).
#include <convert/frontend/onnx/tree_ensemble.hpp>

#include <algorithm>
#include <cmath>

#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

std::vector<double> tensor_numbers(const call& c, std::string_view name) {
  const constant* found = c.tensor_attribute(name);
  return found != nullptr ? numbers_of(*found) : std::vector<double>();
}

branch branch_of(double code) {
  static constexpr branch branches[] = {branch::less_equal, branch::less,  branch::greater_equal,
                                        branch::greater,    branch::equal, branch::not_equal,
                                        branch::member};
  for (std::size_t i = 0; i < std::size(branches); ++i)
    if (code == static_cast<double>(i)) return branches[i];
  throw refusal("`nodes_modes` has " + std::to_string(code));
}

struct columns {
  std::vector<double> modes, splits, members, leaf_weights;
  std::vector<std::int64_t> features, if_true, if_false, true_is_leaf, false_is_leaf, missing, leaf_targets,
      roots;
};

columns read_columns(const call& c) {
  columns made{tensor_numbers(c, "nodes_modes"),       tensor_numbers(c, "nodes_splits"),
               tensor_numbers(c, "membership_values"), tensor_numbers(c, "leaf_weights"),
               c.integers("nodes_featureids"),         c.integers("nodes_truenodeids"),
               c.integers("nodes_falsenodeids"),       c.integers("nodes_trueleafs"),
               c.integers("nodes_falseleafs"),         c.integers("nodes_missing_value_tracks_true"),
               c.integers("leaf_targetids"),           c.integers("tree_roots")};
  const std::size_t count = made.modes.size();
  if (count == 0 || made.roots.empty()) throw refusal("it has no nodes");
  if (made.splits.size() != count || made.features.size() != count || made.if_true.size() != count ||
      made.if_false.size() != count || made.true_is_leaf.size() != count ||
      made.false_is_leaf.size() != count)
    throw refusal("its lists of nodes differ in length");
  if (made.leaf_weights.size() != made.leaf_targets.size())
    throw refusal("its lists of leaves differ in length");
  return made;
}

/// Leaves follow the nodes.
std::uint32_t child(const columns& from, std::int64_t at, bool is_leaf, std::size_t node) {
  const std::size_t count = is_leaf ? from.leaf_weights.size() : from.modes.size();
  if (at < 0 || static_cast<std::size_t>(at) >= count)
    throw refusal("node " + std::to_string(node) + ": child " + std::to_string(at) + " does not exist");
  return static_cast<std::uint32_t>(at) + (is_leaf ? static_cast<std::uint32_t>(from.modes.size()) : 0);
}

std::vector<double> next_members(const columns& from, std::size_t& at) {
  std::vector<double> members;
  while (at < from.members.size() && !std::isnan(from.members[at])) members.push_back(from.members[at++]);
  ++at;
  if (members.empty()) throw refusal("a BRANCH_MEMBER node has no members");
  return members;
}

/// ONNX Runtime compares with small categories as they are; any other set is one of int32, and so becomes the number.
bool is_big_set(const std::vector<double>& members) {
  const bool small = members.size() < 31 &&
                     std::all_of(members.begin(), members.end(), [](double x) { return x >= 0 && x <= 30; });
  if (small) return false;
  for (const double x : members)
    if (std::trunc(x) != x || !(std::fabs(x) <= 2147483647.0))
      throw refusal("a BRANCH_MEMBER node has the member " + std::to_string(x) + ", which is not an integer");
  return true;
}

} // namespace

ensemble read_ensemble_5(const call& c) {
  const columns from = read_columns(c);
  ensemble made;
  made.f64 = c.in(0).type == element::f64;
  const std::int64_t targets = c.integer("n_targets", 0);
  if (targets < 1 || targets > 65536) throw refusal("it has " + std::to_string(targets) + " targets");
  made.targets = static_cast<std::uint32_t>(targets);
  std::size_t members_at = 0;
  for (std::size_t i = 0; i < from.modes.size(); ++i) {
    ensemble_node n;
    n.asks = branch_of(from.modes[i]);
    n.nan_is_true = i < from.missing.size() && from.missing[i] == 1;
    if (from.features[i] < 0 || from.features[i] > max_elements)
      throw refusal("node " + std::to_string(i) + ": feature " + std::to_string(from.features[i]));
    n.feature = static_cast<std::uint32_t>(from.features[i]);
    n.value = from.splits[i];
    if (n.asks == branch::member) {
      n.members = next_members(from, members_at);
      n.truncates = is_big_set(n.members);
    }
    n.if_true = child(from, from.if_true[i], from.true_is_leaf[i] != 0, i);
    n.if_false = child(from, from.if_false[i], from.false_is_leaf[i] != 0, i);
    made.nodes.push_back(std::move(n));
  }
  for (std::size_t i = 0; i < from.leaf_weights.size(); ++i) {
    if (from.leaf_targets[i] < 0 || from.leaf_targets[i] >= targets)
      throw refusal("leaf " + std::to_string(i) + ": target " + std::to_string(from.leaf_targets[i]) +
                    " is past the last");
    ensemble_node leaf;
    leaf.weights.push_back({static_cast<std::uint32_t>(from.leaf_targets[i]), from.leaf_weights[i]});
    made.nodes.push_back(std::move(leaf));
  }
  for (const std::int64_t root : from.roots) {
    std::uint32_t at = child(from, root, false, 0);
    const ensemble_node& n = made.nodes[at];
    if (n.if_true == n.if_false && made.nodes[n.if_true].asks == branch::leaf) at = n.if_true;
    made.roots.push_back(at);
  }
  return made;
}

} // namespace convert::onnx
