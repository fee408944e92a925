// convert/pass/drop_dead.hpp -- steps that neither an answer nor a refusal needs.
#pragma once

#include <convert/ir/model.hpp>

namespace convert::pass {

/// Takes out steps that no answer is built upon.
///
/// A step that may refuse a row stays even if nobody reads it, with all it is built upon: the trainer checks
/// a column whether or not a later feature selection drops it.
///
/// Proof     a value is made from the values it reads alone, and the values of all answers, and of all steps
/// that
///           may refuse, are kept with everything they read. So answers are the same bits, and the first step
///           that refuses is the same, for the order of steps does not change.
void drop_dead(ir::model& m);

} // namespace convert::pass
