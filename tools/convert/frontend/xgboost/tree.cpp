// convert/frontend/xgboost/tree.cpp -- a tree's arrays to nodes, from the root down.
//
// Source  xgboost 1.0.2 to 3.5, `src/tree/tree_model.cc`, `RegTree::LoadModel`; `src/predictor/predict_fn.h`,
//         `GetNextNode` (x < condition, in f32; NaN goes the default way); 3.2 and later,
//         `src/tree/multi_target_tree_model.cc` (leaves in `leaf_weights`, the right child is the leaf's
//         index).
#include <convert/frontend/xgboost/tree.hpp>

#include <algorithm>

#include <convert/frontend/xgboost/category_splits.hpp>
#include <convert/frontend/xgboost/tree_arrays.hpp>

namespace convert::xgboost {

namespace {

constexpr std::size_t most_set_words = std::size_t{1}
                                       << 26; // 256 MB of categories: no model, but a file's claim

class tree_walk {
 public:
  tree_walk(ir::forest& f, const learner& l, json::value tree, std::size_t index, const leaf_rule& leaf)
      : forest_(f), learner_(l), tree_(tree), arrays_(tree, index), splits_(tree, arrays_), leaf_(leaf) {
    for (const auto& set : f.sets) words_ += set.words.size();
  }

  ir::tree nodes() {
    std::vector<bool> seen(arrays_.nodes, false);
    seen[0] = true;
    order_.push_back(0);
    made_.nodes.emplace_back();
    for (std::uint32_t at = 0; at < order_.size(); ++at) {
      if (arrays_.is_leaf(order_[at])) {
        add_leaf(at);
        continue;
      }
      add_split(at);
      made_.nodes[at].left = enter(at, arrays_.child(arrays_.left, order_[at], "left"), seen);
      made_.nodes[at].right = enter(at, arrays_.child(arrays_.right, order_[at], "right"), seen);
    }
    return std::move(made_);
  }

 private:
  std::uint32_t enter(std::uint32_t parent, std::uint32_t child, std::vector<bool>& seen) {
    if (seen[child]) arrays_.refuse(order_[parent], "child " + std::to_string(child) + " has another parent");
    seen[child] = true;
    order_.push_back(child);
    made_.nodes.emplace_back();
    return static_cast<std::uint32_t>(order_.size() - 1);
  }

  void add_split(std::uint32_t at) {
    const std::uint32_t node = order_[at];
    ir::tree_node& n = made_.nodes[at];
    n.feature = feature(node);
    n.missing_left = arrays_.default_left[node].boolean();
    cover(n, node);
    check_children(node);
    if (arrays_.split_type && (*arrays_.split_type)[node].integer() == 1) {
      n.asks = ir::question::in_set;
      n.set = add_set(splits_.set_of(node, n.missing_left, learner_.written_by));
      return;
    }
    n.asks = ir::question::less;
    n.threshold = static_cast<double>(arrays_.conditions[node].single());
  }

  std::uint32_t feature(std::uint32_t node) const {
    const std::int64_t found = arrays_.features[node].integer();
    if (found < 0 || found >= learner_.features)
      arrays_.refuse(node, "feature " + std::to_string(found) + " is past the last feature " +
                               std::to_string(learner_.features - 1));
    return static_cast<std::uint32_t>(found);
  }

  /// From 1.5 on the predictor takes the node after the left child for the right one.
  void check_children(std::uint32_t node) const {
    const bool adjacent = arrays_.right[node].integer() == arrays_.left[node].integer() + 1;
    if (!adjacent && learner_.written_by >= version{1, 5, 0})
      arrays_.refuse(node, "its children are not side by side");
  }

  std::uint32_t add_set(ir::category_set set) {
    words_ += set.words.size();
    if (words_ > most_set_words) arrays_.refuse(0, "its categories are too many");
    forest_.sets.push_back(std::move(set));
    return static_cast<std::uint32_t>(forest_.sets.size() - 1);
  }

  void add_leaf(std::uint32_t at) {
    const std::uint32_t node = order_[at];
    ir::tree_node& n = made_.nodes[at];
    n.leaf = static_cast<std::uint32_t>(forest_.leaves.size() / forest_.leaf_width());
    cover(n, node);
    if (!forest_.vector_leaves) return add_value(arrays_.conditions[node].single());
    const auto weights = tree_.find("leaf_weights");
    const json::value values = weights ? *weights : tree_.required("base_weights");
    const std::int64_t row = weights ? arrays_.right[node].integer() : node;
    const std::size_t width = forest_.outputs;
    if (row < 0 || static_cast<std::size_t>(row) >= values.size() / width)
      arrays_.refuse(node, "leaf " + std::to_string(row) + " is past the last of " +
                               std::to_string(values.size() / width));
    if (++vector_leaves_ > values.size() / width)
      arrays_.refuse(node, "there are more leaves than values for them");
    for (std::size_t i = 0; i < width; ++i)
      add_value(values[static_cast<std::size_t>(row) * width + i].single());
  }

  void add_value(float leaf) { forest_.leaves.push_back(static_cast<double>(leaf_(leaf))); }

  void cover(ir::tree_node& n, std::uint32_t node) const {
    if (arrays_.cover) n.cover = (*arrays_.cover)[node].number();
  }

  ir::forest& forest_;
  const learner& learner_;
  json::value tree_;
  tree_arrays arrays_;
  category_splits splits_;
  const leaf_rule& leaf_;
  std::size_t vector_leaves_ = 0;
  std::size_t words_ = 0;            // of all sets of the forest
  std::vector<std::uint32_t> order_; // the file's node of every node made
  ir::tree made_;
};

} // namespace

std::uint32_t leaf_values(json::value tree) {
  const auto size = tree.required("tree_param").find("size_leaf_vector");
  return size ? std::max(count_of(*size), 1U) : 1;
}

void append_tree(ir::forest& f, const learner& l, json::value tree, std::size_t index,
                 const leaf_rule& leaf) {
  f.trees.push_back(tree_walk(f, l, tree, index, leaf).nodes());
}

} // namespace convert::xgboost
