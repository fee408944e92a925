// convert/frontend/onnx/constants.cpp -- Constant, ConstantOfShape, Shape, Size, Range.
//
// Source    ONNX 1.12 .. 1.19, docs/Operators.md.
#include <convert/frontend/onnx/operators.hpp>

#include <algorithm>

#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

void translate_constant(call& c) {
  if (const constant* value = c.tensor_attribute("value")) return c.out(c.w.known(*value));
  constant made;
  const auto vector_of = [&made](std::size_t size) { made.form.dims = {static_cast<std::int64_t>(size)}; };
  if (c.has_attribute("value_float")) {
    made.type = element::f32;
    made.reals = {static_cast<double>(c.real("value_float", 0))};
  } else if (c.has_attribute("value_floats")) {
    made.type = element::f32;
    made.reals = c.reals("value_floats");
    vector_of(made.reals.size());
  } else if (c.has_attribute("value_int")) {
    made.type = element::i64;
    made.integers = {c.integer("value_int", 0)};
  } else if (c.has_attribute("value_ints")) {
    made.type = element::i64;
    made.integers = c.integers("value_ints");
    vector_of(made.integers.size());
  } else if (c.has_attribute("value_string")) {
    made.type = element::text;
    made.texts = {c.text("value_string", "")};
  } else if (c.has_attribute("value_strings")) {
    made.type = element::text;
    made.texts = c.texts("value_strings");
    vector_of(made.texts.size());
  } else {
    throw refusal("it has no value that is supported");
  }
  c.out(c.w.known(std::move(made)));
}

/// Sizes as Shape gives them: the rows axis is row_count.
shape shape_from(const std::vector<std::int64_t>& sizes) {
  shape form;
  for (const std::int64_t size : sizes) {
    if (size == row_count) {
      if (form.has_rows()) throw refusal("a shape has two axes of rows");
      form.rows = static_cast<int>(form.rank());
    }
    form.dims.push_back(size == row_count ? 1 : size);
  }
  return form;
}

void translate_constant_of_shape(call& c) {
  constant made;
  made.form = shape_from(c.w.integers_of(c.in(0), "shape"));
  const std::size_t size = made.form.size();
  c.w.charge(size);
  const constant* value = c.tensor_attribute("value");
  made.type = value != nullptr ? value->type : element::f32;
  if (value != nullptr && value->form.size() != 1) throw refusal("`value` has not one element");
  if (made.type == element::text)
    made.texts.assign(size, value->texts[0]);
  else if (is_real(made.type))
    made.reals.assign(size, value != nullptr ? value->reals[0] : 0.0);
  else
    made.integers.assign(size, value->integers[0]);
  c.out(c.w.known(std::move(made)));
}

void translate_shape(call& c) {
  const shape& form = c.in(0).form;
  const auto rank = static_cast<std::int64_t>(form.rank());
  const auto end_of = [rank](std::int64_t at) {
    return std::clamp<std::int64_t>(at < 0 ? at + rank : at, 0, rank);
  };
  const std::int64_t first = end_of(c.integer("start", 0));
  const std::int64_t last = std::max(first, end_of(c.integer("end", rank)));
  std::vector<std::int64_t> sizes;
  for (std::int64_t axis = first; axis < last; ++axis) {
    const auto at = static_cast<std::size_t>(axis);
    sizes.push_back(form.is_rows(at) ? row_count : form.dims[at]);
  }
  shape made{{static_cast<std::int64_t>(sizes.size())}};
  c.out(c.w.integers(std::move(sizes), std::move(made)));
}

void translate_size(call& c) {
  const shape& form = c.in(0).form;
  if (form.has_rows() && form.size() != 1) throw refusal("its result depends on the number of rows");
  c.out(c.w.integers({form.has_rows() ? row_count : static_cast<std::int64_t>(form.size())}, shape{}));
}

void translate_range(call& c) {
  if (!is_integer(c.in(0).type)) throw refusal("it is not supported on tensors of " + name_of(c.in(0).type));
  std::int64_t ends[3] = {};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto numbers = c.w.numbers_of(c.in(i), "range");
    if (numbers.size() != 1) throw refusal("an end of the range is not one number");
    ends[i] = static_cast<std::int64_t>(numbers[0]);
  }
  if (ends[2] == 0) throw refusal("`delta` is 0");
  constant made;
  made.type = c.in(0).type;
  for (std::int64_t at = ends[0]; ends[2] > 0 ? at < ends[1] : at > ends[1]; at += ends[2]) {
    c.w.charge(1);
    made.integers.push_back(at);
  }
  made.form.dims = {static_cast<std::int64_t>(made.integers.size())};
  c.out(c.w.known(std::move(made)));
}

} // namespace

std::span<const operator_entry> constant_operators() {
  static constexpr operator_entry entries[] = {
      {"", "Constant", false, translate_constant, 1},
      {"", "ConstantOfShape", false, translate_constant_of_shape, 1},
      {"", "Shape", false, translate_shape, 1},
      {"", "Size", false, translate_size, 1},
      {"", "Range", false, translate_range, 1},
  };
  return entries;
}

} // namespace convert::onnx
