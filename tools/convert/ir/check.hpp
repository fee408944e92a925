// convert/ir/check.hpp -- is this model well formed: every step fits its input, every forest is a forest.
#pragma once

#include <cstdint>
#include <span>

#include <convert/ir/model.hpp>

namespace convert::ir {

/// The widest value a model may hold: far above any real model, low enough that no product of sizes
/// overflows.
inline constexpr std::uint32_t max_width = 1U << 24;

/// Columns of the value that `s` makes, given those of all values before it.
///
/// Shapes    widths (values before the step); the first is the number of features.
/// Errors    refusal: "`linear`: 3 columns do not fit 4 weights a row"
/// Cost      the constants of the step, but not the nodes of a forest: see check_forest.
std::uint32_t check_step(const step& s, std::span<const std::uint32_t> widths);

/// Refuses a model with a step that does not fit its input, a malformed forest, no answer, an answer from a
/// value that does not exist, or labels for an answer of several columns.
void check(const model& m);

/// "select", "linear" and so on: the name of the step's struct.
const char* kind_name(const operation_of_step& what);

} // namespace convert::ir
