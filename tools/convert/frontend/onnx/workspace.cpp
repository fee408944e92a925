// convert/frontend/onnx/workspace.cpp -- tensors made, read and rearranged.
#include <convert/frontend/onnx/workspace.hpp>

#include <algorithm>
#include <string>

#include <convert/ir/check.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

/// Elements that operators may make; what the file itself holds is not counted.
constexpr std::uint64_t most_elements = std::uint64_t{1} << 26;

/// Refuses what no value can hold before room is made for it: a few bytes of a file ask for a gigabyte.
void check_columns(std::uint64_t columns) {
  if (columns > ir::max_width)
    throw refusal("a row would have " + std::to_string(columns) + " columns, of which there may be " +
                  std::to_string(ir::max_width));
}

} // namespace

void workspace::charge(std::uint64_t elements) {
  charged_ += elements;
  if (charged_ > most_elements) throw refusal("the graph makes more than 67108864 elements a row");
}

tensor workspace::known(constant c) {
  charge(c.form.size());
  tensor t;
  t.type = c.type;
  t.form = c.form;
  constants_.push_back(std::move(c));
  t.known = &constants_.back();
  return t;
}

tensor workspace::integers(std::vector<std::int64_t> numbers, shape form) {
  constant c;
  c.type = element::i64;
  c.form = std::move(form);
  c.integers = std::move(numbers);
  return known(std::move(c));
}

tensor workspace::computed(element type, shape form, ir::value at) const {
  tensor t;
  t.type = type;
  t.form = std::move(form);
  t.at = at;
  if (build.width(at) != t.form.size())
    throw refusal("a value of " + std::to_string(build.width(at)) + " columns does not fit " +
                  text_of(t.form));
  return t;
}

tensor workspace::unrounded(shape form, ir::value at) const {
  tensor t = computed(element::f32, std::move(form), at);
  t.unrounded = true;
  return t;
}

tensor workspace::coded(list_index list, shape form, ir::value at) const {
  tensor t = computed(lists_.at(list).type, std::move(form), at);
  t.lists.assign(t.form.size(), list);
  return t;
}

ir::value workspace::decoded(const tensor& t) {
  ir::code_map map;
  for (const list_index i : t.lists) {
    const label_list& list = lists_.at(i);
    if (list.type == element::text) throw refusal("strings are used as numbers");
    charge(2 * list.size());
    ir::code_map::column column;
    for (std::size_t code = 0; code < list.integers.size(); ++code) {
      column.keys.push_back(static_cast<double>(code));
      column.codes.push_back(static_cast<double>(list.integers[code]));
    }
    map.columns.push_back(std::move(column));
  }
  return build.add(t.at, std::move(map));
}

ir::value workspace::raw_value_of(const tensor& t) {
  if (t.is_known()) {
    check_columns(t.form.size());
    return build.constant(onnx::numbers_of(*t.known));
  }
  if (t.is_decimal_text || t.type == element::text) {
    if (t.lists.empty() || lists_.at(t.lists[0]).type == element::text)
      throw refusal("strings are used as numbers");
  }
  return t.lists.empty() ? t.at : decoded(t);
}

ir::value workspace::value_of(const tensor& t) {
  const ir::value raw = raw_value_of(t);
  if (!t.unrounded) return raw;
  const auto found = rounded_.find(raw);
  if (found != rounded_.end()) return found->second;
  return rounded_[raw] = build.add(raw, ir::unary{ir::function::to_f32});
}

const constant& workspace::constant_of(const tensor& t, std::string_view what) const {
  if (!t.is_known()) throw refusal("`" + std::string(what) + "` depends on the row");
  return *t.known;
}

std::vector<double> workspace::numbers_of(const tensor& t, std::string_view what) const {
  return onnx::numbers_of(constant_of(t, what));
}

std::vector<std::int64_t> workspace::integers_of(const tensor& t, std::string_view what) const {
  const constant& c = constant_of(t, what);
  if (!is_integer(c.type)) throw refusal("`" + std::string(what) + "` is not of integers");
  return c.integers;
}

tensor workspace::moved(const tensor& t, shape form, const index_map& map) {
  charge(map.size());
  if (t.is_known()) return known(onnx::moved(*t.known, form, map));
  check_columns(map.size());
  tensor made = t;
  made.form = std::move(form);
  if (is_identity(map, build.width(t.at))) return made;
  std::vector<ir::select::column> columns;
  columns.reserve(map.size());
  for (const std::uint32_t from : map) columns.push_back({t.at, from});
  made.at = picked(std::move(columns));
  if (!t.lists.empty()) {
    made.lists.clear();
    for (const std::uint32_t from : map) made.lists.push_back(t.lists[from]);
  }
  return made;
}

/// A select of columns followed through earlier selects; none at all if they are all columns of one value.
ir::value workspace::picked(std::vector<ir::select::column> columns) {
  const auto& steps = build.peek().steps;
  for (auto& column : columns)
    while (column.from != 0) {
      const auto* earlier = std::get_if<ir::select>(&steps[column.from - 1].what);
      if (earlier == nullptr) break;
      column = earlier->columns[column.index];
    }
  bool whole = !columns.empty() && columns.size() == build.width(columns[0].from);
  for (std::uint32_t i = 0; i < columns.size() && whole; ++i)
    whole = columns[i].from == columns[0].from && columns[i].index == i;
  if (whole) return columns[0].from;
  return build.add(0, ir::select{std::move(columns)});
}

tensor workspace::assembled(std::span<const tensor> parts, shape form, std::span<const place> places) {
  charge(places.size());
  const auto all = [&parts](auto holds) { return std::all_of(parts.begin(), parts.end(), holds); };
  if (all([](const tensor& t) { return t.is_known(); }))
    return assembled_constant(parts, std::move(form), places);
  const bool as_codes = all([](const tensor& t) { return !t.lists.empty() && !t.is_decimal_text; });
  if (parts[0].type == element::text && !as_codes)
    throw refusal("strings of different origin are put together");
  tensor made;
  made.type = parts[0].type;
  made.form = std::move(form);
  made.unrounded = std::any_of(parts.begin(), parts.end(), [](const tensor& t) { return t.unrounded; });
  std::vector<ir::value> values;
  for (const tensor& t : parts) values.push_back(as_codes ? t.at : raw_value_of(t));
  std::vector<ir::select::column> columns;
  columns.reserve(places.size());
  for (const place& p : places) {
    columns.push_back({values[p.part], p.element});
    if (as_codes) made.lists.push_back(parts[p.part].lists[p.element]);
  }
  made.at = picked(std::move(columns));
  return made;
}

tensor workspace::assembled_constant(std::span<const tensor> parts, shape form,
                                     std::span<const place> places) {
  constant c;
  c.type = parts[0].type;
  c.form = std::move(form);
  for (const place& p : places) {
    const constant& from = *parts[p.part].known;
    if (from.type == element::text)
      c.texts.push_back(from.texts[p.element]);
    else if (is_real(from.type))
      c.reals.push_back(from.reals[p.element]);
    else
      c.integers.push_back(from.integers[p.element]);
  }
  return known(std::move(c));
}

tensor workspace::reshaped(const tensor& t, shape form) const {
  tensor made = t;
  made.form = std::move(form);
  if (made.form.size() != t.form.size())
    throw refusal(text_of(t.form) + " does not fit " + text_of(made.form));
  return made; // a constant keeps its own shape: the tensor's counts
}

list_index workspace::add_list(label_list list) {
  for (std::size_t i = 0; i < list.texts.size(); ++i) list.places.emplace(list.texts[i], i);
  lists_.push_back(std::move(list));
  return static_cast<list_index>(lists_.size() - 1);
}

std::int64_t workspace::code_of(list_index i, const std::string& text) {
  label_list& list = lists_.at(i);
  const auto found = list.places.find(text);
  if (found != list.places.end()) return static_cast<std::int64_t>(found->second);
  if (list.feature == ir::no_feature) return -1;
  list.places.emplace(text, list.texts.size());
  list.texts.push_back(text);
  build.feature_at(list.feature).vocabulary.push_back(label_at(i, list.texts.size() - 1));
  return static_cast<std::int64_t>(list.texts.size() - 1);
}

ir::label workspace::label_at(list_index i, std::size_t code) const {
  const label_list& list = lists_.at(i);
  ir::label made;
  if (list.type == element::text) {
    made.text = list.texts.at(code);
    return made;
  }
  made.type = ir::label::kind::integer;
  made.text = std::to_string(list.integers.at(code));
  made.number = static_cast<double>(list.integers.at(code));
  return made;
}

ir::value paired(workspace& w, ir::value a, ir::value b) {
  const ir::value both[] = {a, b};
  return w.build.concat(both);
}

ir::value truncated(workspace& w, ir::value x) {
  const ir::value size =
      w.build.add(w.build.add(x, ir::unary{ir::function::absolute}), ir::unary{ir::function::floor});
  const ir::value sign = w.build.add(x, ir::unary{ir::function::sign});
  return w.build.add(paired(w, size, sign), ir::elementwise{ir::operation::multiply});
}

} // namespace convert::onnx
