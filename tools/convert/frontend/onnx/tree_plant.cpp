// convert/frontend/onnx/tree_plant.cpp -- turns an ensemble into the ir's forest.
//
// A split on equality can not be asked of the ir's trees, whose sets read numbers as categories. So each feature that is
// compared for equality gets a column of codes, looked up among all values it is compared with; the question is then
// whether the code is in a set. A chain of equalities with one child for all, which is how sets were written before
// version 5, becomes one question.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/ml/tree_ensemble_common.h (ProcessTreeNodeLeave: NaN goes
//           to the true child if the node tracks missing values there, else as the comparison says).
#include <convert/frontend/onnx/tree_ensemble.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

bool is_equality(branch asks) {
  return asks == branch::equal || asks == branch::not_equal || asks == branch::member;
}

/// A feature as it is compared for equality: as it is, or truncated.
using coded_key = std::pair<std::uint32_t, bool>;

coded_key key_of(const ensemble_node& n) { return {n.feature, n.truncates}; }

/// The values that it is compared with; the code of a value is its place.
struct coded_feature {
  std::vector<double> values;
  std::uint32_t column = 0; // of the forest's input
};

class planter {
 public:
  planter(workspace& w, const tensor& input, const ensemble& e, outputs_are what)
      : w_(w), input_(input), e_(e), what_(what) {}

  ir::value plant() {
    forest_.input_f32 = !e_.f64;
    forest_.sum_f32 = !e_.f64;
    forest_.outputs = what_ == outputs_are::trees ? static_cast<std::uint32_t>(e_.roots.size()) : e_.targets;
    forest_.vector_leaves = what_ == outputs_are::targets && !one_target_a_tree();
    forest_.base.assign(forest_.outputs, 0.0);
    collect_codes();
    const ir::value x = prepared_input();
    for (std::size_t i = 0; i < e_.roots.size(); ++i) plant_tree(i);
    return w_.build.add(x, std::move(forest_));
  }

 private:
  double as_type(double x) const { return e_.f64 ? x : static_cast<double>(static_cast<float>(x)); }

  /// Whether each leaf has one weight and all leaves of a tree add to one target.
  bool one_target_a_tree() const {
    for (std::size_t tree = 0; tree < e_.roots.size(); ++tree) {
      std::int64_t target = -1;
      for (const std::uint32_t at : reachable(e_, tree)) {
        const ensemble_node& n = e_.nodes[at];
        if (n.asks != branch::leaf) continue;
        if (n.weights.size() != 1 || (target >= 0 && n.weights[0].target != target)) return false;
        target = n.weights[0].target;
      }
    }
    return true;
  }

  void collect_codes() {
    for (const ensemble_node& n : e_.nodes) {
      if (n.asks == branch::leaf || n.feature < input_.form.size()) {
        if (n.asks == branch::leaf || !is_equality(n.asks)) continue;
      } else {
        throw refusal("feature " + std::to_string(n.feature) + " is past the " +
                      std::to_string(input_.form.size()) + " of its input");
      }
      auto& values = codes_[key_of(n)].values;
      if (n.asks == branch::member)
        for (const double member : n.members) values.push_back(as_type(member));
      else
        values.push_back(as_type(n.value));
    }
    std::uint32_t column = input_.form.size();
    for (auto& [key, coded] : codes_) {
      std::sort(coded.values.begin(), coded.values.end());
      coded.values.erase(std::unique(coded.values.begin(), coded.values.end()), coded.values.end());
      if (std::any_of(coded.values.begin(), coded.values.end(), [](double x) { return std::isnan(x); }))
        throw refusal("a value to be equal to is NaN");
      coded.column = column++;
    }
    forest_.features = column;
  }

  ir::value prepared_input() {
    if (codes_.empty()) return w_.raw_value_of(input_);
    const ir::value x = w_.value_of(input_);
    std::vector<ir::value> columns{x};
    for (const auto& [key, coded] : codes_) {
      ir::code_map map;
      auto& column = map.columns.emplace_back();
      column.keys = coded.values;
      for (std::size_t i = 0; i < coded.values.size(); ++i) column.codes.push_back(static_cast<double>(i));
      column.unseen = -1;
      column.missing = std::nan("");
      const ir::value feature = w_.build.slice(x, key.first, 1);
      columns.push_back(w_.build.add(key.second ? truncated(w_, feature) : feature, std::move(map)));
    }
    return w_.build.concat(columns);
  }

  void plant_tree(std::size_t tree) {
    // Children that are shared in the file are copied; more than a little of that is not a trainer's doing.
    const std::size_t most = 4 * reachable(e_, tree).size() + 1024;
    ir::tree made;
    made.output = what_ == outputs_are::trees ? static_cast<std::uint32_t>(tree) : 0;
    made.nodes.resize(1);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> todo{{e_.roots[tree], 0}};
    while (!todo.empty()) {
      const auto [from, to] = todo.back();
      todo.pop_back();
      const ensemble_node& n = e_.nodes[from];
      if (n.asks == branch::leaf) {
        made.nodes[to].leaf = leaf_row(n, tree);
        if (what_ == outputs_are::targets && !forest_.vector_leaves) made.output = n.weights[0].target;
        continue;
      }
      if (made.nodes.size() + 2 > most)
        throw refusal("tree " + std::to_string(tree) + ": too many of its nodes share children");
      const auto left = static_cast<std::uint32_t>(made.nodes.size());
      ir::tree_node split = question_of(n);
      split.left = left;
      split.right = left + 1;
      made.nodes[to] = split;
      made.nodes.resize(made.nodes.size() + 2);
      todo.emplace_back(right_of_, left + 1);
      todo.emplace_back(left_of_, left);
    }
    forest_.trees.push_back(std::move(made));
  }

  /// The split of `n`; sets left_of_ and right_of_ to the nodes that its children are made of.
  ir::tree_node question_of(const ensemble_node& n) {
    ir::tree_node split;
    split.feature = n.feature;
    split.threshold = as_type(n.value);
    left_of_ = n.if_true;
    right_of_ = n.if_false;
    split.missing_left = n.nan_is_true;
    const bool turned =
        n.asks == branch::greater || n.asks == branch::greater_equal || n.asks == branch::not_equal;
    if (turned) {
      std::swap(left_of_, right_of_);
      // NaN is unequal to all numbers, and not greater than any.
      split.missing_left = n.asks != branch::not_equal && !n.nan_is_true;
    }
    if (is_equality(n.asks))
      ask_set(n, split);
    else
      split.asks = n.asks == branch::less_equal || n.asks == branch::greater ? ir::question::less_equal
                                                                             : ir::question::less;
    if (!is_equality(n.asks) && std::isnan(split.threshold)) throw refusal("a threshold is NaN");
    return split;
  }

  void ask_set(const ensemble_node& n, ir::tree_node& split) {
    const coded_feature& coded = codes_.at(key_of(n));
    ir::category_set set;
    set.words.assign(coded.values.size() / 32 + 1, 0);
    const auto take = [&](double value) {
      const auto at = std::lower_bound(coded.values.begin(), coded.values.end(), as_type(value));
      const auto code = static_cast<std::size_t>(at - coded.values.begin());
      set.words[code / 32] |= std::uint32_t{1} << (code % 32);
    };
    const auto take_all = [&](const ensemble_node& from) {
      if (from.asks == branch::member)
        for (const double member : from.members) take(member);
      else
        take(from.value);
    };
    take_all(n);
    if (n.asks != branch::not_equal) {
      // A chain: what is not equal here is asked again, with the same child for equals.
      for (std::size_t length = 0; length < e_.nodes.size(); ++length) {
        const ensemble_node& next = e_.nodes[right_of_];
        const bool goes_on = (next.asks == branch::equal || next.asks == branch::member) &&
                             key_of(next) == key_of(n) && next.if_true == n.if_true &&
                             next.nan_is_true == n.nan_is_true;
        if (!goes_on) break;
        take_all(next);
        right_of_ = next.if_false;
      }
    }
    split.asks = ir::question::in_set;
    split.feature = coded.column;
    split.threshold = 0;
    split.set = static_cast<std::uint32_t>(forest_.sets.size());
    forest_.sets.push_back(std::move(set));
  }

  std::uint32_t leaf_row(const ensemble_node& n, std::size_t tree) {
    if (n.weights.empty()) throw refusal("tree " + std::to_string(tree) + ": a leaf has no weight");
    const std::size_t width = forest_.leaf_width();
    w_.charge(width);
    const std::size_t row = forest_.leaves.size() / width;
    forest_.leaves.resize(forest_.leaves.size() + width, 0.0);
    if (width == 1 && !forest_.vector_leaves) {
      forest_.leaves[row] = as_type(n.weights[0].value);
    } else {
      for (const leaf_weight& weight : n.weights) {
        double& sum = forest_.leaves[row * width + weight.target];
        sum = as_type(sum + as_type(weight.value));
      }
    }
    return static_cast<std::uint32_t>(row);
  }

  workspace& w_;
  const tensor& input_;
  const ensemble& e_;
  outputs_are what_;
  ir::forest forest_;
  std::map<coded_key, coded_feature> codes_;
  std::uint32_t left_of_ = 0;
  std::uint32_t right_of_ = 0;
};

} // namespace

ir::value planted(workspace& w, const tensor& input, const ensemble& e, outputs_are what) {
  return planter(w, input, e, what).plant();
}

} // namespace convert::onnx
