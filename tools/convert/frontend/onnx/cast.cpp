// convert/frontend/onnx/cast.cpp -- Cast and CastLike between floats, integers, truth values and decimal texts.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/tensor/cast_op.cc.
#include <convert/frontend/onnx/operators.hpp>

#include <charconv>
#include <cmath>

#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

bool is_supported(element type) {
  return type == element::f32 || type == element::f64 || type == element::i32 || type == element::i64 ||
         type == element::boolean;
}

[[noreturn]] void refuse(element from, element to) {
  throw refusal("a cast from " + name_of(from) + " to " + name_of(to) + " is not supported");
}

double number_in(const std::string& text) {
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size())
    throw refusal("`" + text + "` is not a number");
  return number;
}

double cast_number(double x, element to) {
  if (to == element::f32) return static_cast<double>(static_cast<float>(x));
  if (to == element::f64) return x;
  if (to == element::boolean) return x != 0 ? 1 : 0;
  const double most = to == element::i32 ? 2147483647.0 : 9007199254740992.0;
  if (!(std::fabs(x) <= most)) throw refusal("a constant does not fit " + name_of(to));
  return std::trunc(x);
}

tensor cast_constant(call& c, const tensor& t, element to) {
  const constant& from = *t.known;
  constant made;
  made.type = to;
  made.form = t.form;
  if (is_integer(from.type) && (to == element::i64 || to == element::i32 || to == from.type)) {
    for (const std::int64_t integer : from.integers)
      if (to == element::i32 && integer != row_count) cast_number(static_cast<double>(integer), to);
    made.integers = from.integers; // counts of rows stay what they are
    return c.w.known(std::move(made));
  }
  if (to == element::text) {
    if (!is_integer(from.type)) refuse(from.type, to);
    for (const std::int64_t integer : from.integers) made.texts.push_back(std::to_string(integer));
    return c.w.known(std::move(made));
  }
  std::vector<double> read;
  if (from.type == element::text)
    for (const std::string& text : from.texts) read.push_back(number_in(text));
  else
    read = numbers_of(from);
  for (const double x : read) {
    if (is_real(to))
      made.reals.push_back(cast_number(x, to));
    else
      made.integers.push_back(static_cast<std::int64_t>(cast_number(x, to)));
  }
  return c.w.known(std::move(made));
}

/// Codes of integers stay codes as texts; plain integers become decimal texts that encoders can look up.
tensor cast_to_text(call& c, const tensor& t) {
  tensor made = t;
  made.type = element::text;
  if (t.type == element::text) return made;
  if (t.type != element::i64 && t.type != element::i32) refuse(t.type, element::text);
  if (t.lists.empty()) {
    made.is_decimal_text = true;
    return made;
  }
  for (list_index& list : made.lists) {
    label_list texts;
    for (const std::int64_t integer : c.w.list_at(list).integers)
      texts.texts.push_back(std::to_string(integer));
    list = c.w.add_list(std::move(texts));
  }
  return made;
}

tensor cast_row(call& c, const tensor& t, element to) {
  if (to == element::text) return cast_to_text(c, t);
  if (t.type == element::text && t.is_decimal_text) {
    tensor numbers = t;
    numbers.is_decimal_text = false;
    numbers.type = element::i64;
    return cast_row(c, numbers, to);
  }
  if (t.type == element::text) refuse(t.type, to);
  const bool both_integer = is_integer(t.type) && (to == element::i64 || to == element::i32);
  if (both_integer || to == t.type) return as_type(t, to);
  if (to == element::f32) return c.w.unrounded(t.form, c.w.raw_value_of(t));
  if (to == element::f64) return c.w.computed(to, t.form, c.w.value_of(t));
  const ir::value x = c.w.value_of(t);
  if (to == element::boolean) {
    const ir::value is_zero = c.w.build.add(x, ir::unary{ir::function::logical_not});
    return c.w.computed(to, t.form, c.w.build.add(is_zero, ir::unary{ir::function::logical_not}));
  }
  return c.w.computed(to, t.form, whole_part(c.w, x, to));
}

void cast_to(call& c, element to) {
  const tensor& t = c.in(0);
  if (to == element::f16 || to == element::bf16 || (!is_supported(to) && to != element::text) ||
      (!t.is_known() && !is_supported(t.type) && t.type != element::text))
    refuse(t.type, to);
  c.out(t.is_known() ? cast_constant(c, t, to) : cast_row(c, t, to));
}

void translate_cast(call& c) {
  if (!c.has_attribute("to")) throw refusal("attribute `to` is missing");
  cast_to(c, element_of(c.integer("to", 0)));
}

void translate_cast_like(call& c) { cast_to(c, c.in(1).type); }

} // namespace

std::span<const operator_entry> cast_operators() {
  static constexpr operator_entry entries[] = {
      {"", "Cast", false, translate_cast, 6},
      {"", "CastLike", false, translate_cast_like},
  };
  return entries;
}

} // namespace convert::onnx
