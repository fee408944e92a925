// convert/frontend/onnx/where.cpp -- Where: elements of one tensor or of another.
//
// Source    ONNX 1.12 .. 1.19, docs/Operators.md (Where).
#include <convert/frontend/onnx/operators.hpp>

#include <string>
#include <vector>

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

/// The texts of `from`, constants or codes of a list that does not grow, as codes of the lists of `as`, column by column.
ir::value recoded(workspace& w, const tensor& from, const tensor& as) {
  if (as.lists.empty()) throw refusal("it is not supported on these strings");
  if (from.is_known()) {
    std::vector<double> codes;
    for (std::size_t i = 0; i < as.lists.size(); ++i)
      codes.push_back(static_cast<double>(w.code_of(as.lists[i], from.known->texts[i])));
    return w.build.constant(codes);
  }
  ir::code_map map;
  for (std::size_t i = 0; i < as.lists.size(); ++i) {
    if (from.lists.empty() || w.list_at(from.lists[i]).feature != ir::no_feature)
      throw refusal("strings of two features are put together");
    ir::code_map::column column;
    const std::vector<std::string> texts = w.list_at(from.lists[i]).texts;
    w.charge(2 * texts.size());
    for (std::size_t code = 0; code < texts.size(); ++code) {
      column.keys.push_back(static_cast<double>(code));
      column.codes.push_back(static_cast<double>(w.code_of(as.lists[i], texts[code])));
    }
    map.columns.push_back(std::move(column));
  }
  return w.build.add(from.at, std::move(map));
}

/// What stands in for a missing string, or the string of the row: as codes of the row's feature.
tensor texts_chosen(workspace& w, const tensor& condition, const tensor& fill, const tensor& text) {
  if (text.is_known() || text.is_decimal_text || fill.is_decimal_text)
    throw refusal("it is not supported on these strings");
  const tensor yes = w.computed(element::f64, text.form, recoded(w, fill, text));
  const tensor no = w.computed(element::f64, text.form, text.at);
  tensor made = text;
  made.at = chosen(w, condition, yes, no).at;
  return made;
}

void translate_where(call& c) {
  if (c.in(0).type != element::boolean) throw refusal("its condition is not of bool");
  if (c.in(1).type != c.in(2).type) throw refusal("its inputs differ in type");
  const shape form = broadcast(broadcast(c.in(0).form, c.in(1).form), c.in(2).form);
  const tensor condition = spread_to(c.w, c.in(0), form);
  const tensor yes = spread_to(c.w, c.in(1), form);
  const tensor no = spread_to(c.w, c.in(2), form);
  if (condition.is_known()) return c.out(picked(c.w, condition, yes, no, form));
  if (yes.type == element::text) return c.out(texts_chosen(c.w, condition, yes, no));
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
