// convert/frontend/onnx/arithmetic.cpp -- Add, Sub, Mul, Div, Mod, Pow, Min, Max, Sum, Mean.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/math/element_wise_ops.cc (Add .. Mean; PowImpl
//           multiplies for the exponents 2 and 3).
#include <convert/frontend/onnx/operators.hpp>

#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

template <ir::operation What>
void translate_two(call& c) {
  const tensor& a = c.in(0);
  check_type(a, numbers::any);
  if (a.type == element::boolean) throw refusal("it is not supported on tensors of bool");
  c.out(combined(c.w, What, a, c.in(1), a.type));
}

void translate_div(call& c) {
  const tensor& a = c.in(0);
  check_type(a, numbers::any);
  tensor quotient = combined(c.w, ir::operation::divide, a, c.in(1), a.type);
  if (!is_real(a.type)) quotient.at = truncated(c.w, quotient.at);
  c.out(std::move(quotient));
}

/// x - times * divisor
tensor left_over(workspace& w, const tensor& x, const tensor& times, const tensor& divisor) {
  const tensor whole = combined(w, ir::operation::multiply, times, divisor, x.type);
  return combined(w, ir::operation::subtract, x, whole, x.type);
}

/// Of integers, with the sign of the divisor. What a truncated quotient leaves has the sign of x, and no product on the way
/// to it is larger than x; of what is left the floor of the quotient is 0, or -1 where the divisor is still to be added.
void translate_mod(call& c) {
  const tensor& x = c.in(0);
  const tensor& divisor = c.in(1);
  if (x.type != element::i32 && x.type != element::i64)
    throw refusal("it is not supported on tensors of " + name_of(x.type));
  if (c.integer("fmod", 0) != 0) throw refusal("`fmod` is 1");
  for (const std::int64_t by : c.w.integers_of(divisor, "B"))
    if (by == 0) throw refusal("it divides by 0");
  tensor times = combined(c.w, ir::operation::divide, x, divisor, x.type);
  times.at = truncated(c.w, times.at);
  const tensor rest = left_over(c.w, x, times, divisor);
  tensor once = combined(c.w, ir::operation::divide, rest, divisor, x.type);
  once.at = c.w.build.add(once.at, ir::unary{ir::function::floor});
  c.out(left_over(c.w, rest, once, divisor));
}

template <ir::operation What>
void translate_many(call& c) {
  check_type(c.in(0), numbers::any);
  tensor sum = c.in(0);
  for (std::size_t i = 1; i < c.input_count(); ++i) sum = combined(c.w, What, sum, c.in(i), sum.type);
  c.out(std::move(sum));
}

void translate_mean(call& c) {
  check_type(c.in(0), numbers::real);
  tensor sum = c.in(0);
  for (std::size_t i = 1; i < c.input_count(); ++i)
    sum = combined(c.w, ir::operation::add, sum, c.in(i), sum.type);
  c.out(combined(c.w, ir::operation::divide, sum, static_cast<double>(c.input_count())));
}

void translate_pow(call& c) {
  const tensor& x = c.in(0);
  const tensor& exponent = c.in(1);
  check_type(x, numbers::any);
  check_type(exponent, numbers::any);
  if (x.type == element::boolean) throw refusal("it is not supported on tensors of bool");
  if (!is_real(x.type)) {
    tensor power = combined(c.w, ir::operation::power, x, exponent, x.type);
    power.at = whole_part(c.w, power.at, x.type);
    return c.out(std::move(power));
  }
  if (exponent.is_known() && exponent.form.size() == 1) {
    const double e = c.w.numbers_of(exponent, "exponent")[0];
    const shape form = broadcast(x.form, exponent.form);
    const tensor base = c.w.moved(x, form, spread(x.form, form));
    if (e == 2) return c.out(applied(c.w, ir::function::square, base));
    if (e == 3) {
      const tensor square = applied(c.w, ir::function::square, base);
      return c.out(combined(c.w, ir::operation::multiply, square, base, x.type));
    }
  }
  c.out(combined(c.w, ir::operation::power, x, exponent, x.type));
}

} // namespace

std::span<const operator_entry> arithmetic_operators() {
  static constexpr operator_entry entries[] = {
      {"", "Add", true, translate_two<ir::operation::add>},
      {"", "Sub", true, translate_two<ir::operation::subtract>},
      {"", "Mul", true, translate_two<ir::operation::multiply>},
      {"", "Div", true, translate_div},
      {"", "Mod", true, translate_mod},
      {"", "Pow", true, translate_pow},
      {"", "Min", true, translate_many<ir::operation::minimum>, 6},
      {"", "Max", true, translate_many<ir::operation::maximum>, 6},
      {"", "Sum", true, translate_many<ir::operation::add>, 6},
      {"", "Mean", true, translate_mean, 6},
  };
  return entries;
}

} // namespace convert::onnx
