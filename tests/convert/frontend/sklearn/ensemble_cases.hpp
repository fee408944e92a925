// convert/frontend/sklearn/ensemble_cases.hpp -- golden models of one family, of all versions, beside scikit-learn's answers.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <convert/frontend/sklearn/model.hpp>
#include <convert/ir/evaluate.hpp>

#include "../golden_models.hpp"
#include "../wrapped.hpp"

namespace ensemble_cases {

inline double number_in(const std::string& cell) {
  double x = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), x);
  return error == std::errc{} && end == cell.data() + cell.size() ? x : NAN;
}

/// The columns as printed: labels as text, numbers in shortest form.
inline std::vector<std::string> printed(const convert::ir::model& m, const std::vector<double>& row) {
  const auto found = convert::ir::evaluate(m, row);
  std::vector<std::string> cells;
  if (found.refused) return cells;
  for (const auto& out : m.outputs)
    for (const double x : found.values.at(out.from)) {
      char digits[32];
      const auto end = std::to_chars(digits, digits + sizeof digits, x).ptr;
      cells.push_back(out.labels.empty() ? std::string(digits, end)
                                         : out.labels.at(static_cast<std::size_t>(x)).text);
    }
  return cells;
}

/// Relative to max(1, |y|); infinite if labels or the number of columns differ.
inline double difference(const std::vector<std::string>& answer, const std::vector<std::string>& expected) {
  if (answer.size() != expected.size()) return INFINITY;
  double largest = 0;
  for (std::size_t i = 0; i < answer.size(); ++i) {
    if (answer[i] == expected[i]) continue;
    const double y = number_in(expected[i]);
    const double one = std::fabs(number_in(answer[i]) - y) / std::max(1.0, std::fabs(y));
    largest = one <= largest ? largest : std::isnan(one) ? INFINITY : one;
  }
  return largest;
}

inline double worst_of(const std::filesystem::path& folder) {
  const auto file = wrapped::parsed(golden_models::model_of(folder));
  const auto m = convert::sklearn::read(file.root());
  const auto rows = golden_models::read_table(folder / "input.csv");
  std::ifstream expected(folder / "expected.csv");
  std::string line;
  std::getline(expected, line);
  double largest = 0;
  for (const auto& row : rows.rows) {
    std::getline(expected, line);
    largest = std::max(largest, difference(printed(m, row), golden_models::cells_of(line)));
  }
  return largest;
}

/// The largest difference over all cases whose name begins so; infinite if there is none.
inline double worst(std::string_view name) {
  double largest = -1;
  for (const auto& folder : golden_models::cases("scikit-learn"))
    if (folder.filename().string().starts_with(name)) largest = std::max(largest, worst_of(folder));
  return largest < 0 ? INFINITY : largest;
}

} // namespace ensemble_cases
