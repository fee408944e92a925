// tests/convert/frontend/same_as_golden.hpp -- a model's answers beside the trainer's, column by column.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>

#include <convert/ir/evaluate.hpp>

#include "golden_models.hpp"

namespace golden_models {

/// A label's number, for the trainers' tables hold labels.
inline double printed(const convert::ir::output& out, double value) {
  return out.labels.empty() ? value : out.labels.at(static_cast<std::size_t>(value)).number;
}

/// The answers by the names of printed columns: "raw" of one column, "raw_0", "raw_1", ... of several.
inline std::map<std::string, double> columns_of(const convert::ir::model& m, const std::vector<double>& row) {
  const auto found = convert::ir::evaluate(m, row);
  std::map<std::string, double> columns;
  for (const auto& out : m.outputs) {
    const auto& values = found.values.at(out.from);
    for (std::size_t i = 0; i < values.size(); ++i)
      columns[values.size() == 1 ? out.name : out.name + "_" + std::to_string(i)] = printed(out, values[i]);
  }
  return columns;
}

/// The largest difference relative to max(1, |y|) over all rows; infinite if a column is absent.
inline double largest_difference(const convert::ir::model& m, const std::filesystem::path& folder) {
  const table rows = read_table(folder / "input.csv");
  const table expected = read_table(folder / "expected.csv");
  if (rows.rows.size() != expected.rows.size()) return INFINITY;
  double largest = 0;
  for (std::size_t r = 0; r < rows.rows.size(); ++r) {
    const auto columns = columns_of(m, rows.rows[r]);
    for (std::size_t c = 0; c < expected.names.size(); ++c) {
      const auto found = columns.find(expected.names[c]);
      if (found == columns.end()) return INFINITY;
      const double y = expected.rows[r][c];
      const double difference = std::fabs(found->second - y) / std::max(1.0, std::fabs(y));
      if (!(difference <= largest)) largest = difference;
    }
  }
  return largest;
}

} // namespace golden_models
