// convert/lower/steps.hpp -- one ir step to one record of the program.
#pragma once

#include <convert/ir/step.hpp>
#include <convert/lower/addresses.hpp>
#include <convert/lower/image.hpp>

namespace convert::lower {

/// The record of `s`: kind, variant, flags, parameters; its parameters are appended to `to`. Addresses, widths and
/// roles are the caller's to fill in.
pounce::format::step lower_step(const ir::step& s, const address_plan& plan, image& to);

} // namespace convert::lower
