// pounce/kernels/fused_layer.hpp -- weights times a row of floats to the bits of ONNX Runtime's.
#ifndef POUNCE_REGION // regions.hpp includes this file once for each instruction set
#include <pounce/kernels/regions.hpp>
#else

namespace pounce::kernels::POUNCE_REGION {

/// Vectors a panel of 16 outputs takes.
inline constexpr std::size_t panel_vectors = format::panel_width / float_lanes;

/// What all tiles of a layer have in common. Activations stand `row_floats` apart.
struct tile_shape {
  std::size_t inputs;
  std::size_t row_floats;
  float lowest; // relu: 0, else minus infinity; larger of it and a sum is what is stored

  std::size_t panel_floats() const noexcept { return (inputs + 1) * format::panel_width; }
};

/// y = max(lowest, bias + weights x) for `Rows` rows and `Panels` panels, each product added unrounded, in the inputs' order,
/// block after block to a total that begins with the bias: see float_linear_rows.
template <class Arch, std::size_t Rows, std::size_t Panels>
[[gnu::always_inline]] inline void fused_tile(const tile_shape& shape, const float* panels, const float* x,
                                              float* y) noexcept {
  constexpr std::size_t vectors = Panels * panel_vectors;
  const std::size_t panel_floats = shape.panel_floats();
  const std::size_t row_floats = shape.row_floats;
  const floats lowest = broadcast(shape.lowest);
  for (std::size_t first = 0; first < shape.inputs; first += format::fused_block) {
    const std::size_t last = std::min<std::size_t>(shape.inputs, first + format::fused_block);
    floats sums[Rows][vectors];
#pragma GCC unroll 16
    for (std::size_t r = 0; r < Rows; ++r) {
#pragma GCC unroll 16
      for (std::size_t v = 0; v < vectors; ++v) sums[r][v] = broadcast(0.0F);
    }
    const float* weights = panels + (first + 1) * format::panel_width;
    for (std::size_t k = first; k < last; ++k, weights += format::panel_width) {
      floats column[vectors];
#pragma GCC unroll 16
      for (std::size_t v = 0; v < vectors; ++v)
        column[v] = load(weights + (v / panel_vectors) * panel_floats + (v % panel_vectors) * float_lanes);
#pragma GCC unroll 16
      for (std::size_t r = 0; r < Rows; ++r) {
        const floats input = broadcast(x[r * row_floats + k]);
#pragma GCC unroll 16
        for (std::size_t v = 0; v < vectors; ++v) sums[r][v] = multiply_add(column[v], input, sums[r][v]);
      }
    }
#pragma GCC unroll 16
    for (std::size_t r = 0; r < Rows; ++r) {
#pragma GCC unroll 16
      for (std::size_t v = 0; v < vectors; ++v) {
        const float* const bias =
            panels + (v / panel_vectors) * panel_floats + (v % panel_vectors) * float_lanes;
        float* const to = y + r * row_floats + v * float_lanes;
        const floats total = add(load(first == 0 ? bias : to), sums[r][v]);
        store(to, last == shape.inputs ? max(lowest, total) : total); // NaN stays: it stands second
      }
    }
  }
}

/// Panels side by side that fill the accumulators, each with one chain.
inline constexpr std::size_t fused_panels = std::max<std::size_t>(1, accumulators / panel_vectors);

/// One row times all panels, products fused.
template <class Arch>
POUNCE_REGION_HOT void one_fused_row(const tile_shape& shape, const float* panels, std::size_t panel_count,
                                     const float* x, float* y) noexcept {
  const std::size_t step = shape.panel_floats();
  std::size_t p = 0;
  for (; p + fused_panels <= panel_count; p += fused_panels)
    fused_tile<Arch, 1, fused_panels>(shape, panels + p * step, x, y + p * format::panel_width);
  if constexpr (fused_panels > 4) {
    for (; p + 4 <= panel_count; p += 4)
      fused_tile<Arch, 1, 4>(shape, panels + p * step, x, y + p * format::panel_width);
  }
  if constexpr (fused_panels > 2) {
    for (; p + 2 <= panel_count; p += 2)
      fused_tile<Arch, 1, 2>(shape, panels + p * step, x, y + p * format::panel_width);
  }
  for (; p < panel_count; ++p)
    fused_tile<Arch, 1, 1>(shape, panels + p * step, x, y + p * format::panel_width);
}

/// tile_rows rows times all panels, products fused.
template <class Arch>
void many_fused_rows(const tile_shape& shape, const float* panels, std::size_t panel_count, const float* x,
                     float* y) noexcept {
  for (std::size_t p = 0; p < panel_count; ++p)
    fused_tile<Arch, tile_rows, 1>(shape, panels + p * shape.panel_floats(), x, y + p * format::panel_width);
}

/// Weights of outputs side by side, wherever they stand.
struct strided_weights {
  const float* first;
  const float* bias; // side by side
  std::size_t output_stride;
  std::size_t input_stride;
};

/// One row times `Count` outputs, products fused: for outputs that fill no panel, and for processors whose vectors round
/// products first.
template <std::size_t Count>
[[gnu::always_inline]] inline void fused_sums(const tile_shape& shape, const strided_weights& w,
                                              const float* x, float* y) noexcept {
  float totals[Count];
#pragma GCC unroll 8
  for (std::size_t c = 0; c < Count; ++c) totals[c] = w.bias[c];
  for (std::size_t first = 0; first < shape.inputs; first += format::fused_block) {
    const std::size_t last = std::min<std::size_t>(shape.inputs, first + format::fused_block);
    float sums[Count] = {};
    for (std::size_t k = first; k < last; ++k) {
#pragma GCC unroll 8
      for (std::size_t c = 0; c < Count; ++c)
        sums[c] = __builtin_fmaf(w.first[c * w.output_stride + k * w.input_stride], x[k], sums[c]);
    }
#pragma GCC unroll 8
    for (std::size_t c = 0; c < Count; ++c) totals[c] += sums[c];
  }
#pragma GCC unroll 8
  for (std::size_t c = 0; c < Count; ++c) y[c] = totals[c] < shape.lowest ? shape.lowest : totals[c];
}

/// The weights of output o of a layer and of those behind it: in a panel, or each in a row of its own.
[[gnu::always_inline]] inline strided_weights weights_from(const format::layer& l, const tile_shape& shape,
                                                           const float* weights, std::size_t o) noexcept {
  if (l.layout == format::layer_layout::panels) {
    const float* const bias =
        weights + o / format::panel_width * shape.panel_floats() + o % format::panel_width;
    return {bias + format::panel_width, bias, 1, format::panel_width};
  }
  const std::size_t stride = align_up(l.inputs, format::panel_width);
  return {weights + align_up(l.outputs, format::panel_width) + o * stride, weights + o, stride, 1};
}

/// y = activation'(weights x + bias) for `count` rows, products fused; activation' is relu or nothing.
template <class Arch>
POUNCE_REGION_HOT void fused_layer(const format::layer& l, const tile_shape& shape, const float* weights,
                                   const float* x, float* y, std::size_t count) noexcept {
  const std::size_t padded = align_up(l.outputs, format::panel_width);
  std::size_t r = 0;
  if (fuses && l.layout == format::layer_layout::panels) {
    for (; r + tile_rows <= count; r += tile_rows)
      many_fused_rows<Arch>(shape, weights, padded / format::panel_width, x + r * shape.row_floats,
                            y + r * shape.row_floats);
    for (; r < count; ++r)
      one_fused_row<Arch>(shape, weights, padded / format::panel_width, x + r * shape.row_floats,
                          y + r * shape.row_floats);
    return;
  }
  for (; r < count; ++r) {
    const float* const row = x + r * shape.row_floats;
    float* const to = y + r * shape.row_floats;
    std::size_t o = 0;
    for (; o + 4 <= l.outputs; o += 4) // a panel is a multiple of 4
      fused_sums<4>(shape, weights_from(l, shape, weights, o), row, to + o);
    for (; o < l.outputs; ++o) fused_sums<1>(shape, weights_from(l, shape, weights, o), row, to + o);
  }
}

} // namespace pounce::kernels::POUNCE_REGION

#endif
