// convert/pass/compose_select.cpp -- follows picked columns to where they are made.
#include <convert/pass/compose_select.hpp>

#include <optional>
#include <vector>

#include <convert/ir/wiring.hpp>
#include <convert/pass/replace.hpp>

namespace convert::pass {

namespace {

/// The value that `s` copies column for column, if there is one.
std::optional<ir::value> whole_value(const ir::select& s, const std::vector<std::uint32_t>& widths) {
  if (s.columns.empty()) return std::nullopt;
  const ir::value from = s.columns[0].from;
  if (s.columns.size() != widths[from]) return std::nullopt;
  for (std::uint32_t i = 0; i < s.columns.size(); ++i)
    if (s.columns[i].from != from || s.columns[i].index != i) return std::nullopt;
  return from;
}

} // namespace

void compose_select(ir::model& m) {
  const auto widths = ir::widths(m);
  std::vector<ir::value> instead(widths.size(), 0);
  for (ir::value v = 1; v < widths.size(); ++v) {
    instead[v] = v;
    ir::rename(m.steps[v - 1], instead);
    auto* picked = std::get_if<ir::select>(&m.steps[v - 1].what);
    if (picked == nullptr) continue;
    for (auto& column : picked->columns) {
      if (column.from == 0) continue;
      // One look back is enough: earlier selects have been followed to the end already.
      const auto* earlier = std::get_if<ir::select>(&m.steps[column.from - 1].what);
      if (earlier != nullptr) column = earlier->columns[column.index];
    }
    if (const auto whole = whole_value(*picked, widths)) instead[v] = *whole;
  }
  replace_values(m, instead);
}

} // namespace convert::pass
