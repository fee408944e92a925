// convert/frontend/onnx/function.cpp -- Abs, Neg, Sqrt, Exp and other functions of one number, Clip.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/math/element_wise_ops.cc, clip.cc.
#include <convert/frontend/onnx/operators.hpp>

#include <cstdint>
#include <limits>

#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

template <ir::function What>
void translate_real(call& c) {
  check_type(c.in(0), numbers::real);
  c.out(applied(c.w, What, c.in(0)));
}

template <ir::function Double, ir::function Float>
void translate_by_type(call& c) {
  check_type(c.in(0), numbers::real);
  c.out(applied_by_type(c.w, Double, Float, c.in(0)));
}

template <ir::function What>
void translate_any(call& c) {
  check_type(c.in(0), numbers::any);
  c.out(applied(c.w, What, c.in(0)));
}

/// Eigen takes four floats side by side; what is left over of a tensor goes to the C library. A row's are those that it has alone.
void translate_log(call& c) {
  const tensor& x = c.in(0);
  check_type(x, numbers::real);
  const auto size = static_cast<std::uint32_t>(x.form.size());
  const std::uint32_t in_fours = size / 4 * 4;
  if (x.type != element::f32 || in_fours == 0) return c.out(applied(c.w, ir::function::log, x));
  if (in_fours == size) return c.out(applied(c.w, ir::function::float_log, x));
  const ir::value all = c.w.value_of(x);
  const ir::value fours = c.w.build.slice(all, 0, in_fours);
  const ir::value others = c.w.build.slice(all, in_fours, size - in_fours);
  c.out(c.w.computed(x.type, x.form,
                     paired(c.w, c.w.build.add(fours, ir::unary{ir::function::float_log}, true),
                            c.w.build.add(others, ir::unary{ir::function::log}, true))));
}

void translate_is_nan(call& c) {
  check_type(c.in(0), numbers::real);
  c.out(as_type(applied(c.w, ir::function::is_nan, c.in(0)), element::boolean));
}

void translate_is_infinite(call& c) {
  const tensor& x = c.in(0);
  check_type(x, numbers::real);
  const bool negative = c.integer("detect_negative", 1) != 0;
  const bool positive = c.integer("detect_positive", 1) != 0;
  constexpr double inf = std::numeric_limits<double>::infinity();
  const tensor size = negative && positive ? applied(c.w, ir::function::absolute, x) : x;
  const double sought = positive ? inf : negative ? -inf : std::numeric_limits<double>::quiet_NaN();
  c.out(as_type(combined(c.w, ir::operation::equal, size, sought), element::boolean));
}

/// One end of Clip: an attribute before version 11, an input since.
double end_of(call& c, std::size_t input, std::string_view name, double absent) {
  if (c.version >= 11) {
    if (!c.has(input)) return absent;
    const auto numbers = c.w.numbers_of(c.in(input), name);
    if (numbers.size() != 1) throw refusal("`" + std::string(name) + "` is not one number");
    return numbers[0];
  }
  return static_cast<double>(c.real(name, static_cast<float>(absent)));
}

/// An absent end is the type's last number, so that infinities become it.
double largest_of(element type) {
  if (type == element::f32) return static_cast<double>(std::numeric_limits<float>::max());
  return type == element::f64 ? std::numeric_limits<double>::max() : std::numeric_limits<double>::infinity();
}

void translate_clip(call& c) {
  const tensor& x = c.in(0);
  check_type(x, numbers::any);
  const std::size_t size = x.form.size();
  const ir::clip ends{std::vector<double>(size, end_of(c, 1, "min", -largest_of(x.type))),
                      std::vector<double>(size, end_of(c, 2, "max", largest_of(x.type)))};
  c.out(c.w.computed(x.type, x.form, c.w.build.add(c.w.value_of(x), ends)));
}

} // namespace

std::span<const operator_entry> function_operators() {
  using f = ir::function;
  static constexpr operator_entry entries[] = {
      {"", "Abs", true, translate_any<f::absolute>, 6},
      {"", "Neg", true, translate_any<f::negative>, 6},
      {"", "Sign", true, translate_any<f::sign>, 6},
      {"", "Sqrt", true, translate_real<f::sqrt>, 6},
      {"", "Exp", true, translate_by_type<f::exp, f::float_exp>, 6},
      {"", "Log", true, translate_log, 6},
      {"", "Reciprocal", true, translate_real<f::reciprocal>, 6},
      {"", "Floor", true, translate_real<f::floor>, 6},
      {"", "Ceil", true, translate_real<f::ceil>, 6},
      {"", "Round", true, translate_real<f::round_even>, 6},
      {"", "Erf", true, translate_by_type<f::erf, f::float_erf>, 6},
      {"", "Sin", true, translate_real<f::sin>, 6},
      {"", "Cos", true, translate_real<f::cos>, 6},
      {"", "Tan", true, translate_real<f::tan>, 6},
      {"", "IsNaN", true, translate_is_nan, 6},
      {"", "IsInf", true, translate_is_infinite},
      {"", "Clip", true, translate_clip, 6},
  };
  return entries;
}

} // namespace convert::onnx
