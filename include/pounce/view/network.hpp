// pounce/view/network.hpp -- the check of a network's layers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <pounce/core/arch.hpp>
#include <pounce/core/result.hpp>
#include <pounce/view/program.hpp>

namespace pounce::view {

/// Whether the layers of a network step meet each other, the step and the weights.
///
/// Errors  bad_network at the layer that does not fit.
/// Cost    O(layers).
template <class Arch = default_arch>
[[gnu::hot]] result<void> check_network(const program& p, const format::step& s) noexcept {
  if (s.a.count == 0 || !in_range(s.a.first, s.a.count, p.layers.size()) ||
      s.variant > static_cast<std::uint8_t>(format::product_kind::fused)) {
    return failure{errc::bad_network, p.where(&s)};
  }
  std::uint32_t width = s.input_width;
  for (const auto& l : p.layers.subspan(s.a.first, s.a.count)) {
    const bool sane = l.inputs == width && l.outputs != 0 && l.outputs <= format::max_width &&
                      l.layout <= format::layer_layout::rows &&
                      static_cast<std::uint8_t>(l.activation) < format::functions &&
                      l.first % format::panel_width == 0 && l.reserved2 == 0;
    if (!sane || !in_range(l.first, format::layer_floats(l.inputs, l.outputs, l.layout), p.panels.size())) {
      return failure{errc::bad_network, p.where(&l)};
    }
    width = l.outputs;
  }
  if (width != s.output_width) return failure{errc::bad_network, p.where(&s)};
  return {};
}

/// Bytes of workspace that one row takes: two rows of activations, each padded to a panel.
template <class Arch = default_arch>
[[gnu::hot]] std::uint64_t network_workspace_bytes(const program& p, const format::step& s) noexcept {
  std::uint64_t widest = align_up(s.input_width, format::panel_width);
  for (const auto& l : p.layers.subspan(s.a.first, s.a.count)) {
    widest = std::max(widest, align_up(l.outputs, format::panel_width));
  }
  return 2 * widest * sizeof(float);
}

} // namespace pounce::view
