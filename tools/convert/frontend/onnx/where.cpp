// convert/frontend/onnx/where.cpp -- Where: elements of one tensor or of another.
//
// Source    ONNX 1.12 .. 1.19, docs/Operators.md (Where).
#include <convert/frontend/onnx/operators.hpp>

#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

tensor spread_to(workspace& w, const tensor& t, const shape& form) {
  return w.moved(t, form, spread(t.form, form));
}

/// A constant condition moves elements about, whatever they are.
tensor picked(workspace& w, const tensor& condition, const tensor& yes, const tensor& no, const shape& form) {
  const auto truths = w.integers_of(condition, "condition");
  std::vector<workspace::place> places;
  for (std::uint32_t i = 0; i < truths.size(); ++i) places.push_back({truths[i] != 0 ? 0U : 1U, i});
  const tensor parts[] = {yes, no};
  return w.assembled(parts, form, places);
}

tensor constants_chosen(workspace& w, const tensor& condition, const tensor& yes, const tensor& no) {
  const auto if_yes = w.numbers_of(yes, "X");
  const auto if_no = w.numbers_of(no, "Y");
  ir::code_map map;
  for (std::size_t i = 0; i < if_yes.size(); ++i) {
    ir::code_map::column column;
    column.keys = {0, 1};
    column.codes = {if_no[i], if_yes[i]};
    map.columns.push_back(std::move(column));
  }
  return w.computed(yes.type, condition.form, w.build.add(w.value_of(condition), std::move(map)));
}

void translate_where(call& c) {
  if (c.in(0).type != element::boolean) throw refusal("its condition is not of bool");
  if (c.in(1).type != c.in(2).type) throw refusal("its inputs differ in type");
  const shape form = broadcast(broadcast(c.in(0).form, c.in(1).form), c.in(2).form);
  const tensor condition = spread_to(c.w, c.in(0), form);
  const tensor yes = spread_to(c.w, c.in(1), form);
  const tensor no = spread_to(c.w, c.in(2), form);
  if (condition.is_known()) return c.out(picked(c.w, condition, yes, no, form));
  check_type(yes, numbers::any);
  if (yes.is_known() && no.is_known()) return c.out(constants_chosen(c.w, condition, yes, no));
  c.out(chosen(c.w, condition, yes, no));
}

} // namespace

std::span<const operator_entry> where_operators() {
  static constexpr operator_entry entries[] = {{"", "Where", false, translate_where}};
  return entries;
}

} // namespace convert::onnx
