// convert/pass/replace.hpp -- taking steps out of a model.
#pragma once

#include <vector>

#include <convert/ir/model.hpp>

namespace convert::pass {

/// Takes out step v - 1 for every value v with instead[v] != v; what read v reads instead[v]. The answers are
/// the same if both values are, for every row that no step refuses.
///
/// Shapes    instead (values).
/// Requires  instead[v] <= v, instead[0] == 0.
void replace_values(ir::model& m, const std::vector<ir::value>& instead);

/// Takes out every step v - 1 with keep[v] == false. Requires: no step that is kept and no answer reads v.
void keep_values(ir::model& m, const std::vector<bool>& keep);

} // namespace convert::pass
