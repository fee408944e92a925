// convert/lower/lower.hpp -- ir to image: addresses, tables, node layout; no arithmetic on the model.
#pragma once

#include <convert/ir/model.hpp>
#include <convert/lower/image.hpp>

namespace convert::lower {

/// The image of a model. The same model gives the same image.
///
/// Errors  refusal, if the model is larger than the format's limits.
image lower(const ir::model& m);

} // namespace convert::lower
