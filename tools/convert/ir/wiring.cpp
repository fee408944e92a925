// convert/ir/wiring.cpp -- the edges between steps.
#include <convert/ir/wiring.hpp>

#include <algorithm>
#include <limits>

namespace convert::ir {

std::vector<value> reads(const step& s) {
  const auto* picked = std::get_if<select>(&s.what);
  if (picked == nullptr) return {s.input};
  std::vector<value> found;
  for (const auto& column : picked->columns)
    if (found.empty() || found.back() != column.from) found.push_back(column.from);
  return found;
}

std::vector<std::uint32_t> reader_counts(const model& m) {
  std::vector<std::uint32_t> counts(m.steps.size() + 1, 0);
  for (const step& s : m.steps) {
    auto read = reads(s);
    std::sort(read.begin(), read.end());
    read.erase(std::unique(read.begin(), read.end()), read.end());
    for (const value v : read) ++counts[v];
  }
  for (const output& out : m.outputs) ++counts[out.from];
  return counts;
}

bool may_refuse(const step& s) {
  if (const auto* checked = std::get_if<require>(&s.what)) {
    const bool bounded = checked->in_float_range || checked->lowest_excluded ||
                         checked->lowest > -std::numeric_limits<double>::infinity();
    return !checked->missing_allowed || !checked->infinite_allowed || bounded;
  }
  if (const auto* map = std::get_if<code_map>(&s.what))
    return std::any_of(map->columns.begin(), map->columns.end(),
                       [](const auto& column) { return column.unseen_refused || column.missing_refused; });
  return false;
}

void rename(step& s, std::span<const value> names) {
  auto* picked = std::get_if<select>(&s.what);
  if (picked == nullptr) {
    s.input = names[s.input];
    return;
  }
  s.input = 0;
  for (auto& column : picked->columns) column.from = names[column.from];
}

} // namespace convert::ir
