// convert/lower/network.hpp -- weights in the order in which kernels read them: dense layers to panels.
#pragma once

#include <cstdint>
#include <vector>

#include <convert/ir/step.hpp>
#include <convert/lower/image.hpp>

namespace convert::lower {

/// The variant of a step of weighted sums.
constexpr std::uint8_t products(bool fused) {
  using kind = pounce::format::product_kind;
  return static_cast<std::uint8_t>(fused ? kind::fused : kind::apart);
}

/// Appends the layers of a network, weights rounded to float, and returns their range in LAYR.
pounce::format::operand lower_network(const ir::network& n, image& to);

/// Weights as (inputs, outputs).
std::vector<double> by_input(const ir::linear& sum);

} // namespace convert::lower
