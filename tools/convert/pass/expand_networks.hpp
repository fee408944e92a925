// convert/pass/expand_networks.hpp -- networks as f64 steps, for users who want more than f32.
#pragma once

#include <convert/ir/model.hpp>

namespace convert::pass {

/// Every network becomes a `linear` and a `unary` step a layer, which are in f64 when lowered too; but not a fused one, whose
/// floats are the trainer's own.
///
/// Proof     a layer is defined as activation(weights x + bias), with the sum in the order of `linear`.
void expand_networks(ir::model& m);

} // namespace convert::pass
