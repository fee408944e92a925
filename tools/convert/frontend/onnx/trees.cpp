// convert/frontend/onnx/trees.cpp -- TreeEnsembleRegressor, TreeEnsembleClassifier, TreeEnsemble.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/ml/tree_ensemble_aggregator.h (base values are added after
//           the sum; one target takes no transform but PROBIT), tree_ensemble_common.h (ComputeAgg).
#include <convert/frontend/onnx/operators.hpp>

#include <convert/frontend/onnx/dense.hpp>
#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/frontend/onnx/scores.hpp>
#include <convert/frontend/onnx/tree_classifier.hpp>
#include <convert/frontend/onnx/tree_ensemble.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

enum class aggregate : std::uint8_t { average, sum, min, max };

aggregate aggregate_named(const std::string& name) {
  if (name == "AVERAGE") return aggregate::average;
  if (name == "SUM") return aggregate::sum;
  if (name == "MIN") return aggregate::min;
  if (name == "MAX") return aggregate::max;
  throw refusal("`aggregate_function` is `" + name + "`");
}

/// The sums of the trees in the type that they are made in.
tensor aggregated(call& c, const ensemble& e, aggregate how) {
  const tensor& x = c.in(0);
  const element type = e.f64 ? element::f64 : element::f32;
  const auto trees = static_cast<std::uint32_t>(e.roots.size());
  const shape form = row_shape(x, e.targets);
  const bool one_tree = trees == 1;
  if ((how == aggregate::min || how == aggregate::max) && !one_tree) {
    if (e.targets != 1)
      throw refusal("the smallest or largest of trees with several targets is not supported");
    const ir::value leaves = planted(c.w, x, e, outputs_are::trees);
    const auto kind = how == aggregate::min ? ir::reduce::kind::min : ir::reduce::kind::max;
    return c.w.computed(type, form, c.w.build.add(leaves, ir::reduce{kind, 1}));
  }
  tensor sum = c.w.computed(type, form, planted(c.w, x, e, outputs_are::targets));
  if (how != aggregate::average) return sum;
  return combined(c.w, ir::operation::divide, sum, static_cast<double>(trees));
}

/// A target that no leaf scores is answered as 0, without its base value.
std::vector<double> counted_base(const ensemble& e, std::vector<double> base) {
  const auto presences = presences_of(e);
  for (std::size_t target = 0; target < base.size() && e.targets > 1; ++target) {
    if (presences[target] == presence::never) base[target] = 0;
    if (presences[target] == presence::sometimes && base[target] != 0)
      throw refusal("target " + std::to_string(target) + " has a base value and no score in some leaves");
  }
  return base;
}

/// `f64_result`: version 5 answers in the type of its input, the operators before it always in float.
void finish_regression(call& c, const ensemble& e, tensor sum, const std::vector<double>& base,
                       post_transform how, bool f64_result) {
  if (!base.empty() && base.size() != e.targets)
    throw refusal(std::to_string(base.size()) + " base values do not fit " + std::to_string(e.targets) +
                  " targets");
  if (!base.empty()) {
    const bool f32 = sum.type == element::f32;
    sum.at = c.w.build.add(sum.at, ir::with_constants{ir::operation::add, false, counted_base(e, base)}, f32);
  }
  const bool transforms = e.targets == 1 ? how == post_transform::probit : how != post_transform::none;
  if (sum.type == element::f64 && f64_result) {
    if (transforms) throw refusal("`post_transform` is not supported on tensors of double");
    return c.out(std::move(sum));
  }
  if (sum.type == element::f64) sum = c.w.unrounded(sum.form, sum.at);
  c.out(transforms ? transformed(c.w, how, sum) : sum);
}

void check_input(const tensor& x) {
  if (x.type == element::boolean) throw refusal("it is not supported on tensors of bool");
  check_type(x, numbers::any);
}

void translate_regressor(call& c) {
  check_input(c.in(0));
  const ensemble e = read_ensemble(c, "target", static_cast<std::size_t>(c.integer("n_targets", 0)));
  const tensor sum = aggregated(c, e, aggregate_named(c.text("aggregate_function", "SUM")));
  finish_regression(c, e, sum, c.reals_or_tensor("base_values"),
                    transform_named(c.text("post_transform", "NONE")), false);
}

void translate_ensemble(call& c) {
  check_type(c.in(0), numbers::real);
  const ensemble e = read_ensemble_5(c);
  const std::int64_t how = c.integer("aggregate_function", 1);
  if (how < 0 || how > 3) throw refusal("`aggregate_function` is " + std::to_string(how));
  const std::int64_t transform = c.integer("post_transform", 0);
  if (transform < 0 || transform > 4) throw refusal("`post_transform` is " + std::to_string(transform));
  static constexpr post_transform transforms[] = {post_transform::none, post_transform::softmax,
                                                  post_transform::logistic, post_transform::softmax_zero,
                                                  post_transform::probit};
  finish_regression(c, e, aggregated(c, e, static_cast<aggregate>(how)), {},
                    transforms[static_cast<std::size_t>(transform)], true);
}

void translate_classifier(call& c) {
  check_input(c.in(0));
  classify(c);
}

} // namespace

std::span<const operator_entry> tree_operators() {
  static constexpr operator_entry entries[] = {
      {ml, "TreeEnsembleRegressor", false, translate_regressor, 1},
      {ml, "TreeEnsembleClassifier", false, translate_classifier, 1},
      {ml, "TreeEnsemble", false, translate_ensemble, 1},
  };
  return entries;
}

} // namespace convert::onnx
