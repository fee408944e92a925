// convert/pass/all.hpp -- the list of passes and their order.
#pragma once

#include <convert/ir/model.hpp>
#include <convert/pass/options.hpp>

namespace convert::pass {

/// The model in fewer steps. All passes keep every answer to the bit and every refusal, but for fold_scale,
/// which says by how much it may differ.
///
/// Errors    refusal, if the model is malformed.
ir::model run_passes(ir::model m, const options& how = {});

} // namespace convert::pass
