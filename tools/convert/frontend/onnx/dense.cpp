// convert/frontend/onnx/dense.cpp -- MatMul and Gemm with constant weights.
//
// Sums of floats are ONNX Runtime's on every x86 machine since 2013, and the same for one row and for many, as long as one factor is
// a constant: trees, logarithms and exponentials behind them show their last bits. Those of a network may be f32 in another order.
//
// Source    ONNX 1.12 .. 1.19, docs/Operators.md (MatMul follows numpy.matmul; Gemm); ONNX Runtime 1.30,
//           onnxruntime/core/mlas/lib/sgemm.cpp.
#include <convert/frontend/onnx/dense.hpp>

#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/frontend/onnx/operators.hpp>
#include <convert/frontend/onnx/pick.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

tensor transposed_last(workspace& w, const tensor& t) {
  std::vector<std::size_t> perm;
  for (std::size_t axis = 0; axis < t.form.rank(); ++axis) perm.push_back(axis);
  std::swap(perm[perm.size() - 1], perm[perm.size() - 2]);
  return w.moved(t, permuted_shape(t.form, perm), permuted(t.form, perm));
}

/// [.., inputs] times the transposed (outputs, inputs).
tensor times_matrix(workspace& w, const tensor& x, const weights& m) {
  const std::size_t last = x.form.rank() - 1;
  if (x.form.is_rows(last)) throw refusal("it sums over rows of " + text_of(x.form));
  if (x.form.dims[last] != m.inputs)
    throw refusal(text_of(x.form) + " does not fit a matrix with " + std::to_string(m.inputs) + " inputs");
  shape form = x.form;
  form.dims[last] = m.outputs;
  return w.computed(x.type, form, weighted(w, w.value_of(x), m, rounds(x.type)));
}

/// A constant of two axes, (inputs, outputs), as weights.
weights weights_of(workspace& w, const tensor& t) {
  if (t.form.rank() != 2) throw refusal("its constant factor " + text_of(t.form) + " has not two axes");
  const tensor turned = transposed_last(w, t);
  return {static_cast<std::uint32_t>(turned.form.dims[0]),
          static_cast<std::uint32_t>(turned.form.dims[1]),
          w.numbers_of(turned, "factor"),
          {}};
}

/// A vector becomes a matrix, and the axis is dropped again from the product.
tensor with_axis(workspace& w, const tensor& t, bool in_front) {
  shape form = t.form;
  form.dims.insert(in_front ? form.dims.begin() : form.dims.end(), 1);
  if (in_front && form.has_rows()) ++form.rows;
  return w.reshaped(t, std::move(form));
}

tensor without_axis(workspace& w, const tensor& t, std::size_t axis) {
  shape form = t.form;
  form.dims.erase(form.dims.begin() + static_cast<std::ptrdiff_t>(axis));
  if (form.rows > static_cast<int>(axis)) --form.rows;
  return w.reshaped(t, std::move(form));
}

/// A constant without leading axes of size 1, which the other factor's axes outnumber.
tensor without_leading(workspace& w, tensor t, std::size_t rank) {
  while (t.is_known() && t.form.rank() > 2 && t.form.rank() <= rank && t.form.dims[0] == 1)
    t = without_axis(w, t, 0);
  return t;
}

tensor matrix_product(workspace& w, const tensor& a, const tensor& b) {
  if (b.is_known()) return times_matrix(w, a, weights_of(w, b));
  if (!a.is_known()) throw refusal("both factors depend on the row");
  // (a b)^t = b^t a^t
  return transposed_last(w, times_matrix(w, transposed_last(w, b), weights_of(w, transposed_last(w, a))));
}

/// The matrix at place i of the leading axes.
tensor matrix_at(workspace& w, const tensor& t, std::uint32_t i) {
  const std::size_t leading = t.form.rank() - 2;
  shape form{{t.form.dims.end() - 2, t.form.dims.end()}, -1};
  if (t.form.has_rows()) form.rows = t.form.rows - static_cast<int>(leading);
  index_map map(form.size());
  for (std::uint32_t k = 0; k < map.size(); ++k) map[k] = i * static_cast<std::uint32_t>(map.size()) + k;
  return w.moved(t, form, map);
}

/// Products of matrices that stand side by side along leading axes, of which both factors have the same.
tensor products_in_stacks(workspace& w, const tensor& a, const tensor& b) {
  const std::size_t leading = a.form.rank() - 2;
  shape form;
  std::int64_t count = 1;
  for (std::size_t axis = 0; axis < leading; ++axis) {
    if (a.form.dims[axis] != b.form.dims[axis] || a.form.is_rows(axis) || b.form.is_rows(axis))
      throw refusal("stacks of matrices " + text_of(a.form) + " and " + text_of(b.form) + " do not fit");
    form.dims.push_back(a.form.dims[axis]);
    count *= a.form.dims[axis];
  }
  if (count < 1 || count > 4096) throw refusal("it multiplies " + std::to_string(count) + " matrices");
  std::vector<tensor> made;
  for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(count); ++i)
    made.push_back(with_axis(w, matrix_product(w, matrix_at(w, a, i), matrix_at(w, b, i)), true));
  tensor stacked = concatenated(w, made, 0);
  if (stacked.form.has_rows()) form.rows = stacked.form.rows + static_cast<int>(leading) - 1;
  form.dims.insert(form.dims.end(), stacked.form.dims.begin() + 1, stacked.form.dims.end());
  return w.reshaped(stacked, std::move(form));
}

tensor product(workspace& w, const tensor& left, const tensor& right) {
  const tensor a = without_leading(w, left, right.form.rank());
  const tensor b = without_leading(w, right, left.form.rank());
  if (a.form.rank() < 2 || b.form.rank() < 2) throw refusal("a factor has fewer than two axes");
  const tensor& known = b.is_known() ? b : a;
  if (known.is_known() && known.form.rank() > 2 && a.form.rank() == b.form.rank())
    return products_in_stacks(w, a, b);
  return matrix_product(w, a, b);
}

void translate_mat_mul(call& c) {
  check_type(c.in(0), numbers::real);
  const bool vector_a = c.in(0).form.rank() == 1;
  const bool vector_b = c.in(1).form.rank() == 1;
  const tensor a = vector_a ? with_axis(c.w, c.in(0), true) : c.in(0);
  const tensor b = vector_b ? with_axis(c.w, c.in(1), false) : c.in(1);
  tensor made = product(c.w, a, b);
  if (vector_b) made = without_axis(c.w, made, made.form.rank() - 1);
  if (vector_a) made = without_axis(c.w, made, made.form.rank() - (vector_b ? 1 : 2));
  c.out(std::move(made));
}

void translate_gemm(call& c) {
  check_type(c.in(0), numbers::real);
  tensor a = c.in(0);
  tensor b = c.in(1);
  if (a.form.rank() != 2 || b.form.rank() != 2) throw refusal("a factor has not two axes");
  if (c.integer("transA", 0) != 0) a = transposed_last(c.w, a);
  if (c.integer("transB", 0) != 0) b = transposed_last(c.w, b);
  tensor made = product(c.w, a, b);
  const auto alpha = static_cast<double>(c.real("alpha", 1));
  const auto beta = static_cast<double>(c.real("beta", 1));
  if (alpha != 1) made = combined(c.w, ir::operation::multiply, made, alpha);
  if (c.has(2) && beta != 0) {
    const tensor addend = beta == 1 ? c.in(2) : combined(c.w, ir::operation::multiply, c.in(2), beta);
    const shape form = made.form;
    made = combined(c.w, ir::operation::add, made, addend, made.type);
    if (made.form != form)
      throw refusal("input C " + text_of(addend.form) + " does not fit " + text_of(form));
  }
  c.out(std::move(made));
}

} // namespace

ir::value weighted(workspace& w, ir::value x, const weights& m, bool fused) {
  const std::uint32_t width = w.build.width(x);
  if (m.inputs == 0 || width % m.inputs != 0)
    throw refusal(std::to_string(width) + " numbers do not fit weights of " + std::to_string(m.inputs));
  ir::linear step{m.outputs, m.numbers, m.bias, fused};
  step.bias.resize(m.outputs, 0.0);
  if (width == m.inputs) return w.build.add(x, std::move(step), fused);
  const std::uint32_t runs = width / m.inputs;
  if (runs > 4096) throw refusal("it multiplies more than 4096 runs of numbers");
  w.charge(std::uint64_t{runs} * m.numbers.size());
  std::vector<ir::value> made;
  for (std::uint32_t run = 0; run < runs; ++run)
    made.push_back(w.build.add(w.build.slice(x, run * m.inputs, m.inputs), step, fused));
  return w.build.concat(made);
}

shape row_shape(const tensor& input, std::uint32_t columns) {
  const shape& form = input.form;
  const bool vector = form.rank() == 1 && !form.has_rows();
  const bool matrix = form.rank() == 2 && form.dims[0] == 1 && !form.is_rows(1);
  if (!vector && !matrix)
    throw refusal("its input " + text_of(form) + " is not one row of numbers for each row");
  return {{1, static_cast<std::int64_t>(columns)}, form.rows};
}

shape label_shape(const tensor& input) { return {{1}, row_shape(input, 1).rows}; }

std::span<const operator_entry> dense_operators() {
  static constexpr operator_entry entries[] = {
      {"", "MatMul", true, translate_mat_mul},
      {"", "Gemm", true, translate_gemm},
  };
  return entries;
}

} // namespace convert::onnx
