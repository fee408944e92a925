// convert/frontend/xgboost/booster.cpp -- trees and linear weights summed as XGBoost sums them.
//
// Source  xgboost 1.0.2 to 3.5: `src/predictor/cpu_predictor.cc` (before 1.3 the trees are summed from 0 and
//         base_score is added last; later the sum starts from it), `src/gbm/gbtree.cc`, `Dart` (the same before
//         1.4; its `InplacePredict` from 1.4 to 3.2 adds base_score to each tree and takes it away again, which
//         rounds), `src/gbm/gblinear.cc`, `Pred` (bias, base_score, then the features that are not missing).
#include <convert/frontend/xgboost/booster.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include <convert/frontend/xgboost/objective.hpp>
#include <convert/frontend/xgboost/tree.hpp>
#include <convert/refusal.hpp>

namespace convert::xgboost {

namespace {

bool base_comes_last(const learner& l) {
  return l.written_by < version{1, 3, 0} || (!l.tree_weights.empty() && l.written_by < version{1, 4, 0});
}

/// Trees of the first `r.iterations` iterations.
std::size_t tree_count(const learner& l, const request& r) {
  const std::size_t all = l.model.required("trees").size();
  if (r.trees_of_a_group) {
    const std::size_t limit = std::size_t{*r.trees_of_a_group} * l.groups;
    return limit == 0 ? all : std::min(limit, all);
  }
  if (!r.iterations) return all;
  if (const auto ends = l.model.find("iteration_indptr")) { // from 2.0 on
    if (*r.iterations < ends->size()) return std::min<std::size_t>(count_of((*ends)[*r.iterations]), all);
    throw refusal("`" + ends->path() + "`: there are fewer than " + std::to_string(*r.iterations) +
                  " iterations");
  }
  const auto parallel = l.model.required("gbtree_model_param").find("num_parallel_tree"); // from 1.3 on
  const std::size_t in_iteration = std::size_t{parallel ? std::max(count_of(*parallel), 1U) : 1U} * l.groups;
  return std::min(*r.iterations * in_iteration, all);
}

/// The float that the sum takes for a leaf of tree `t`.
leaf_rule rule_for(const learner& l, const request& r, std::size_t t, float base) {
  if (l.tree_weights.empty()) return [](float leaf) { return leaf; };
  if (t >= l.tree_weights.size())
    throw refusal("tree " + std::to_string(t) + ": `weight_drop` has no weight for it");
  const float weight = l.tree_weights[t];
  const bool by_difference =
      r.how == request::by::in_place && l.written_by >= version{1, 4, 0} && l.written_by < version{3, 3, 0};
  if (by_difference)
    return [weight, base](float leaf) {
      const float with_base = base + leaf;
      return (with_base - base) * weight;
    };
  return [weight](float leaf) { return leaf * weight; };
}

ir::forest empty_forest(const learner& l, json::value trees, const std::vector<float>& base) {
  ir::forest f;
  f.features = l.features;
  f.outputs = l.groups;
  f.input_f32 = f.sum_f32 = true;
  const std::uint32_t values = trees.size() > 0 ? leaf_values(trees[0]) : 1;
  f.vector_leaves = values > 1;
  if (f.vector_leaves && values != l.groups)
    throw refusal("tree 0: leaves of " + std::to_string(values) + " values for " + std::to_string(l.groups) +
                  " outputs");
  for (const float x : base) f.base.push_back(base_comes_last(l) ? 0 : static_cast<double>(x));
  return f;
}

ir::value trees(ir::builder& b, const learner& l, ir::value row, const request& r) {
  const json::value list = l.model.required("trees");
  const json::value groups = l.model.required("tree_info");
  if (groups.size() != list.size())
    throw refusal("`" + groups.path() + "`: " + std::to_string(groups.size()) + " entries for " +
                  std::to_string(list.size()) + " trees");
  const std::vector<float> base = base_margin(l);
  ir::forest f = empty_forest(l, list, base);
  const std::size_t count = tree_count(l, r);
  // Trained for no round: the base is all there is.
  if (count == 0) return b.constant(std::vector<double>(base.begin(), base.end()));
  for (std::size_t t = 0; t < count; ++t) {
    if ((leaf_values(list[t]) > 1) != f.vector_leaves)
      throw refusal("tree " + std::to_string(t) + ": its leaves are unlike those of tree 0");
    append_tree(f, l, list[t], t, rule_for(l, r, t, base.front()));
    f.trees.back().output = f.vector_leaves ? 0 : count_of(groups[t]);
  }
  const ir::value sum = b.add(row, std::move(f));
  if (!base_comes_last(l)) return sum;
  ir::with_constants addends;
  for (const float x : base) addends.constants.push_back(static_cast<double>(x));
  return b.add(sum, std::move(addends), true);
}

/// The weights, or zeros for a model that was trained for no round and has none.
std::vector<float> weights_of(const learner& l) {
  const json::value list = l.model.required("weights");
  const std::size_t wanted = (std::size_t{l.features} + 1) * l.groups;
  constexpr std::size_t most_zeros = std::size_t{1} << 24; // a file's claim, not its bytes
  if (list.size() == 0 && wanted <= most_zeros) return std::vector<float>(wanted, 0.0F);
  if (list.size() != wanted)
    throw refusal("`" + list.path() + "`: " + std::to_string(list.size()) + " weights instead of " +
                  std::to_string(wanted));
  std::vector<float> weights;
  for (std::size_t i = 0; i < wanted; ++i) {
    weights.push_back(list[i].single());
    if (!std::isfinite(weights.back()))
      throw refusal(
          "`" + list[i].path() +
          "`: the weight is not finite, so its training diverged and it answers no numbers: train it again "
          "with a smaller learning rate (`eta`)");
  }
  return weights;
}

ir::value linear(ir::builder& b, const learner& l, ir::value row) {
  const std::vector<float> weights = weights_of(l); // (features + bias, groups)
  const float base = base_margin(l).front();        // the first one, for all groups
  ir::linear step; // of a one and the row: XGBoost's sum starts from the bias, a step's ends with it
  step.outputs = l.groups;
  step.bias.assign(l.groups, 0.0);
  for (std::uint32_t g = 0; g < l.groups; ++g) {
    step.weights.push_back(static_cast<double>(weights[std::size_t{l.features} * l.groups + g] + base));
    for (std::uint32_t i = 0; i < l.features; ++i)
      step.weights.push_back(static_cast<double>(weights[std::size_t{i} * l.groups + g]));
  }
  const ir::value read = b.add(row, ir::unary{ir::function::to_f32});
  const ir::value present = b.add(read, ir::impute{true, 0, std::vector<double>(l.features, 0.0)});
  const std::array one = {1.0};
  const std::array both = {b.constant(one), present};
  return b.add(b.concat(both), std::move(step), true);
}

} // namespace

ir::value margin(ir::builder& b, const learner& l, ir::value row, const request& r) {
  if (b.width(row) != l.features)
    throw refusal("the model takes " + std::to_string(l.features) + " features, not " +
                  std::to_string(b.width(row)));
  return l.is_linear() ? linear(b, l, row) : trees(b, l, row, r);
}

ir::value as_matrix(ir::builder& b, const learner& l, ir::value row) {
  ir::require finite;
  finite.missing_allowed = true;
  finite.infinite_allowed = l.written_by < version{1, 4, 0};
  if (finite.infinite_allowed) return row;
  finite.in_float_range = true;
  return b.add(row, std::move(finite));
}

} // namespace convert::xgboost
