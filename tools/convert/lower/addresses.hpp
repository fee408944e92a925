// convert/lower/addresses.hpp -- where each value of a model lies while the program runs.
#pragma once

#include <cstdint>
#include <vector>

#include <convert/ir/model.hpp>

namespace convert::lower {

/// The address of each value and which steps really run: the others only look at a part of another value.
struct address_plan {
  std::vector<std::uint32_t> address; // (values)
  std::vector<bool> runs;             // (steps)
  std::vector<std::uint32_t> roles;   // (steps): bit r is set if answers of role r need the step
  std::uint32_t scratch_columns = 0;
};

/// Gives every value that is written its own columns while it is needed, and reuses them afterwards.
///
/// Errors  refusal, if the scratch would be wider than the format allows.
address_plan plan_addresses(const ir::model& m, const std::vector<std::uint32_t>& widths);

/// The values that a step reads: its input, or a select's sources (each once).
std::vector<ir::value> inputs_of(const ir::step& s);

} // namespace convert::lower
