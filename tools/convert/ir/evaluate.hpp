// convert/ir/evaluate.hpp -- what a model means, slowly and plainly: the oracle of every pass and kernel.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include <convert/ir/model.hpp>

namespace convert::ir {

/// Why a row has no answer: the trainer refuses it.
struct row_refusal {
  enum class kind : std::uint8_t { missing, infinite, out_of_range, unseen, beyond_float };
  kind why = kind::missing;
  std::uint32_t feature = no_feature;
};

/// All values of one row, or why the trainer would refuse it. values[v] has widths(m)[v] columns.
struct evaluation {
  std::vector<std::vector<double>> values;
  std::optional<row_refusal> refused;
};

/// Shapes    row (features).
/// Numbers   f64, or f32 after each primitive where a step says so; sums from left to right.
evaluation evaluate(const model& m, std::span<const double> row);

/// The same, with each step's result handed to `after` with the step and its input, to be changed before others see it.
evaluation
evaluate(const model& m, std::span<const double> row,
         const std::function<void(const step&, std::span<const double> x, std::vector<double>& y)>& after);

/// The columns of all outputs, one after the other; empty if refused.
std::vector<double> outputs_of(const model& m, const evaluation& e);

} // namespace convert::ir
