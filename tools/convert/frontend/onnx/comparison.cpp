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

void translate_equal(call& c) {
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
      {"", "Equal", true, translate_equal},
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
