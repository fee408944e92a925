// convert/frontend/xgboost/categories.cpp -- one code_map over the columns that are categories.
//
// Source  xgboost 3.5, `src/encoder/ordinal.h`, `Recode`.
#include <convert/frontend/xgboost/categories.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace convert::xgboost {

namespace {

ir::code_map::column map_of(const std::vector<double>& in_row) {
  std::vector<std::pair<double, double>> pairs;
  for (std::size_t code = 0; code < in_row.size(); ++code)
    pairs.emplace_back(in_row[code], static_cast<double>(code));
  std::ranges::sort(pairs);
  ir::code_map::column made;
  for (const auto& [key, code] : pairs) {
    made.keys.push_back(key);
    made.codes.push_back(code);
  }
  made.unseen_refused = true;
  made.missing = std::numeric_limits<double>::quiet_NaN();
  return made;
}

} // namespace

ir::value recoded(ir::builder& b, const learner& l, ir::value row, const codes_in_row& codes) {
  std::vector<std::uint32_t> columns;
  ir::code_map map;
  for (std::uint32_t i = 0; i < l.categories.size(); ++i) {
    if (l.categories[i].empty()) continue;
    columns.push_back(i);
    map.columns.push_back(map_of(codes(i, l.categories[i])));
  }
  if (columns.empty()) return row;
  const ir::value mapped = b.add(b.pick(row, columns), std::move(map));
  ir::select merged;
  for (std::uint32_t i = 0; i < l.features; ++i) merged.columns.push_back({row, i});
  for (std::uint32_t i = 0; i < columns.size(); ++i) merged.columns[columns[i]] = {mapped, i};
  return b.add(row, std::move(merged));
}

} // namespace convert::xgboost
