// convert/pass/share.hpp -- equal steps over equal inputs become one.
#pragma once

#include <convert/ir/model.hpp>

namespace convert::pass {

/// Takes out a step that does what an earlier one does to the same values (voting over three pipelines that
/// begin with the same scaler).
///
/// Proof     two steps are taken for one only if kind, f32, inputs and every member are equal, numbers bit by
/// bit
///           (0.0 is not -0.0, a NaN is itself). A step has no state, so both make the same bits; where the
///           second would refuse, the first has refused before it, with the same words.
/// Cost      a hash over the first numbers of each list; a full comparison where two hashes meet.
void share(ir::model& m);

} // namespace convert::pass
