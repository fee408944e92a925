// convert/pass/drop_require.hpp -- checks that an earlier step has made needless.
#pragma once

#include <convert/ir/model.hpp>

namespace convert::pass {

/// Takes out a `require` that can not refuse any row that reaches it (a pipeline's parts all check for NaN,
/// the imputer before them leaves none).
///
/// Proof     facts_of holds for every row that no earlier step refuses. Where it says of every column that it
///           passes each test of the `require`, the step is the identity.
void drop_require(ir::model& m);

} // namespace convert::pass
