// pounce/kernels/network.hpp -- the network step: dense layers in f32.
#pragma once

#include <pounce/core/arch.hpp>
#include <pounce/format/step.hpp>
#include <pounce/kernels/block.hpp>
#include <pounce/kernels/isa.hpp>
#include <pounce/kernels/regions.hpp>
#include <pounce/view/program.hpp>

namespace pounce::kernels {

/// y = activation(weights x + bias), layer after layer.
///
/// Shapes    workspace: p.about.workspace_bytes; more of it than view::network_workspace_bytes lets more rows of a
///           block go through the layers together, up to twice as fast.
/// Requires  view::check_network has passed; the machine has `set`.
/// Numbers   within 1e-5 + 1e-5 |y| of f64 for ordinary weights; a row's last bits may differ with the number of
///           rows around it and with `set`, unless products are fused: then they are those of linear steps with
///           fused products, whatever the set. NaN and infinities pass through as in f64.
template <class Arch = default_arch>
[[gnu::hot]] void network(const view::program& p, const format::step& s, const block& b, isa set) noexcept {
  switch (set) {
  case isa::avx512: return avx512::network_rows<Arch>(p, s, b);
  case isa::avx2: return avx2::network_rows<Arch>(p, s, b);
  case isa::baseline: return baseline::network_rows<Arch>(p, s, b);
  }
}

} // namespace pounce::kernels
