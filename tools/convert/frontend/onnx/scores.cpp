// convert/frontend/onnx/scores.cpp -- write_scores and what it calls, in steps.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/ml/ml_common.h (ComputeProbit, ErfInv, ComputeLogistic,
//           ComputeSoftmax, ComputeSoftmaxZero, write_scores, batched_update_scores_inplace).
#include <convert/frontend/onnx/scores.hpp>

#include <limits>
#include <numbers>

#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/frontend/onnx/pick.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

double as_float(float x) { return static_cast<double>(x); }

/// One number a row, for each of `size` columns.
ir::value repeated(workspace& w, ir::value x, std::uint32_t size) {
  return w.build.pick(x, std::vector<std::uint32_t>(size, 0));
}

/// Scores within 1e-7 of zero stay small and are not part of the sum.
tensor softmax_zero(workspace& w, const tensor& scores) {
  using ir::operation;
  const std::uint32_t size = scores.form.size();
  ir::builder& b = w.build;
  const ir::value x = w.value_of(scores);
  const ir::value most = b.add(x, ir::reduce{ir::reduce::kind::max, 1});
  const ir::value far = b.add(b.add(x, ir::unary{ir::function::absolute}),
                              ir::unary{ir::function::greater, as_float(0.0000001F), 0});
  const ir::value shifted =
      b.add(paired(w, x, repeated(w, most, size)), ir::elementwise{operation::subtract}, true);
  const ir::value powers = b.add(shifted, ir::unary{ir::function::exp}, true);
  const ir::value counted = b.add(paired(w, powers, far), ir::elementwise{operation::multiply}, true);
  const ir::value sum = b.add(counted, ir::reduce{ir::reduce::kind::sum, 1}, true);
  const ir::value small_factor =
      b.add(b.add(most, ir::unary{ir::function::negative}), ir::unary{ir::function::exp}, true);
  const ir::value small =
      b.add(paired(w, x, repeated(w, small_factor, size)), ir::elementwise{operation::multiply}, true);
  const tensor made =
      chosen(w, w.computed(element::boolean, scores.form, far), w.computed(element::f32, scores.form, powers),
             w.computed(element::f32, scores.form, small));
  const ir::value quotient =
      b.add(paired(w, made.at, repeated(w, sum, size)), ir::elementwise{operation::divide}, true);
  return w.computed(element::f32, scores.form, quotient);
}

} // namespace

post_transform transform_named(const std::string& name) {
  if (name == "NONE") return post_transform::none;
  if (name == "LOGISTIC") return post_transform::logistic;
  if (name == "SOFTMAX") return post_transform::softmax;
  if (name == "SOFTMAX_ZERO") return post_transform::softmax_zero;
  if (name == "PROBIT") return post_transform::probit;
  throw refusal("`post_transform` is `" + name + "`");
}

tensor transformed(workspace& w, post_transform how, const tensor& scores) {
  switch (how) {
  case post_transform::none: return scores;
  case post_transform::logistic: return applied(w, ir::function::logistic, scores);
  case post_transform::softmax:
    return w.computed(element::f32, scores.form, w.build.add(w.value_of(scores), ir::softmax{}, true));
  case post_transform::softmax_zero: return softmax_zero(w, scores);
  case post_transform::probit: return probit(w, scores);
  }
  return scores;
}

tensor transformed_at_once(workspace& w, post_transform how, const tensor& scores) {
  if (how == post_transform::logistic) return applied(w, ir::function::float_logistic, scores);
  constexpr std::uint32_t many = 5;
  if (how != post_transform::softmax || scores.form.size() < many) return transformed(w, how, scores);
  const ir::softmax by_vectors{false, 1, true};
  return w.computed(element::f32, scores.form, w.build.add(w.value_of(scores), by_vectors, true));
}

tensor probit(workspace& w, const tensor& score) {
  using ir::operation;
  const double pi_a = as_float(std::numbers::pi_v<float> * 0.147F);
  const tensor x = combined(w, operation::subtract, combined(w, operation::multiply, 2.0, score), 1.0);
  const tensor below = combined(w, operation::subtract, 1.0, x);
  const tensor above = combined(w, operation::add, 1.0, x);
  const tensor log =
      applied(w, ir::function::log, combined(w, operation::multiply, below, above, element::f32));
  const double first = as_float(2.0F / static_cast<float>(pi_a));
  const tensor v = combined(w, operation::add, first, combined(w, operation::multiply, 0.5, log));
  const tensor v2 = combined(w, operation::multiply, as_float(1.0F / 0.147F), log);
  const tensor square = combined(w, operation::multiply, v, v, element::f32);
  const tensor root =
      applied(w, ir::function::sqrt, combined(w, operation::subtract, square, v2, element::f32));
  const tensor v3 = combined(w, operation::subtract, root, v, element::f32);
  const tensor size = applied(w, ir::function::sqrt, v3);
  const tensor inverse =
      combined(w, operation::multiply, applied(w, ir::function::sign, x), size, element::f32);
  return combined(w, operation::multiply, as_float(std::numbers::sqrt2_v<float>), inverse);
}

tensor two_of_one(workspace& w, post_transform how, complement other, const tensor& score) {
  if (how == post_transform::probit)
    throw refusal("`post_transform` is `PROBIT` with one score for two labels");
  const bool is_logistic = how == post_transform::logistic;
  const tensor first = is_logistic || other == complement::negative
                           ? applied(w, ir::function::negative, score)
                           : combined(w, ir::operation::subtract, 1.0, score);
  const tensor both = concatenated(w, {first, score}, 1);
  return is_logistic ? applied(w, ir::function::logistic, both) : both;
}

label_list labels_of(const call& c, std::string_view of_integers, std::string_view of_strings) {
  label_list labels;
  labels.texts = c.texts(of_strings);
  labels.integers = c.integers(of_integers);
  if (!labels.texts.empty() && !labels.integers.empty())
    throw refusal("it has both labels of strings and of integers");
  labels.type = labels.texts.empty() ? element::i64 : element::text;
  return labels;
}

} // namespace convert::onnx
