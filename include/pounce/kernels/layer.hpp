// pounce/kernels/layer.hpp -- one dense layer, and a network of them, in f32.
#ifndef POUNCE_REGION // regions.hpp includes this file once for each instruction set
#include <pounce/kernels/regions.hpp>
#else

namespace pounce::kernels::POUNCE_REGION {

/// y = max(lowest, bias + weights x) for `Rows` rows and `Panels` panels, with `Chains` sums for each output so that
/// the latency of multiply-add is hidden when there are few outputs.
///
/// Every loop over the sums must be unrolled, those that begin and end them too: else g++ -O2 keeps them in memory.
template <class Arch, std::size_t Rows, std::size_t Panels, std::size_t Chains>
[[gnu::always_inline]] inline void tile(const tile_shape& shape, const float* panels, const float* x,
                                        float* y) noexcept {
  constexpr std::size_t vectors = Panels * panel_vectors;
  const std::size_t panel_floats = shape.panel_floats();
  const std::size_t row_floats = shape.row_floats;
  const std::size_t inputs = shape.inputs;
  floats sums[Chains][Rows][vectors];
#pragma GCC unroll 16
  for (std::size_t r = 0; r < Rows; ++r) {
#pragma GCC unroll 16
    for (std::size_t v = 0; v < vectors; ++v) {
      sums[0][r][v] = load(panels + (v / panel_vectors) * panel_floats + (v % panel_vectors) * float_lanes);
#pragma GCC unroll 8
      for (std::size_t c = 1; c < Chains; ++c) sums[c][r][v] = broadcast(0.0F);
    }
  }
  const float* weights = panels + format::panel_width;
  std::size_t k = 0;
  for (; k + Chains <= inputs; k += Chains, weights += Chains * format::panel_width) {
#pragma GCC unroll 8
    for (std::size_t c = 0; c < Chains; ++c) {
      const float* const from = weights + c * format::panel_width;
      floats column[vectors];
#pragma GCC unroll 16
      for (std::size_t v = 0; v < vectors; ++v) {
        column[v] = load(from + (v / panel_vectors) * panel_floats + (v % panel_vectors) * float_lanes);
      }
#pragma GCC unroll 16
      for (std::size_t r = 0; r < Rows; ++r) {
        const floats input = broadcast(x[r * row_floats + k + c]);
#pragma GCC unroll 16
        for (std::size_t v = 0; v < vectors; ++v)
          sums[c][r][v] = multiply_add(column[v], input, sums[c][r][v]);
      }
    }
  }
  for (; Chains > 1 && k < inputs; ++k, weights += format::panel_width) {
#pragma GCC unroll 16
    for (std::size_t r = 0; r < Rows; ++r) {
      const floats input = broadcast(x[r * row_floats + k]);
#pragma GCC unroll 16
      for (std::size_t v = 0; v < vectors; ++v) {
        const float* const from =
            weights + (v / panel_vectors) * panel_floats + (v % panel_vectors) * float_lanes;
        sums[0][r][v] = multiply_add(load(from), input, sums[0][r][v]);
      }
    }
  }
  const floats lowest = broadcast(shape.lowest);
#pragma GCC unroll 16
  for (std::size_t r = 0; r < Rows; ++r) {
#pragma GCC unroll 16
    for (std::size_t v = 0; v < vectors; ++v) {
      floats all = sums[0][r][v];
#pragma GCC unroll 8
      for (std::size_t c = 1; c < Chains; ++c) all = add(all, sums[c][r][v]);
      store(y + r * row_floats + v * float_lanes, max(lowest, all)); // NaN stays: it stands second
    }
  }
}

/// Chains that fill the accumulators when one row meets `Panels` panels.
template <std::size_t Panels>
inline constexpr std::size_t chains = accumulators > Panels* panel_vectors
                                          ? accumulators / (Panels * panel_vectors)
                                          : 1;

/// One row times all panels.
template <class Arch>
POUNCE_REGION_HOT void one_row(const tile_shape& shape, const float* panels, std::size_t panel_count,
                               const float* x, float* y) noexcept {
  const std::size_t step = shape.panel_floats();
  std::size_t p = 0;
  if constexpr (4 * panel_vectors <= accumulators) {
    for (; p + 4 <= panel_count; p += 4) {
      tile<Arch, 1, 4, chains<4>>(shape, panels + p * step, x, y + p * format::panel_width);
    }
  }
  for (; p + 2 <= panel_count; p += 2) {
    tile<Arch, 1, 2, chains<2>>(shape, panels + p * step, x, y + p * format::panel_width);
  }
  for (; p < panel_count; ++p) {
    tile<Arch, 1, 1, chains<1>>(shape, panels + p * step, x, y + p * format::panel_width);
  }
}

/// tile_rows rows times all panels.
template <class Arch>
void many_rows(const tile_shape& shape, const float* panels, std::size_t panel_count, const float* x,
               float* y) noexcept {
  const std::size_t step = shape.panel_floats();
  std::size_t p = 0;
  for (; p + tile_panels <= panel_count; p += tile_panels) {
    tile<Arch, tile_rows, tile_panels, 1>(shape, panels + p * step, x, y + p * format::panel_width);
  }
  for (; p < panel_count; ++p)
    tile<Arch, tile_rows, 1, 1>(shape, panels + p * step, x, y + p * format::panel_width);
}

/// y = activation(weights x + bias) for `count` rows, each `row_floats` wide; what pads y to a panel is 0.
///
/// Shapes  weights: see format::layer_layout; x, y (count, row_floats).
template <class Arch, bool Fused = false>
POUNCE_REGION_HOT void dense_layer(const format::layer& l, const float* weights, const float* x, float* y,
                                   std::size_t count, std::size_t row_floats) noexcept {
  const bool relu = l.activation == format::function::relu;
  const std::size_t padded = align_up(l.outputs, format::panel_width);
  const tile_shape shape{l.inputs, row_floats, relu ? 0.0F : -std::numeric_limits<float>::infinity()};
  std::size_t r = 0;
  if constexpr (Fused) {
    fused_layer<Arch>(l, shape, weights, x, y, count);
  } else if (l.layout == format::layer_layout::panels) {
    const std::size_t panel_count = padded / format::panel_width;
    for (; r + tile_rows <= count; r += tile_rows) {
      many_rows<Arch>(shape, weights, panel_count, x + r * row_floats, y + r * row_floats);
    }
    for (; r < count; ++r) one_row<Arch>(shape, weights, panel_count, x + r * row_floats, y + r * row_floats);
  } else {
    const std::size_t stride = align_up(l.inputs, format::panel_width);
    for (; r < count; ++r) {
      float* const to = y + r * row_floats;
      dots<Arch>(weights + padded, stride, x + r * row_floats, stride, to, l.outputs);
      for (std::size_t o = 0; o < l.outputs; ++o) {
        const float sum = to[o] + weights[o];
        to[o] = sum < shape.lowest ? shape.lowest : sum;
      }
    }
  }
  const bool done = relu || l.activation == format::function::identity;
  for (r = 0; r < count; ++r) {
    float* const to = y + r * row_floats;
    if (!done) activate<Arch>(l, to, padded);
    for (std::size_t o = l.outputs; o < padded; ++o) to[o] = 0; // what a NaN or activation(0) has left there
  }
}

/// Rows of doubles to floats, padded with zeros, and back.
template <class Arch>
POUNCE_REGION_HOT void narrow_row(const double* x, std::size_t n, float* to) noexcept {
  std::size_t i = 0;
  for (; i + float_lanes <= n; i += float_lanes) store(to + i, load_narrowed(x + i));
  for (; i < n; ++i) to[i] = static_cast<float>(x[i]);
  for (; i % format::panel_width != 0; ++i) to[i] = 0;
}

template <class Arch>
POUNCE_REGION_HOT void widen_row(const float* x, std::size_t n, double* to) noexcept {
  std::size_t i = 0;
  for (; i + float_lanes <= n; i += float_lanes) store_widened(to + i, load(x + i));
  for (; i < n; ++i) to[i] = static_cast<double>(x[i]);
}

/// All layers, for as many rows at a time as the workspace has room for.
template <class Arch>
POUNCE_REGION_HOT void network_rows(const view::program& p, const format::step& s, const block& b) noexcept {
  const auto layers = p.layers.subspan(s.a.first, s.a.count);
  const bool fused = s.variant == static_cast<std::uint8_t>(format::product_kind::fused);
  const std::uint64_t row_bytes = view::network_workspace_bytes(p, s);
  const std::size_t row_floats = row_bytes / (2 * sizeof(float));
  const std::size_t at_once =
      std::clamp<std::uint64_t>(p.about.workspace_bytes / row_bytes, 1, max_block_rows);
  for (std::size_t first = 0; first < b.count; first += at_once) {
    const std::size_t count = std::min(at_once, b.count - first);
    auto* x = static_cast<float*>(static_cast<void*>(b.workspace));
    float* y = x + count * row_floats;
    for (std::size_t r = 0; r < count; ++r)
      narrow_row<Arch>(b.input(s, first + r), s.input_width, x + r * row_floats);
    for (const format::layer& l : layers) {
      if (fused) {
        dense_layer<Arch, true>(l, p.panels.data() + l.first, x, y, count, row_floats);
      } else {
        dense_layer<Arch>(l, p.panels.data() + l.first, x, y, count, row_floats);
      }
      std::swap(x, y);
    }
    for (std::size_t r = 0; r < count; ++r) {
      widen_row<Arch>(x + r * row_floats, s.output_width, b.output(s, first + r));
    }
  }
}

} // namespace pounce::kernels::POUNCE_REGION

#endif
