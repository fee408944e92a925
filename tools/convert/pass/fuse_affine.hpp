// convert/pass/fuse_affine.hpp -- neutral arithmetic goes, a pair of constants becomes one step.
#pragma once

#include <convert/ir/model.hpp>

namespace convert::pass {

/// Takes out steps that leave every number as it is, and makes one `affine` of two `with_constants` of which
/// only the second reads the first.
///
/// Proof     to the bit, signs of zeros included, payloads of NaNs not. Neutral are x - 0.0 (not x - -0.0,
/// which
///           makes 0.0 of -0.0), x + -0.0 (not x + 0.0, for the same reason), x * 1, x / 1, min(x, inf),
///           max(x, -inf), a clip at both infinities, the identity function. In f32 they round their input,
///           so there they are neutral only if it is a float already (facts_of). An `affine` rounds its two
///           operations one after the other, as the pair does; x + c is x - (-c) and x - c is x + (-c) in
///           IEEE arithmetic for all x and c, zeros and infinities included.
void fuse_affine(ir::model& m);

} // namespace convert::pass
