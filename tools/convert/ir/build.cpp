// convert/ir/build.cpp -- appending steps to a model, with their widths checked.
#include <convert/ir/build.hpp>

#include <algorithm>

#include <convert/ir/check.hpp>
#include <convert/refusal.hpp>

namespace convert::ir {

namespace {

bool is_whole(const std::vector<select::column>& columns, value from, std::uint32_t width) {
  if (columns.size() != width) return false;
  for (std::uint32_t i = 0; i < width; ++i)
    if (columns[i].from != from || columns[i].index != i) return false;
  return true;
}

} // namespace

builder::builder(std::vector<feature> features) {
  model_.features = std::move(features);
  widths_ = widths(model_);
}

value builder::add(value input, operation_of_step what, bool f32) {
  step made{input, std::move(what), f32};
  if (std::holds_alternative<select>(made.what)) made.input = 0; // unused: equal steps shall look equal
  if (input < widths_.size()) {
    // Messages name the feature to blame. Who does not say which it is gets what can be traced.
    if (auto* checked = std::get_if<require>(&made.what); checked != nullptr && checked->features.empty())
      checked->features = origins(input);
    if (auto* map = std::get_if<code_map>(&made.what)) {
      const auto traced = origins(input);
      for (std::size_t i = 0; i < std::min(traced.size(), map->columns.size()); ++i)
        if (map->columns[i].feature == no_feature) map->columns[i].feature = traced[i];
    }
  }
  const std::uint32_t width = check_step(made, widths_);
  if (const auto* trees = std::get_if<forest>(&made.what)) check_forest(*trees);
  model_.steps.push_back(std::move(made));
  widths_.push_back(width);
  return static_cast<value>(model_.steps.size());
}

value builder::slice(value from, std::uint32_t first, std::uint32_t count) {
  if (first == 0 && count == width(from)) return from;
  select picked;
  picked.columns.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) picked.columns.push_back({from, first + i});
  return add(from, std::move(picked));
}

value builder::pick(value from, std::span<const std::uint32_t> columns) {
  select picked;
  picked.columns.reserve(columns.size());
  for (const std::uint32_t column : columns) picked.columns.push_back({from, column});
  if (is_whole(picked.columns, from, width(from))) return from;
  return add(from, std::move(picked));
}

value builder::concat(std::span<const value> values) {
  if (values.size() == 1) return values[0];
  select picked;
  for (const value from : values)
    for (std::uint32_t i = 0; i < width(from); ++i) picked.columns.push_back({from, i});
  return add(0, std::move(picked));
}

value builder::constant(std::span<const double> numbers) {
  // Products of nothing are 1 whatever the row holds, even NaN; 1 * c is c to the last bit.
  const value ones = add(row(), polynomial{std::vector<std::vector<std::uint32_t>>(numbers.size())});
  return add(ones, with_constants{operation::multiply, false, {numbers.begin(), numbers.end()}});
}

value builder::scaled(value x, double factor) {
  return add(x, with_constants{operation::multiply, false, std::vector<double>(width(x), factor)});
}

value builder::divided(value x, double divisor) {
  return add(x, with_constants{operation::divide, false, std::vector<double>(width(x), divisor)});
}

value builder::shifted(value x, double addend) {
  return add(x, with_constants{operation::add, false, std::vector<double>(width(x), addend)});
}

std::vector<std::uint32_t> builder::origins(value v) const {
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < width(v); ++i) {
    const select::column made = source({v, i});
    found.push_back(made.from == 0 ? made.index : no_feature);
  }
  return found;
}

bool builder::is_f32(value v) const {
  for (std::uint32_t i = 0; i < width(v); ++i) {
    const value from = source({v, i}).from;
    if (from == 0) return false;
    const step& maker = model_.steps[from - 1];
    const auto* trees = std::get_if<forest>(&maker.what);
    if (!maker.f32 && !(trees != nullptr && trees->sum_f32)) return false;
  }
  return true;
}

select::column builder::source(select::column at) const {
  while (at.from != 0) { // ends: every step reads values before its own
    const step& maker = model_.steps[at.from - 1];
    if (const auto* picked = std::get_if<select>(&maker.what))
      at = picked->columns[at.index];
    else if (std::holds_alternative<require>(maker.what) || std::holds_alternative<impute>(maker.what))
      at.from = maker.input;
    else
      return at;
  }
  return at;
}

void builder::answer(role what, std::string name, value from, std::vector<label> labels) {
  if (from >= widths_.size())
    throw refusal("answer `" + name + "`: value " + std::to_string(from) + " does not exist");
  if (!labels.empty() && width(from) != 1)
    throw refusal("answer `" + name + "`: labels need one column, not " + std::to_string(width(from)));
  model_.outputs.push_back({what, std::move(name), from, std::move(labels)});
}

void builder::note(std::string key, std::string text) {
  model_.provenance.emplace_back(std::move(key), std::move(text));
}

model builder::take() && {
  std::stable_sort(model_.outputs.begin(), model_.outputs.end(),
                   [](const output& a, const output& b) { return a.what < b.what; });
  if (model_.outputs.empty()) throw refusal("the model has no answer");
  return std::move(model_);
}

} // namespace convert::ir
