// convert/frontend/onnx/linear.cpp -- LinearRegressor and LinearClassifier.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/ml/linearregressor.cc, linearclassifier.cc (as many classes
//           as intercepts; the label is chosen before the transform; one score and two labels answer [1 - s, s] or
//           the LOGISTIC of -s and s), ml_common.h (batched_update_scores_inplace: one score alone knows no transform but PROBIT).
#include <convert/frontend/onnx/operators.hpp>

#include <convert/frontend/onnx/dense.hpp>
#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/frontend/onnx/scores.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

/// The input as floats, whatever it was.
tensor as_floats(call& c) {
  const tensor& x = c.in(0);
  check_type(x, numbers::any);
  if (x.type == element::boolean) throw refusal("it is not supported on tensors of bool");
  return x.type == element::f32 ? x : c.w.unrounded(x.form, c.w.raw_value_of(x));
}

weights read_weights(const call& c, std::int64_t targets, std::uint32_t inputs) {
  if (targets < 1 || targets > 65536) throw refusal("it has " + std::to_string(targets) + " targets");
  weights m{static_cast<std::uint32_t>(targets), inputs, c.reals("coefficients"), c.reals("intercepts")};
  if (m.numbers.size() != std::size_t{m.outputs} * m.inputs)
    throw refusal(std::to_string(m.numbers.size()) + " coefficients do not fit " + std::to_string(targets) +
                  " targets and " + std::to_string(inputs) + " features");
  if (m.bias.size() != m.outputs) m.bias.clear();
  return m;
}

tensor scores_of(call& c, const weights& m) {
  const tensor x = as_floats(c);
  return c.w.computed(element::f32, row_shape(x, m.outputs), weighted(c.w, c.w.value_of(x), m, true));
}

void translate_regressor(call& c) {
  if (c.in(0).type != element::f32)
    throw refusal("it is not supported on tensors of " + name_of(c.in(0).type));
  const weights m = read_weights(c, c.integer("targets", 1), c.in(0).form.size());
  const post_transform how = transform_named(c.text("post_transform", "NONE"));
  const tensor scores = scores_of(c, m);
  c.out(m.outputs > 1 || how == post_transform::probit ? transformed_at_once(c.w, how, scores) : scores);
}

void translate_classifier(call& c) {
  label_list labels = labels_of(c, "classlabels_ints", "classlabels_strings");
  const std::size_t classes = c.reals("intercepts").size();
  if (classes == 0) throw refusal("it has no intercepts");
  const weights m = read_weights(c, static_cast<std::int64_t>(classes), c.in(0).form.size());
  const post_transform how = transform_named(c.text("post_transform", "NONE"));
  const tensor scores = scores_of(c, m);
  ir::value label = 0;
  if (classes == 1) {
    if (labels.size() != 2)
      throw refusal("one score does not fit " + std::to_string(labels.size()) + " labels");
    label = c.w.build.add(c.w.value_of(scores), ir::unary{ir::function::greater});
    c.out(1, two_of_one(c.w, how, complement::one_minus, scores));
  } else {
    if (labels.size() != classes)
      throw refusal(std::to_string(classes) + " scores do not fit " + std::to_string(labels.size()) +
                    " labels");
    label = c.w.build.add(c.w.value_of(scores), ir::decide{ir::decide::kind::first_greater});
    c.out(1, transformed_at_once(c.w, how, scores));
  }
  c.out(0, c.w.coded(c.w.add_list(std::move(labels)), label_shape(c.in(0)), label));
}

} // namespace

std::span<const operator_entry> linear_operators() {
  static constexpr operator_entry entries[] = {
      {ml, "LinearRegressor", false, translate_regressor, 1},
      {ml, "LinearClassifier", false, translate_classifier, 1},
  };
  return entries;
}

} // namespace convert::onnx
