// convert/pass/narrow_leaves.hpp -- leaves as floats, for smaller files at a stated price.
#pragma once

#include <convert/ir/model.hpp>

namespace convert::pass {

/// Rounds the leaves of every forest to float, so that they take half the bytes.
///
/// Returns   by how much an output of a forest can differ at most: the sum over its trees of the largest change of a
///           leaf, the worst of all forests.
double narrow_leaves(ir::model& m);

} // namespace convert::pass
