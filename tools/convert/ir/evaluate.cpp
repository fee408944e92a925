// convert/ir/evaluate.cpp -- runs the steps of a model over one row, one after the other.
//
// The evaluate_*.cpp files are the oracle: scalar code, sums from left to right, each operation rounded by
// itself. They are to be built with -ffp-contract=off, or a machine with fused multiply-add answers
// differently.
#include <convert/ir/evaluate.hpp>

#include <string>
#include <type_traits>

#include <convert/ir/evaluate_step.hpp>
#include <convert/refusal.hpp>

namespace convert::ir {

namespace {

row_of_numbers picked(const select& s, const std::vector<row_of_numbers>& values) {
  row_of_numbers y;
  y.reserve(s.columns.size());
  for (const auto& column : s.columns) y.push_back(values[column.from][column.index]);
  return y;
}

row_of_numbers made_by(const step& s, const std::vector<row_of_numbers>& values,
                       std::optional<row_refusal>& refused) {
  return std::visit(
      [&](const auto& what) -> row_of_numbers {
        using kind = std::decay_t<decltype(what)>;
        if constexpr (std::is_same_v<kind, select>)
          return picked(what, values);
        else if constexpr (std::is_same_v<kind, require> || std::is_same_v<kind, code_map>)
          return apply(what, values[s.input], refused);
        else
          return apply(what, values[s.input], rounding{s.f32});
      },
      s.what);
}

} // namespace

evaluation evaluate(const model& m, std::span<const double> row) { return evaluate(m, row, nullptr); }

evaluation
evaluate(const model& m, std::span<const double> row,
         const std::function<void(const step&, std::span<const double> x, std::vector<double>& y)>& after) {
  static_cast<void>(widths(m)); // refuses what the functions below rely upon
  if (row.size() != m.features.size())
    throw refusal("the row has " + std::to_string(row.size()) + " numbers for " +
                  std::to_string(m.features.size()) + " features");
  evaluation result;
  result.values.reserve(m.steps.size() + 1);
  result.values.emplace_back(row.begin(), row.end());
  for (const step& s : m.steps) {
    row_of_numbers y = made_by(s, result.values, result.refused);
    if (result.refused) break;
    if (after) after(s, result.values[s.input], y);
    result.values.push_back(std::move(y));
  }
  return result;
}

std::vector<double> outputs_of(const model& m, const evaluation& e) {
  std::vector<double> y;
  if (e.refused) return y;
  for (const output& out : m.outputs) {
    const auto& from = e.values.at(out.from);
    y.insert(y.end(), from.begin(), from.end());
  }
  return y;
}

} // namespace convert::ir
