// convert/frontend/onnx/elementwise.cpp -- the steps behind arithmetic, comparisons and choices.
#include <convert/frontend/onnx/elementwise.hpp>

#include <limits>

#include <convert/frontend/onnx/call.hpp>

namespace convert::onnx {

namespace {

ir::value spread_value(workspace& w, const tensor& t, const shape& form) {
  tensor moved = w.moved(t, form, spread(t.form, form));
  return w.value_of(moved);
}

std::vector<double> spread_numbers(workspace& w, const tensor& t, const shape& form) {
  const auto numbers = w.numbers_of(t, "constant");
  std::vector<double> made;
  const index_map map = spread(t.form, form);
  w.charge(map.size());
  made.reserve(map.size());
  for (const std::uint32_t at : map) made.push_back(numbers[at]);
  return made;
}

ir::value mapped(workspace& w, ir::value x, double of_no, double of_yes) {
  ir::code_map map;
  map.columns.resize(w.build.width(x));
  for (auto& column : map.columns) {
    column.keys = {0, 1};
    column.codes = {of_no, of_yes};
  }
  return w.build.add(x, std::move(map));
}

ir::value both(workspace& w, ir::operation what, ir::value a, ir::value b) {
  return w.build.add(paired(w, a, b), ir::elementwise{what});
}

/// x without its NaN, and whether it was one.
struct sound {
  ir::value x;
  ir::value was_nan;
};

sound sound_part(workspace& w, ir::value x) {
  const std::vector<double> zeros(w.build.width(x), 0.0);
  return {w.build.add(x, ir::impute{true, 0, zeros}), w.build.add(x, ir::unary{ir::function::is_nan})};
}

} // namespace

tensor combined(workspace& w, ir::operation what, const tensor& a, const tensor& b, element type) {
  const shape form = broadcast(a.form, b.form);
  const bool f32 = rounds(type);
  ir::value made = 0;
  if (b.is_known()) {
    ir::with_constants step{what, false, spread_numbers(w, b, form)};
    made = w.build.add(spread_value(w, a, form), std::move(step), f32);
  } else if (a.is_known()) {
    ir::with_constants step{what, true, spread_numbers(w, a, form)};
    made = w.build.add(spread_value(w, b, form), std::move(step), f32);
  } else {
    const ir::value halves = paired(w, spread_value(w, a, form), spread_value(w, b, form));
    made = w.build.add(halves, ir::elementwise{what}, f32);
  }
  return w.computed(type, form, made);
}

tensor combined(workspace& w, ir::operation what, const tensor& a, double b) {
  ir::with_constants step{what, false, std::vector<double>(a.form.size(), b)};
  return w.computed(a.type, a.form, w.build.add(w.value_of(a), std::move(step), rounds(a.type)));
}

tensor combined(workspace& w, ir::operation what, double a, const tensor& b) {
  ir::with_constants step{what, true, std::vector<double>(b.form.size(), a)};
  return w.computed(b.type, b.form, w.build.add(w.value_of(b), std::move(step), rounds(b.type)));
}

tensor applied(workspace& w, ir::function what, const tensor& x, double alpha, double beta) {
  return w.computed(x.type, x.form, w.build.add(w.value_of(x), ir::unary{what, alpha, beta}, rounds(x.type)));
}

tensor applied_by_type(workspace& w, ir::function of_doubles, ir::function of_floats, const tensor& x) {
  return applied(w, x.type == element::f32 ? of_floats : of_doubles, x);
}

tensor zeros(workspace& w, element type, const shape& form) {
  constant c;
  c.type = type;
  c.form = form;
  if (is_real(type))
    c.reals.assign(form.size(), 0.0);
  else
    c.integers.assign(form.size(), 0);
  return w.known(std::move(c));
}

ir::value whole_part(workspace& w, ir::value x, element to) {
  const double end = to == element::i32 ? 0x1p31 : 0x1p63;
  ir::require not_below;
  not_below.features = w.build.origins(x);
  not_below.lowest = to == element::i32 ? -end - 1 : -end;
  not_below.lowest_excluded = to == element::i32;
  ir::require not_above = not_below;
  not_above.lowest = -end;
  not_above.lowest_excluded = true;
  const ir::value low = w.build.add(x, std::move(not_below));
  const ir::value turned = w.build.add(low, ir::unary{ir::function::negative});
  const ir::value high = w.build.add(turned, std::move(not_above));
  return truncated(w, w.build.add(high, ir::unary{ir::function::negative}));
}

tensor as_type(tensor t, element type) {
  t.type = type;
  return t;
}

// There is no step that picks one of two values, so: with m = +inf where the condition holds and -inf elsewhere,
// max(min(yes, m), min(no, -m)) is the chosen one, infinities included, if neither is NaN. NaN is therefore taken out
// first and put back where the chosen one had it.
tensor chosen(workspace& w, const tensor& condition, const tensor& yes, const tensor& no) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const ir::value holds = w.value_of(condition);
  const sound a = sound_part(w, w.value_of(yes));
  const sound b = sound_part(w, w.value_of(no));
  const ir::value picked_a = both(w, ir::operation::minimum, a.x, mapped(w, holds, -inf, inf));
  const ir::value picked_b = both(w, ir::operation::minimum, b.x, mapped(w, holds, inf, -inf));
  ir::value made = both(w, ir::operation::maximum, picked_a, picked_b);
  if (is_real(yes.type)) {
    const ir::value fails = w.build.add(holds, ir::unary{ir::function::logical_not});
    const ir::value nan_a = both(w, ir::operation::logical_and, a.was_nan, holds);
    const ir::value nan_b = both(w, ir::operation::logical_and, b.was_nan, fails);
    const ir::value is_nan = both(w, ir::operation::logical_or, nan_a, nan_b);
    made = both(w, ir::operation::add, made, mapped(w, is_nan, 0, nan));
  }
  return w.computed(yes.type, yes.form, made);
}

} // namespace convert::onnx
