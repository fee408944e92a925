// convert/frontend/onnx/tree_ensemble.cpp -- reads the attributes of TreeEnsembleClassifier and -Regressor.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/ml/tree_ensemble_attribute.h
//           (TreeEnsembleAttributesV3), tree_ensemble_common.h (Init: the first node of a tree is its root; a target
//           of one takes the first weight of a leaf).
#include <convert/frontend/onnx/tree_ensemble.hpp>

#include <map>

#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

branch branch_named(const std::string& name) {
  if (name == "LEAF") return branch::leaf;
  if (name == "BRANCH_LEQ") return branch::less_equal;
  if (name == "BRANCH_LT") return branch::less;
  if (name == "BRANCH_GTE") return branch::greater_equal;
  if (name == "BRANCH_GT") return branch::greater;
  if (name == "BRANCH_EQ") return branch::equal;
  if (name == "BRANCH_NEQ") return branch::not_equal;
  throw refusal("`nodes_modes` has `" + name + "`");
}

using node_key = std::pair<std::int64_t, std::int64_t>; // tree, node

std::string text_of(node_key key) {
  return "tree " + std::to_string(key.first) + ", node " + std::to_string(key.second);
}

struct columns {
  std::vector<std::int64_t> trees, nodes, features, if_true, if_false, missing;
  std::vector<std::string> modes;
  std::vector<double> values;
};

columns read_columns(const call& c) {
  columns made{c.integers("nodes_treeids"),      c.integers("nodes_nodeids"),
               c.integers("nodes_featureids"),   c.integers("nodes_truenodeids"),
               c.integers("nodes_falsenodeids"), c.integers("nodes_missing_value_tracks_true"),
               c.texts("nodes_modes"),           c.reals_or_tensor("nodes_values")};
  const std::size_t count = made.trees.size();
  if (count == 0) throw refusal("it has no nodes");
  if (made.nodes.size() != count || made.features.size() != count || made.if_true.size() != count ||
      made.if_false.size() != count || made.modes.size() != count || made.values.size() != count)
    throw refusal("its lists of nodes differ in length");
  return made;
}

class reader {
 public:
  reader(const call& c, std::string_view weight_prefix)
      : c_(c), prefix_(weight_prefix), from_(read_columns(c)) {}

  ensemble read(std::size_t targets) {
    made_.targets = static_cast<std::uint32_t>(targets);
    made_.f64 = c_.in(0).type == element::f64;
    index_nodes();
    for (std::size_t i = 0; i < from_.trees.size(); ++i) read_node(i);
    read_weights();
    return std::move(made_);
  }

 private:
  void index_nodes() {
    for (std::size_t i = 0; i < from_.trees.size(); ++i) {
      const node_key key{from_.trees[i], from_.nodes[i]};
      if (!places_.emplace(key, static_cast<std::uint32_t>(i)).second)
        throw refusal(text_of(key) + ": it is there twice");
      if (i > 0 && from_.trees[i - 1] == from_.trees[i]) continue;
      if (!seen_.emplace(from_.trees[i], true).second)
        throw refusal("tree " + std::to_string(from_.trees[i]) + ": its nodes do not stand together");
      made_.roots.push_back(static_cast<std::uint32_t>(i));
    }
  }

  std::uint32_t child(node_key parent, std::int64_t node) const {
    const auto found = places_.find({parent.first, node});
    if (found == places_.end())
      throw refusal(text_of(parent) + ": child " + std::to_string(node) + " does not exist");
    return found->second;
  }

  void read_node(std::size_t i) {
    const node_key key{from_.trees[i], from_.nodes[i]};
    ensemble_node n;
    n.asks = branch_named(from_.modes[i]);
    if (n.asks != branch::leaf) {
      n.nan_is_true = i < from_.missing.size() && from_.missing[i] == 1;
      if (from_.features[i] < 0 || from_.features[i] > max_elements)
        throw refusal(text_of(key) + ": feature " + std::to_string(from_.features[i]));
      n.feature = static_cast<std::uint32_t>(from_.features[i]);
      n.value = from_.values[i];
      n.if_true = child(key, from_.if_true[i]);
      n.if_false = child(key, from_.if_false[i]);
    }
    made_.nodes.push_back(std::move(n));
  }

  void read_weights() {
    const std::string prefix(prefix_);
    const auto ids = c_.integers(prefix + "_ids");
    const auto nodes = c_.integers(prefix + "_nodeids");
    const auto trees = c_.integers(prefix + "_treeids");
    const auto weights = c_.reals_or_tensor(prefix + "_weights");
    if (nodes.size() != ids.size() || trees.size() != ids.size() || weights.size() != ids.size())
      throw refusal("its lists of weights differ in length");
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const node_key key{trees[i], nodes[i]};
      const auto found = places_.find(key);
      if (found == places_.end()) throw refusal(text_of(key) + ": it has a weight and does not exist");
      if (ids[i] < 0 || ids[i] >= static_cast<std::int64_t>(made_.targets))
        throw refusal(text_of(key) + ": target " + std::to_string(ids[i]) + " is past the last");
      ensemble_node& leaf = made_.nodes[found->second];
      if (leaf.asks != branch::leaf) continue; // as old converters wrote: ignored
      if (made_.targets == 1 && !leaf.weights.empty()) continue;
      leaf.weights.push_back({static_cast<std::uint32_t>(ids[i]), weights[i]});
    }
  }

  const call& c_;
  std::string_view prefix_;
  columns from_;
  ensemble made_;
  std::map<node_key, std::uint32_t> places_;
  std::map<std::int64_t, bool> seen_;
};

} // namespace

ensemble read_ensemble(const call& c, std::string_view weight_prefix, std::size_t targets) {
  if (targets == 0 || targets > 65536) throw refusal("it has " + std::to_string(targets) + " targets");
  return reader(c, weight_prefix).read(targets);
}

} // namespace convert::onnx
