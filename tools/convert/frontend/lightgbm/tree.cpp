// convert/frontend/lightgbm/tree.cpp -- a block of arrays to nodes.
//
// Source  LightGBM 2.1 to 4.6, `include/LightGBM/tree.h`, `NumericalDecision` (x <= threshold in f64; missing by
//         the node's type), `CategoricalDecision` (truncated; NaN and negative go right); `src/c_api.cpp`,
//         `RowPairFunctionFromDenseMatric` (what is not above kZeroThreshold in size becomes 0).
#include <convert/frontend/lightgbm/tree.hpp>

#include <cmath>
#include <limits>

#include <convert/frontend/lightgbm/leaf_models.hpp>
#include <convert/frontend/lightgbm/leaf_questions.hpp>
#include <convert/refusal.hpp>
#include <convert/syntax/lightgbm/number_list.hpp>

namespace convert::lightgbm {

namespace {

constexpr double zero_threshold = static_cast<double>(1e-35F); // kZeroThreshold, include/LightGBM/meta.h

/// Inputs within the zero threshold are 0 before any tree sees them. No step for that is needed: the threshold
/// moves to where it decides for all of them as it does for 0.
double threshold_for_small_inputs(double t) {
  if (t >= 0 && t < zero_threshold) return zero_threshold;
  if (t < 0 && t >= -zero_threshold)
    return std::nextafter(-zero_threshold, -std::numeric_limits<double>::infinity());
  return t;
}

class tree_reader {
 public:
  tree_reader(const block& b, std::uint32_t features) : block_(b), features_(features) {}

  tree_text read() {
    made_.name = block_.name;
    if (block_.has("default_value"))
      throw refusal(block_.name + ": trees of LightGBM before 2.0.5 are not supported; load the model with a "
                                  "later one and save it anew");
    leaves_ = count("num_leaves", 1);
    made_.leaf_values = numbers_of(block_, block_.required("leaf_value"), leaves_);
    read_sets();
    if (leaves_ == 1) {
      made_.nodes.push_back(leaf(0));
    } else {
      read_splits();
    }
    const auto linear = block_.find("is_linear");
    if (linear && integer_of(block_, *linear) != 0) {
      made_.models = read_leaf_models(block_, leaves_, features_);
      ask_by_splits(made_);
    }
    return std::move(made_);
  }

 private:
  std::size_t count(std::string_view key, std::int64_t least) const {
    const entry e = block_.required(key);
    const std::int64_t n = integer_of(block_, e);
    if (n < least || n > std::numeric_limits<std::int32_t>::max())
      refuse_at(block_, e, std::to_string(n) + " is out of range");
    return static_cast<std::size_t>(n);
  }

  std::vector<std::int64_t> integers(std::string_view key, std::size_t n) const {
    return integers_of(block_, block_.required(key), n);
  }

  /// Bit sets, one a categorical split.
  void read_sets() {
    const std::size_t sets = count("num_cat", 0);
    if (sets == 0) return;
    const entry where = block_.required("cat_boundaries");
    const auto ends = integers_of(block_, where, sets + 1);
    for (std::size_t i = 0; i < sets; ++i)
      if (ends[i] < 0 || ends[i + 1] < ends[i] || ends[0] != 0)
        refuse_at(block_, where, "the boundaries do not ascend from 0");
    const entry bits = block_.required("cat_threshold");
    if (static_cast<std::uint64_t>(ends[sets]) > bits.value.size())
      refuse_at(block_, where, "the last boundary is past the last word");
    const auto words = integers_of(block_, bits, static_cast<std::size_t>(ends[sets]));
    for (std::size_t i = 0; i < sets; ++i) {
      ir::category_set set;
      for (std::int64_t w = ends[i]; w < ends[i + 1]; ++w)
        set.words.push_back(word(bits, words[static_cast<std::size_t>(w)]));
      made_.sets.push_back(std::move(set));
    }
  }

  std::uint32_t word(const entry& where, std::int64_t w) const {
    if (w < 0 || w > std::numeric_limits<std::uint32_t>::max())
      refuse_at(block_, where, std::to_string(w) + " is no word of 32 bits");
    return static_cast<std::uint32_t>(w);
  }

  void read_splits() {
    const std::size_t splits = leaves_ - 1;
    const auto features = integers("split_feature", splits);
    const auto thresholds = numbers_of(block_, block_.required("threshold"), splits);
    const auto left = integers("left_child", splits);
    const auto right = integers("right_child", splits);
    const auto stated = block_.find("decision_type");
    const auto decisions =
        stated ? integers_of(block_, *stated, splits) : std::vector<std::int64_t>(splits, 0);
    const auto counts = optional_counts("internal_count", splits);
    for (std::size_t i = 0; i < splits; ++i) {
      ir::tree_node n;
      n.feature = feature(features[i]);
      decide(n, decisions[i], thresholds[i]);
      n.left = child("left_child", left[i]);
      n.right = child("right_child", right[i]);
      n.cover = counts[i];
      made_.nodes.push_back(n);
    }
    const auto leaf_counts = optional_counts("leaf_count", leaves_);
    for (std::uint32_t i = 0; i < leaves_; ++i) {
      made_.nodes.push_back(leaf(i));
      made_.nodes.back().cover = leaf_counts[i];
    }
  }

  std::vector<double> optional_counts(std::string_view key, std::size_t n) const {
    const auto found = block_.find(key);
    return found && !found->value.empty() ? numbers_of(block_, *found, n) : std::vector<double>(n, 0.0);
  }

  std::uint32_t feature(std::int64_t f) const {
    if (f < 0 || f >= features_)
      refuse_at(block_, block_.required("split_feature"),
                "feature " + std::to_string(f) + " is past the last feature " +
                    std::to_string(features_ - 1));
    return static_cast<std::uint32_t>(f);
  }

  /// Bit 0: categorical; bit 1: missing goes left; bits 2 and 3: what is missing.
  void decide(ir::tree_node& n, std::int64_t decision, double threshold) const {
    if (decision < 0 || decision > 15 || decision >> 2 == 3)
      refuse_at(block_, block_.required("decision_type"),
                std::to_string(decision) + " is no type of decision");
    if ((decision & 1) != 0) {
      n.asks = ir::question::in_set;
      if (!(threshold >= 0) || threshold >= static_cast<double>(made_.sets.size()))
        refuse_at(block_, block_.required("threshold"),
                  "category set " + std::to_string(threshold) + " does not exist");
      n.set = static_cast<std::uint32_t>(threshold);
      return;
    }
    constexpr ir::missing_rule rules[] = {ir::missing_rule::nan_as_zero, ir::missing_rule::nan_or_zero,
                                          ir::missing_rule::nan};
    n.missing = rules[decision >> 2];
    n.missing_left = (decision & 2) != 0;
    n.threshold = threshold_for_small_inputs(threshold);
  }

  /// Splits count from 0; leaf i is -1 - i and stands after the splits here.
  std::uint32_t child(std::string_view side, std::int64_t c) const {
    const std::int64_t splits = static_cast<std::int64_t>(leaves_) - 1;
    if (c >= splits)
      refuse_at(block_, block_.required(side),
                "split " + std::to_string(c) + " is past the last split " + std::to_string(splits - 1));
    if (c < -splits - 1)
      refuse_at(block_, block_.required(side),
                "leaf " + std::to_string(-1 - c) + " is past the last leaf " + std::to_string(splits));
    return static_cast<std::uint32_t>(c >= 0 ? c : splits - 1 - c);
  }

  static ir::tree_node leaf(std::uint32_t i) {
    ir::tree_node n;
    n.leaf = i;
    return n;
  }

  const block& block_;
  std::uint32_t features_;
  std::size_t leaves_ = 0;
  tree_text made_;
};

} // namespace

tree_text read_tree(const block& b, std::uint32_t features) { return tree_reader(b, features).read(); }

void append(ir::forest& f, const tree_text& t, std::span<const double> values, std::uint32_t output) {
  const auto first_leaf = static_cast<std::uint32_t>(f.leaves.size());
  const auto first_set = static_cast<std::uint32_t>(f.sets.size());
  ir::tree made{t.nodes, output};
  for (ir::tree_node& n : made.nodes) {
    if (n.is_leaf())
      n.leaf += first_leaf;
    else if (n.asks == ir::question::in_set)
      n.set += first_set;
  }
  f.leaves.insert(f.leaves.end(), values.begin(), values.end());
  f.sets.insert(f.sets.end(), t.sets.begin(), t.sets.end());
  f.trees.push_back(std::move(made));
}

ir::value sum_of_trees(ir::builder& b, std::span<const tree_text> trees, std::uint32_t outputs,
                       ir::value row) {
  if (trees.empty()) return b.constant(std::vector(outputs, 0.0)); // a forest has leaves
  ir::forest f;
  f.features = b.width(row);
  f.outputs = outputs;
  f.base.assign(outputs, 0.0);
  for (std::size_t i = 0; i < trees.size(); ++i)
    append(f, trees[i], trees[i].leaf_values, static_cast<std::uint32_t>(i % outputs));
  return b.add(row, std::move(f));
}

} // namespace convert::lightgbm
