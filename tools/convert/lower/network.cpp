// convert/lower/network.cpp -- dense layers to panels.
#include <convert/lower/network.hpp>

#include <pounce/core/bytes.hpp>

namespace convert::lower {

namespace format = pounce::format;

namespace {

/// Below this a panel would be mostly padding, and dot products of rows are faster.
constexpr std::uint32_t fewest_panel_outputs = 8;

float weight(const ir::network::layer& l, std::uint32_t output, std::uint32_t input) {
  return static_cast<float>(l.weights[std::size_t{output} * l.inputs + input]);
}

void append_panels(const ir::network::layer& l, std::vector<float>& to) {
  constexpr std::uint32_t width = format::panel_width;
  for (std::uint32_t first = 0; first < l.outputs; first += width) {
    for (std::uint32_t o = first; o < first + width; ++o) {
      to.push_back(o < l.outputs ? static_cast<float>(l.bias[o]) : 0.0F);
    }
    for (std::uint32_t i = 0; i < l.inputs; ++i) {
      for (std::uint32_t o = first; o < first + width; ++o)
        to.push_back(o < l.outputs ? weight(l, o, i) : 0.0F);
    }
  }
}

void append_rows(const ir::network::layer& l, std::vector<float>& to) {
  const auto pad = [&to] { to.resize(pounce::align_up(to.size(), format::panel_width), 0.0F); };
  for (const double b : l.bias) to.push_back(static_cast<float>(b));
  pad();
  for (std::uint32_t o = 0; o < l.outputs; ++o) {
    for (std::uint32_t i = 0; i < l.inputs; ++i) to.push_back(weight(l, o, i));
    pad();
  }
}

} // namespace

format::operand lower_network(const ir::network& n, image& to) {
  const format::operand range{static_cast<std::uint32_t>(to.layers.size()),
                              static_cast<std::uint32_t>(n.layers.size())};
  for (const auto& l : n.layers) {
    format::layer about{};
    about.inputs = l.inputs;
    about.outputs = l.outputs;
    about.first = to.panels.size();
    about.layout =
        l.outputs < fewest_panel_outputs ? format::layer_layout::rows : format::layer_layout::panels;
    about.activation = static_cast<format::function>(l.activation);
    about.alpha = l.alpha;
    about.beta = l.beta;
    if (about.layout == format::layer_layout::rows) {
      append_rows(l, to.panels);
    } else {
      append_panels(l, to.panels);
    }
    to.layers.push_back(about);
  }
  return range;
}

std::vector<double> by_input(const ir::linear& sum) {
  const std::size_t inputs = sum.weights.size() / sum.outputs;
  std::vector<double> weights;
  weights.reserve(sum.weights.size());
  for (std::size_t i = 0; i < inputs; ++i)
    for (std::size_t o = 0; o < sum.outputs; ++o) weights.push_back(sum.weights[o * inputs + i]);
  return weights;
}

} // namespace convert::lower
