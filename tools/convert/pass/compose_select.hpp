// convert/pass/compose_select.hpp -- a pick of a pick is one pick, and a pick of everything is none.
#pragma once

#include <convert/ir/model.hpp>

namespace convert::pass {

/// Lets every select name the columns where they are made, takes out selects that pick one whole value in
/// order, and lets selects that only read other selects' columns go dead.
///
/// Proof     a select copies numbers, so the copy of a copy is the number itself, to the bit. No step that
/// may
///           refuse is passed over: only columns of selects are followed.
void compose_select(ir::model& m);

} // namespace convert::pass
