// convert/frontend/lightgbm/leaf_questions.cpp -- a leaf becomes a chain of splits that ends in it.
//
// Source  LightGBM 4.6, `src/treelearner/linear_tree_learner.cpp`, `CalculateLinear`: what refitting finds too few rows for
//         gets coefficients of 0, and infinities in a least squares leave NaN.
#include <convert/frontend/lightgbm/leaf_questions.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace convert::lightgbm {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

bool says_nan(const leaf_model& m) {
  return std::isnan(m.constant) ||
         std::ranges::any_of(m.coefficients, [](double c) { return std::isnan(c); });
}

/// Whether a product with 0 would not be 0.
bool is_infinite(const leaf_model& m, double plain) {
  return !std::isfinite(m.constant) || !std::isfinite(plain);
}

bool asks(const leaf_model& m, double plain) {
  return !m.features.empty() && (says_nan(m) || is_infinite(m, plain) ||
                                 std::ranges::find(m.coefficients, 0.0) != m.coefficients.end());
}

leaf_model nothing_but(double constant) { return {constant, {}, {}}; }

leaf_model without_zeros(const leaf_model& m) {
  leaf_model made = nothing_but(m.constant);
  for (std::size_t i = 0; i < m.features.size(); ++i) {
    if (m.coefficients[i] == 0) continue;
    made.features.push_back(m.features[i]);
    made.coefficients.push_back(m.coefficients[i]);
  }
  return made;
}

/// Grows the chain of one leaf, from the leaf's node on.
class chain {
 public:
  chain(tree_text& t, std::uint32_t node)
      : t_(t), at_(node), leaf_(t.nodes[node].leaf), cover_(t.nodes[node].cover), model_(t.models[leaf_]),
        plain_(t.leaf_values[leaf_]) {}

  void grow() {
    for (const std::uint32_t feature : model_.features) ask_missing(feature);
    if (says_nan(model_)) {
      end(nothing_but(nan));
      return;
    }
    for (std::size_t i = 0; i < model_.features.size(); ++i) {
      if (model_.coefficients[i] != 0) continue;
      ask_infinite(model_.features[i], -infinity, true);
      ask_infinite(model_.features[i], std::numeric_limits<double>::max(), false);
    }
    end(without_zeros(model_));
  }

 private:
  /// Splits where we are, and goes on at the left side or at the right one. Returns the other.
  std::uint32_t split(std::uint32_t feature, double threshold, bool on_at_left) {
    const auto left = static_cast<std::uint32_t>(t_.nodes.size());
    t_.nodes.resize(left + 2);
    ir::tree_node& n = t_.nodes[at_];
    n = {};
    n.feature = feature;
    n.threshold = threshold;
    n.left = left;
    n.right = left + 1;
    n.cover = cover_;
    at_ = on_at_left ? left : left + 1;
    return on_at_left ? left + 1 : left;
  }

  /// A leaf that the file does not have. Hardly a row reaches it.
  void end_at(std::uint32_t node, double answer) {
    ir::tree_node& n = t_.nodes[node];
    n = {};
    n.leaf = static_cast<std::uint32_t>(t_.models.size());
    t_.leaf_values.push_back(0);
    t_.models.push_back(nothing_but(answer));
  }

  /// The leaf that the file has keeps its number. No row is left that its plain value answers.
  void end(leaf_model model) {
    ir::tree_node& n = t_.nodes[at_];
    n = {};
    n.cover = cover_;
    n.leaf = leaf_;
    t_.models[leaf_] = std::move(model);
    t_.leaf_values[leaf_] = 0;
  }

  /// Every number is at most infinity: only what is missing goes right.
  void ask_missing(std::uint32_t feature) { end_at(split(feature, infinity, true), plain_); }

  /// The infinity at one side of the threshold, times 0, is NaN.
  void ask_infinite(std::uint32_t feature, double threshold, bool at_left) {
    end_at(split(feature, threshold, !at_left), nan);
  }

  tree_text& t_;
  std::uint32_t at_;
  std::uint32_t leaf_;
  double cover_;
  leaf_model model_;
  double plain_;
};

} // namespace

void ask_by_splits(tree_text& t) {
  const auto nodes = static_cast<std::uint32_t>(t.nodes.size());
  for (std::uint32_t i = 0; i < nodes; ++i) {
    const ir::tree_node& n = t.nodes[i];
    if (n.is_leaf() && asks(t.models[n.leaf], t.leaf_values[n.leaf])) chain(t, i).grow();
  }
}

} // namespace convert::lightgbm
