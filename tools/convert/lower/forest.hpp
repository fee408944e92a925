// convert/lower/forest.hpp -- trees to slots, nodes and leaf tables.
#pragma once

#include <cstdint>

#include <convert/ir/forest.hpp>
#include <convert/lower/image.hpp>

namespace convert::lower {

/// Appends a forest and returns its number.
///
/// Every split becomes one unsigned compare: float inputs by order-preserving keys (x <= t is key(x) <=
/// key(largest float <= t)), double inputs by their rank among the feature's thresholds, categories by a slot
/// that is 0 or 1; where a missing input goes is the slot's business.
///
/// Errors  refusal, if the forest is larger than the format's limits.
std::uint32_t lower_forest(const ir::forest& f, image& to);

/// The largest float <= x.
float float_at_most(double x);

} // namespace convert::lower
