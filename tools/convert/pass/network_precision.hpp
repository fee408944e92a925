// convert/pass/network_precision.hpp -- whether a model's networks keep their promise in floats.
#pragma once

#include <span>
#include <vector>

#include <convert/ir/model.hpp>

namespace convert::pass {

/// Whether every network, computed in floats on `rows`, stays well within 1e-5 + 1e-5 |y| of what it is in doubles.
/// Weights that cancel, as those of a long training without a penalty do, use floats up.
bool floats_suffice(const ir::model& m, std::span<const std::vector<double>> rows);

/// Whether a network of moderate width reads features as they come: a table's columns can be of any size, thousands as
/// often as ones, and the larger they are the less is left of floats behind sums that cancel. Nothing in the model tells.
/// Wide networks read pixels and the like, and there doubles cost more than they are worth.
bool reads_numbers_of_any_size(const ir::model& m);

} // namespace convert::pass
