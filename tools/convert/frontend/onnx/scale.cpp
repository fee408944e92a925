// convert/frontend/onnx/scale.cpp -- Scaler, Normalizer, Imputer, Binarizer.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/ml/scaler.cc, normalizer.cc (MAX divides by the largest
//           number, not the largest magnitude), imputer.cc, binarizer.cc (NaN is an error).
#include <convert/frontend/onnx/operators.hpp>

#include <cmath>
#include <limits>

#include <convert/frontend/onnx/dense.hpp>
#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

/// One number a feature, repeated if there is one for all.
std::vector<double> one_each(std::vector<double> numbers, const shape& form, const char* name) {
  if (numbers.size() == 1) numbers.resize(form.size(), numbers[0]);
  if (numbers.size() != form.size())
    throw refusal("`" + std::string(name) + "` has " + std::to_string(numbers.size()) + " numbers for " +
                  std::to_string(form.size()) + " features");
  return numbers;
}

void translate_scaler(call& c) {
  const tensor& t = c.in(0);
  check_type(t, numbers::any);
  row_shape(t, 1);
  ir::affine step{ir::affine::form::subtract_multiply, one_each(c.reals("offset"), t.form, "offset"),
                  one_each(c.reals("scale"), t.form, "scale")};
  if (t.type == element::f64)
    return c.out(c.w.unrounded(t.form, c.w.build.add(c.w.value_of(t), std::move(step))));
  const tensor x = t.type == element::f32 ? t : c.w.unrounded(t.form, c.w.raw_value_of(t));
  c.out(c.w.computed(element::f32, t.form, c.w.build.add(c.w.value_of(x), std::move(step), true)));
}

tensor divided_by_largest(workspace& w, const tensor& x) {
  const ir::value value = w.value_of(x);
  // The search begins with the least float and passes NaN by.
  const std::vector<double> least(x.form.size(), -static_cast<double>(std::numeric_limits<float>::max()));
  const ir::value numbers = w.build.add(value, ir::impute{true, 0, least});
  const ir::value most = w.build.add(numbers, ir::reduce{ir::reduce::kind::max, 1});
  const ir::value divisor = w.build.add(most, ir::impute{false, 0, {1}}); // of zeros only: as they are
  const ir::value divisors = w.build.pick(divisor, std::vector<std::uint32_t>(x.form.size(), 0));
  return w.computed(element::f32, x.form,
                    w.build.add(paired(w, value, divisors), ir::elementwise{ir::operation::divide}, true));
}

/// sqrt(x^2 / the sum of all x^2) with the sign of x: the squares of large floats are infinite, and so may be all of it.
tensor divided_by_length(workspace& w, const tensor& t) {
  const ir::value x = w.value_of(t);
  const ir::value squares = w.build.add(x, ir::unary{ir::function::square}, true);
  const ir::value sum = w.build.add(squares, ir::reduce{ir::reduce::kind::sum, 1}, true);
  const ir::value divisor = w.build.add(sum, ir::impute{false, 0, {1}}); // of zeros only
  const ir::value divisors = w.build.pick(divisor, std::vector<std::uint32_t>(t.form.size(), 0));
  const ir::value parts =
      w.build.add(paired(w, squares, divisors), ir::elementwise{ir::operation::divide}, true);
  const ir::value roots = w.build.add(parts, ir::unary{ir::function::sqrt}, true);
  const ir::value signs = w.build.add(x, ir::unary{ir::function::sign});
  return w.computed(element::f32, t.form,
                    w.build.add(paired(w, roots, signs), ir::elementwise{ir::operation::multiply}));
}

void translate_normalizer(call& c) {
  const tensor& t = c.in(0);
  check_type(t, numbers::any);
  row_shape(t, 1);
  const std::string norm = c.text("norm", "MAX");
  if (norm == "L2") return c.out(divided_by_length(c.w, t));
  const tensor x = t.type == element::f32 ? t : c.w.unrounded(t.form, c.w.raw_value_of(t));
  if (norm == "MAX") return c.out(divided_by_largest(c.w, x));
  if (norm != "L1") throw refusal("`norm` is `" + norm + "`");
  c.out(
      c.w.computed(element::f32, t.form, c.w.build.add(c.w.value_of(x), ir::norm{ir::norm::kind::l1}, true)));
}

void translate_imputer(call& c) {
  const tensor& t = c.in(0);
  row_shape(t, 1);
  ir::impute step;
  std::vector<double> fill;
  if (t.type == element::f32) {
    fill = c.reals("imputed_value_floats");
    const auto marker = static_cast<double>(c.real("replaced_value_float", 0));
    step.marker_is_nan = std::isnan(marker);
    step.marker = step.marker_is_nan ? 0 : marker;
  } else if (t.type == element::i64) {
    for (const std::int64_t integer : c.integers("imputed_value_int64s"))
      fill.push_back(static_cast<double>(integer));
    step.marker_is_nan = false;
    step.marker = static_cast<double>(c.integer("replaced_value_int64", 0));
  } else {
    throw refusal("it is not supported on tensors of " + name_of(t.type));
  }
  if (fill.empty()) throw refusal("it has no values to impute");
  if (fill.size() != t.form.size()) fill.assign(t.form.size(), fill[0]);
  step.fill = std::move(fill);
  c.out(c.w.computed(t.type, t.form, c.w.build.add(c.w.value_of(t), std::move(step))));
}

void translate_binarizer(call& c) {
  const tensor& t = c.in(0);
  if (t.type != element::f32) throw refusal("it is not supported on tensors of " + name_of(t.type));
  ir::require no_nan;
  no_nan.infinite_allowed = true;
  const ir::value x = c.w.build.add(c.w.value_of(t), std::move(no_nan));
  const auto threshold = static_cast<double>(c.real("threshold", 0.0F));
  c.out(c.w.computed(t.type, t.form, c.w.build.add(x, ir::unary{ir::function::greater, threshold, 0})));
}

} // namespace

std::span<const operator_entry> scale_operators() {
  static constexpr operator_entry entries[] = {
      {ml, "Scaler", false, translate_scaler, 1},
      {ml, "Normalizer", false, translate_normalizer, 1},
      {ml, "Imputer", false, translate_imputer, 1},
      {ml, "Binarizer", false, translate_binarizer, 1},
  };
  return entries;
}

} // namespace convert::onnx
