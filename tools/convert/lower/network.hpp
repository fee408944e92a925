// convert/lower/network.hpp -- dense layers to panels.
#pragma once

#include <convert/ir/step.hpp>
#include <convert/lower/image.hpp>

namespace convert::lower {

/// Appends the layers of a network, weights rounded to float, and returns their range in LAYR.
pounce::format::operand lower_network(const ir::network& n, image& to);

} // namespace convert::lower
