// convert/ir/wiring.hpp -- which values a step reads, who reads a value, and how to give values other names.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <convert/ir/model.hpp>

namespace convert::ir {

/// The values that `s` reads; a select may name one more than once.
std::vector<value> reads(const step& s);

/// How many steps and answers read each value; a step counts once.
std::vector<std::uint32_t> reader_counts(const model& m);

/// Whether there are rows for which the step says that the trainer refuses them.
bool may_refuse(const step& s);

/// Every value v that the step reads becomes names[v]. The unused input of a select becomes 0, so that equal
/// steps look equal.
void rename(step& s, std::span<const value> names);

} // namespace convert::ir
