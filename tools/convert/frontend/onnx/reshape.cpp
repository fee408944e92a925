// convert/frontend/onnx/reshape.cpp -- Reshape and Flatten: where the rows go when all other axes change.
//
// Source    ONNX 1.12 .. 1.19, docs/Operators.md (Reshape, Flatten).
#include <convert/frontend/onnx/operators.hpp>

#include <algorithm>

#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

constexpr std::int64_t rest = -1;

/// Elements before the rows axis: what has as many there keeps each element in its row.
std::int64_t before_rows(const shape& s) {
  std::int64_t before = 1;
  for (int axis = 0; axis < s.rows; ++axis) before *= s.dims[static_cast<std::size_t>(axis)];
  return before;
}

/// The sizes asked for, 0 resolved: row_count stands for the rows axis, `rest` for what is left.
std::vector<std::int64_t> resolved(const std::vector<std::int64_t>& asked, const shape& from,
                                   bool zero_is_zero) {
  std::vector<std::int64_t> sizes = asked;
  for (std::size_t axis = 0; axis < sizes.size(); ++axis) {
    if (sizes[axis] != 0 || zero_is_zero) continue;
    if (axis >= from.rank()) throw refusal("size 0 of axis " + std::to_string(axis) + " copies no axis");
    sizes[axis] = from.is_rows(axis) ? row_count : from.dims[axis];
  }
  return sizes;
}

/// The product of the sizes that are numbers.
std::int64_t fixed_product(const std::vector<std::int64_t>& sizes) {
  std::int64_t product = 1;
  for (const std::int64_t size : sizes) {
    if (size == row_count || size == rest) continue;
    if (size < 0 || size > max_elements) throw refusal("a size is " + std::to_string(size));
    product *= size;
    if (product > max_elements) throw refusal("a tensor has more than 67108864 elements a row");
  }
  return product;
}

/// The shape of `sizes` for a tensor whose rows have `elements` elements.
shape fitted(const std::vector<std::int64_t>& sizes, const shape& from) {
  const std::int64_t elements = from.size();
  const std::int64_t product = fixed_product(sizes);
  bool rows_known = false;
  for (const std::int64_t size : sizes) rows_known = rows_known || size == row_count;
  const auto misfit = [&from] { return refusal("a shape does not fit the rows of " + text_of(from)); };
  shape form;
  for (const std::int64_t size : sizes) {
    std::int64_t dim = size;
    if (size == row_count || (size == rest && from.has_rows() && !rows_known && product == elements)) {
      if (form.has_rows() || !from.has_rows()) throw misfit();
      form.rows = static_cast<int>(form.rank());
      dim = 1;
    } else if (size == rest) {
      // Rows are as many as the caller has, so they can not be part of another axis.
      if ((from.has_rows() && !rows_known) || product == 0 || elements % product != 0) throw misfit();
      dim = elements / product;
    }
    form.dims.push_back(dim);
  }
  if (form.size() != from.size()) throw misfit();
  return form;
}

tensor reshaped(call& c, const std::vector<std::int64_t>& sizes) {
  const tensor& t = c.in_merged(0);
  int rests = 0;
  for (const std::int64_t size : sizes) rests += size == rest ? 1 : 0;
  if (rests > 1) throw refusal("a shape has -1 twice");
  shape form = fitted(sizes, t.form);
  if (before_rows(t.form) != before_rows(form))
    throw refusal("elements of " + text_of(t.form) + " would move to other rows of " + text_of(form));
  tensor made = c.w.reshaped(t, std::move(form));
  made.is_merged = false;
  return made;
}

void translate_reshape(call& c) {
  const auto asked = c.w.integers_of(c.in(1), "shape");
  const bool copies = std::find(asked.begin(), asked.end(), 0) != asked.end();
  if (copies && c.in_merged(0).is_merged)
    throw refusal("it copies sizes of axes that rows share with others");
  c.out(reshaped(c, resolved(asked, c.in_merged(0).form, c.integer("allowzero", 0) != 0)));
}

void translate_flatten(call& c) {
  const shape& from = c.in(0).form;
  const std::int64_t asked = c.integer("axis", 1);
  const auto rank = static_cast<std::int64_t>(from.rank());
  if (asked < -rank || asked > rank)
    throw refusal("axis " + std::to_string(asked) + " is not one of " + std::to_string(rank));
  const auto axis = static_cast<std::size_t>(asked < 0 ? asked + rank : asked);
  std::vector<std::int64_t> sizes = {1, 1};
  bool has_rows[2] = {false, false};
  for (std::size_t i = 0; i < from.rank(); ++i) {
    sizes[i < axis ? 0 : 1] *= from.dims[i];
    has_rows[i < axis ? 0 : 1] |= from.is_rows(i);
  }
  for (std::size_t i = 0; i < 2; ++i) {
    if (has_rows[i] && sizes[i] != 1) throw refusal("rows of " + text_of(from) + " are mixed");
    if (has_rows[i]) sizes[i] = row_count;
  }
  c.out(reshaped(c, sizes));
}

} // namespace

std::span<const operator_entry> reshape_operators() {
  static constexpr operator_entry entries[] = {
      {"", "Reshape", false, translate_reshape, 5},
      {"", "Flatten", false, translate_flatten, 1},
  };
  return entries;
}

} // namespace convert::onnx
