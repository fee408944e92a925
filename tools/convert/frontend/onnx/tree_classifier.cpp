// convert/frontend/onnx/tree_classifier.cpp -- labels and scores of TreeEnsembleClassifier.
//
// Which label wins depends on which classes got any score and, with one score for two classes, on whether a weight is
// negative.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/ml/tree_ensemble_aggregator.h (TreeAggregatorClassifier:
//           FinalizeScores, get_max_weight, _set_score_binary), tree_ensemble_common.h (TreeEnsembleCommonClassifier).
#include <convert/frontend/onnx/tree_classifier.hpp>

#include <algorithm>
#include <limits>

#include <convert/frontend/onnx/dense.hpp>
#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/frontend/onnx/pick.hpp>
#include <convert/frontend/onnx/scores.hpp>
#include <convert/frontend/onnx/tree_ensemble.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

/// No weight is negative.
bool all_positive(const ensemble& e) {
  for (const ensemble_node& n : e.nodes)
    for (const leaf_weight& weight : n.weights)
      if (weight.value < 0) return false;
  return true;
}

tensor column_of(workspace& w, const tensor& scores, std::uint32_t i) {
  shape one = scores.form;
  one.dims[1] = 1;
  return w.moved(scores, one, {i});
}

tensor plus(workspace& w, tensor scores, const std::vector<double>& base) {
  scores.at =
      w.build.add(scores.at, ir::with_constants{ir::operation::add, false, base}, rounds(scores.type));
  return scores;
}

/// Scores leave the operator as floats.
tensor as_floats(workspace& w, const tensor& scores) {
  return scores.type == element::f64 ? w.unrounded(scores.form, scores.at) : scores;
}

ir::value is_above(workspace& w, const tensor& score, double threshold) {
  return w.build.add(w.value_of(score), ir::unary{ir::function::greater, threshold, 0});
}

/// Scores of classes that no visited leaf scores are no candidates: the trees once more, with 1 for each score.
ir::value masked(workspace& w, const tensor& input, const ensemble& e, ir::value scores) {
  ensemble counted = e;
  for (ensemble_node& n : counted.nodes)
    for (leaf_weight& weight : n.weights) weight.value = 1;
  const ir::value counts = planted(w, input, counted, outputs_are::targets);
  const ir::value has = w.build.add(counts, ir::unary{ir::function::greater});
  ir::code_map limits;
  limits.columns.resize(e.targets);
  for (auto& column : limits.columns) {
    column.keys = {0, 1};
    column.codes = {-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  }
  const ir::value limit = w.build.add(has, std::move(limits));
  return w.build.add(paired(w, scores, limit), ir::elementwise{ir::operation::minimum});
}

struct answer {
  ir::value label = 0; // an index of the labels
  tensor scores;
};

answer of_many(call& c, const ensemble& e, tensor scores, const std::vector<double>& base,
               post_transform how) {
  if (!base.empty() && base.size() != e.targets)
    throw refusal(std::to_string(base.size()) + " base values do not fit " + std::to_string(e.targets) +
                  " classes");
  if (!base.empty()) scores = plus(c.w, scores, base);
  ir::value candidates = c.w.value_of(scores);
  const auto presences = presences_of(e);
  const bool all =
      std::all_of(presences.begin(), presences.end(), [](presence p) { return p == presence::always; });
  if (base.empty() && !all) candidates = masked(c.w, c.in(0), e, candidates);
  return {c.w.build.add(candidates, ir::decide{ir::decide::kind::first_greater}),
          transformed(c.w, how, as_floats(c.w, scores))};
}

/// One score for two classes.
answer of_one(call& c, const tensor& score, bool positive, post_transform how) {
  const complement other = positive ? complement::one_minus : complement::negative;
  // The scores leave the operator as floats; LOGISTIC is made of floats too.
  const tensor typed = how == post_transform::logistic ? as_floats(c.w, score) : score;
  return {is_above(c.w, score, positive ? 0.5 : 0.0), as_floats(c.w, two_of_one(c.w, how, other, typed))};
}

/// Two scores, of which the second decides if leaves score it. Two base values are odd: the second one is added to the
/// first class's score, and the result is the second's; its negative the first's.
answer of_two(call& c, const tensor& scores, const std::vector<double>& base, const ensemble& e,
              post_transform how) {
  const auto presences = presences_of(e);
  const bool first = presences[0] == presence::always;
  const bool second = presences[1] == presence::always;
  if (presences[0] == presence::sometimes || presences[1] == presence::sometimes)
    throw refusal("some leaves score only one of its two classes");
  const tensor zero =
      c.w.computed(scores.type, column_of(c.w, scores, 0).form, c.w.build.constant(std::vector<double>{0.0}));
  tensor of_first = column_of(c.w, scores, 0);
  tensor of_second = column_of(c.w, scores, 1);
  if (second && base.size() == 2) {
    of_second = plus(c.w, of_first, {base[1]});
    of_first = first ? applied(c.w, ir::function::negative, of_second) : zero;
  } else if (first && !base.empty()) {
    of_first = plus(c.w, of_first, {base[0]});
  }
  const double threshold = first != second && all_positive(e) ? 0.5 : 0.0;
  const tensor both = concatenated(c.w, {of_first, of_second}, 1);
  return {is_above(c.w, second ? of_second : of_first, threshold),
          transformed(c.w, how, as_floats(c.w, both))};
}

} // namespace

void classify(call& c) {
  label_list labels = labels_of(c, "classlabels_int64s", "classlabels_strings");
  if (labels.size() < 2) throw refusal("it has " + std::to_string(labels.size()) + " class labels");
  ensemble e = read_ensemble(c, "class", labels.size());
  const post_transform how = transform_named(c.text("post_transform", "NONE"));
  const auto base = c.reals_or_tensor("base_values");
  if (e.targets == 2 && base.size() > 2)
    throw refusal(std::to_string(base.size()) + " base values do not fit 2 classes");
  const auto presences = presences_of(e);
  const bool one_score = e.targets == 2 && presences[0] == presence::always &&
                         presences[1] == presence::never && base.size() < 2;
  if (one_score) e.targets = 1;
  const tensor scores = c.w.computed(e.f64 ? element::f64 : element::f32, row_shape(c.in(0), e.targets),
                                     planted(c.w, c.in(0), e, outputs_are::targets));
  answer made;
  if (one_score)
    made = of_one(c, base.empty() ? scores : plus(c.w, scores, base), all_positive(e), how);
  else
    made = e.targets == 2 ? of_two(c, scores, base, e, how) : of_many(c, e, scores, base, how);
  // With scores of both classes ONNX Runtime answers 0 and 1 for whatever integers the labels are.
  if (labels.size() == 2 && labels.type == element::i64 && presences[0] == presences[1])
    labels.integers = {0, 1};
  c.out(0, c.w.coded(c.w.add_list(std::move(labels)), label_shape(c.in(0)), made.label));
  c.out(1, made.scores);
}

} // namespace convert::onnx
