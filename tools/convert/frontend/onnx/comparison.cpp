// convert/frontend/onnx/comparison.cpp -- Equal, Less, Greater and so on, And, Or, Xor, Not.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/math/element_wise_ops.cc.
#include <convert/frontend/onnx/operators.hpp>

#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

template <ir::operation What>
void translate_compare(call& c) {
  check_type(c.in(0), numbers::any);
  c.out(combined(c.w, What, c.in(0), c.in(1), element::boolean));
}

/// A string of the row and a constant: their codes are compared.
void translate_text_equal(call& c, const tensor& text, const tensor& key) {
  const auto& keys = c.w.constant_of(key, "string").texts;
  if (keys.size() != 1 || text.lists.empty())
    throw refusal("strings are compared with more than one constant");
  // A cell that holds nothing is the empty string, and has no code.
  if (keys[0].empty()) throw refusal("strings are compared with the empty string");
  ir::with_constants codes{ir::operation::equal, false, {}};
  for (const list_index list : text.lists)
    codes.constants.push_back(static_cast<double>(c.w.code_of(list, keys[0])));
  // A string that the vocabulary lacks has code -1: it equals no key, so neither may a key have this code.
  for (double& code : codes.constants)
    if (code < 0) code = -2;
  const shape form = broadcast(text.form, key.form);
  c.out(c.w.computed(element::boolean, form, c.w.build.add(text.at, std::move(codes))));
}

/// A count of rows is no negative number, which is what exporters ask of each size that Expand is given.
bool are_equal(std::int64_t a, std::int64_t b) {
  if (a != b && ((a == row_count && b >= 0) || (b == row_count && a >= 0)))
    throw refusal("its result depends on the number of rows");
  return a == b;
}

template <class T>
bool are_equal(const T& a, const T& b) {
  return a == b;
}

tensor equal_constants(workspace& w, const tensor& a, const tensor& b) {
  constant made;
  made.type = element::boolean;
  made.form = broadcast(a.form, b.form);
  const index_map from_a = spread(a.form, made.form);
  const index_map from_b = spread(b.form, made.form);
  const auto compare = [&](const auto& left, const auto& right) {
    for (std::size_t i = 0; i < from_a.size(); ++i)
      made.integers.push_back(are_equal(left[from_a[i]], right[from_b[i]]) ? 1 : 0);
  };
  if (a.type == element::text)
    compare(a.known->texts, b.known->texts);
  else if (is_real(a.type))
    compare(a.known->reals, b.known->reals);
  else
    compare(a.known->integers, b.known->integers);
  return w.known(std::move(made));
}

void translate_equal(call& c) {
  if (c.in(0).type != c.in(1).type) throw refusal("its inputs differ in type");
  if (c.in(0).is_known() && c.in(1).is_known()) return c.out(equal_constants(c.w, c.in(0), c.in(1)));
  if (c.in(0).type != element::text) return translate_compare<ir::operation::equal>(c);
  if (c.in(0).is_known()) return translate_text_equal(c, c.in(1), c.in(0));
  translate_text_equal(c, c.in(0), c.in(1));
}

template <ir::operation What>
void translate_logic(call& c) {
  if (c.in(0).type != element::boolean) throw refusal("its input is not of bool");
  c.out(combined(c.w, What, c.in(0), c.in(1), element::boolean));
}

void translate_xor(call& c) {
  if (c.in(0).type != element::boolean) throw refusal("its input is not of bool");
  const tensor equal = combined(c.w, ir::operation::equal, c.in(0), c.in(1), element::boolean);
  c.out(applied(c.w, ir::function::logical_not, equal));
}

void translate_not(call& c) {
  if (c.in(0).type != element::boolean) throw refusal("its input is not of bool");
  c.out(applied(c.w, ir::function::logical_not, c.in(0)));
}

} // namespace

std::span<const operator_entry> comparison_operators() {
  static constexpr operator_entry entries[] = {
      {"", "Equal", false, translate_equal},
      {"", "Less", true, translate_compare<ir::operation::less>},
      {"", "LessOrEqual", true, translate_compare<ir::operation::less_equal>},
      {"", "Greater", true, translate_compare<ir::operation::greater>},
      {"", "GreaterOrEqual", true, translate_compare<ir::operation::greater_equal>},
      {"", "And", true, translate_logic<ir::operation::logical_and>},
      {"", "Or", true, translate_logic<ir::operation::logical_or>},
      {"", "Xor", true, translate_xor},
      {"", "Not", true, translate_not, 1},
  };
  return entries;
}

} // namespace convert::onnx
