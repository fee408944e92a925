// pounce/format/network.hpp -- dense layers on disk.
#pragma once

#include <cstdint>
#include <type_traits>

#include <pounce/core/bytes.hpp>
#include <pounce/format/step.hpp>

namespace pounce::format {

inline constexpr std::uint32_t panel_width = 16;

/// How a layer's weights lie in PANL.
enum class layer_layout : std::uint8_t {
  panels = 0, // outputs in groups of 16 (zero padded), each [16 biases][inputs][16 weights]
  rows = 1,   // [biases, padded to 16][outputs][inputs, zero padded to a multiple of 16]
};

/// y = activation(weights x + bias), in f32.
struct layer {
  std::uint32_t inputs;
  std::uint32_t outputs;
  std::uint64_t first; // f32 of PANL, a multiple of 16
  layer_layout layout;
  function activation;
  std::uint8_t reserved[6];
  double alpha;
  double beta;
  std::uint64_t reserved2;
};
static_assert(sizeof(layer) == 48 && alignof(layer) == 8 && std::is_trivially_copyable_v<layer>);

/// f32 that a layer's weights and biases take in PANL.
constexpr std::uint64_t layer_floats(std::uint32_t inputs, std::uint32_t outputs,
                                     layer_layout layout) noexcept {
  const std::uint64_t padded_outputs = align_up(outputs, panel_width);
  if (layout == layer_layout::panels) return padded_outputs * (std::uint64_t{inputs} + 1);
  return padded_outputs + std::uint64_t{outputs} * align_up(inputs, panel_width);
}

} // namespace pounce::format
