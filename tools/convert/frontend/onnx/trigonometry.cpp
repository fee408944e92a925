// convert/frontend/onnx/trigonometry.cpp -- Atan, Asin, Acos, Sinh, Cosh, Asinh, Acosh, Atanh of floats, from what doubles hold.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/math/element_wise_ops.cc: a float library's functions, within an
//           ulp or two of the true values. The formulas in double are nearer.
#include <convert/frontend/onnx/operators.hpp>

#include <numbers>

#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

using ir::function;
using ir::operation;

/// Columns in double, and what is computed of them.
struct formula {
  workspace& w;
  ir::value x;

  formula of(ir::value y) const { return {w, y}; }
  formula apply(function what) const { return of(w.build.add(x, ir::unary{what})); }
  formula with(operation what, double c, bool reversed = false) const {
    return of(w.build.add(x, ir::with_constants{what, reversed, std::vector<double>(w.build.width(x), c)}));
  }
  formula with(operation what, formula other) const {
    return of(w.build.add(paired(w, x, other.x), ir::elementwise{what}));
  }
  formula operator+(double c) const { return with(operation::add, c); }
  formula operator-(double c) const { return with(operation::subtract, c); }
  formula operator*(double c) const { return with(operation::multiply, c); }
  formula operator+(formula other) const { return with(operation::add, other); }
  formula operator-(formula other) const { return with(operation::subtract, other); }
  formula operator*(formula other) const { return with(operation::multiply, other); }
  formula operator/(formula other) const { return with(operation::divide, other); }
  formula from(double c) const { return with(operation::subtract, c, true); }
  formula negative() const { return apply(function::negative); }
};

formula atan(formula x) { return x.apply(function::atan); }

/// The root of 1 - x, times that of 1 + x: NaN outside of [-1, 1].
formula asin(formula x) {
  return atan(x / (x.from(1).apply(function::sqrt) * (x + 1).apply(function::sqrt)));
}

formula acos(formula x) { return asin(x).from(std::numbers::pi / 2); }

formula sinh(formula x) { return (x.apply(function::expm1) - x.negative().apply(function::expm1)) * 0.5; }

formula cosh(formula x) { return (x.apply(function::exp) + x.negative().apply(function::exp)) * 0.5; }

/// sign(x) * log(1 + |x| + (sqrt(1 + x^2) - 1))
formula asinh(formula x) {
  const formula size = x.apply(function::absolute);
  const formula root = (x.apply(function::square) + 1).apply(function::sqrt) - 1;
  return (size + root).apply(function::log1p) * x.apply(function::sign);
}

/// log(1 + (x - 1) + sqrt(x - 1) * sqrt(x + 1)): NaN below 1.
formula acosh(formula x) {
  const formula root = (x - 1).apply(function::sqrt) * (x + 1).apply(function::sqrt);
  return (x - 1 + root).apply(function::log1p);
}

formula atanh(formula x) { return (x.apply(function::log1p) - x.negative().apply(function::log1p)) * 0.5; }

template <formula Function(formula)>
void translate(call& c) {
  const tensor& t = c.in(0);
  if (t.type != element::f32) throw refusal("it is not supported on tensors of " + name_of(t.type));
  c.out(c.w.unrounded(t.form, Function({c.w, c.w.value_of(t)}).x));
}

} // namespace

std::span<const operator_entry> trigonometric_operators() {
  static constexpr operator_entry entries[] = {
      {"", "Atan", true, translate<atan>},      {"", "Asin", true, translate<asin>},
      {"", "Acos", true, translate<acos>},      {"", "Sinh", true, translate<sinh>, 9},
      {"", "Cosh", true, translate<cosh>, 9},   {"", "Asinh", true, translate<asinh>, 9},
      {"", "Acosh", true, translate<acosh>, 9}, {"", "Atanh", true, translate<atanh>, 9},
  };
  return entries;
}

} // namespace convert::onnx
