// pounce/kernels/fused_layer.cpp -- networks whose products are fused, the same bits on every instruction set.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <pounce/kernels/fused_layer.hpp>
#include <pounce/kernels/network.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using format::function;
using format::layer_layout;

namespace {

constexpr function exact_activations[] = {
    function::identity,   function::relu,       function::leaky_relu,     function::float_logistic,
    function::float_tanh, function::float_gelu, function::float_gelu_tanh};

std::vector<double> floats_of(std::vector<double> x) {
  for (double& xi : x) xi = static_cast<double>(static_cast<float>(xi));
  return x;
}

/// A layer of floats appended to a network, and what it gives by the definition.
struct fused_layer {
  fused_layer(one_step& step, std::uint32_t inputs, std::uint32_t outputs, layer_layout layout,
              function activation, numbers& random)
      : weights(floats_of(random.many(std::size_t{inputs} * outputs))), bias(floats_of(random.many(outputs))),
        what(activation) {
    format::layer l{};
    l.inputs = inputs;
    l.outputs = outputs;
    l.layout = layout;
    l.activation = activation;
    l.alpha = 0.75;
    step.append_layer(l, weights, bias);
  }

  std::vector<double> operator()(const std::vector<double>& x) const {
    std::vector<double> y;
    for (std::size_t o = 0; o < bias.size(); ++o) {
      auto total = static_cast<float>(bias[o]);
      for (std::size_t first = 0; first < x.size(); first += 256) {
        float sum = 0;
        for (std::size_t i = first; i < std::min(x.size(), first + 256); ++i)
          sum = std::fma(static_cast<float>(weights[o * x.size() + i]), static_cast<float>(x[i]), sum);
        total += sum;
      }
      y.push_back(pounce::kernels::function_of(what, static_cast<double>(total), 0.75, 0,
                                               pounce::kernels::single_precision{}));
    }
    return y;
  }

  std::vector<double> weights; // (outputs, inputs)
  std::vector<double> bias;
  function what;
};

} // namespace

TEST_SUITE("kernels/fused_layer") {
  TEST_CASE("a network with fused products is a chain of fused sums and functions of floats, bit by bit") {
    for (const std::uint32_t inputs : {1U, 3U, 16U, 40U, 256U, 257U, 600U}) {
      for (const std::uint32_t outputs : {1U, 3U, 5U, 8U, 17U, 40U, 131U}) {
        for (const auto layout : {layer_layout::panels, layer_layout::rows}) {
          for (const auto activation : exact_activations) {
            CAPTURE(inputs);
            CAPTURE(outputs);
            CAPTURE(static_cast<int>(activation));
            numbers random(inputs * 256 + outputs);
            one_step step(format::step_kind::network);
            step.step.variant = static_cast<std::uint8_t>(format::product_kind::fused);
            const fused_layer first(step, inputs, outputs, layout, activation, random);
            const fused_layer second(step, outputs, 3, layout, function::identity, random);
            std::vector<std::vector<double>> rows;
            std::vector<double> want;
            for (std::size_t r = 0; r < 9; ++r) {
              rows.push_back(floats_of(random.many(inputs)));
              const auto y = second(first(rows.back()));
              want.insert(want.end(), y.begin(), y.end());
            }
            for (const isa set : sets()) {
              CAPTURE(static_cast<int>(set));
              CHECK(same(step.run(rows, 3, set).values, want));
            }
          }
        }
      }
    }
  }
}
