// convert/pass/expand_networks.cpp -- networks as f64 steps, for users who want more than f32.
#include <convert/pass/expand_networks.hpp>

#include <utility>
#include <variant>
#include <vector>

#include <convert/ir/wiring.hpp>

namespace convert::pass {

namespace {

/// Appends the layers of `n` over `input` and returns the value of the last.
ir::value append_layers(ir::network n, ir::value input, std::vector<ir::step>& steps) {
  const auto append = [&](ir::operation_of_step what) {
    steps.push_back({input, std::move(what), false});
    input = static_cast<ir::value>(steps.size());
  };
  for (auto& l : n.layers) {
    append(ir::linear{l.outputs, std::move(l.weights), std::move(l.bias)});
    if (l.activation != ir::function::identity) append(ir::unary{l.activation, l.alpha, l.beta});
  }
  return input;
}

} // namespace

void expand_networks(ir::model& m) {
  std::vector<ir::value> names{0}; // of the values so far, in the new model
  std::vector<ir::step> steps;
  for (auto& s : m.steps) {
    ir::rename(s, names);
    if (auto* const network = std::get_if<ir::network>(&s.what); network != nullptr && !network->fused) {
      names.push_back(append_layers(std::move(*network), s.input, steps));
    } else if (const auto* const check = std::get_if<ir::require>(&s.what);
               check != nullptr && check->computed) {
      names.push_back(s.input); // doubles are the trainer's own
    } else {
      steps.push_back(std::move(s));
      names.push_back(static_cast<ir::value>(steps.size()));
    }
  }
  for (auto& o : m.outputs) o.from = names[o.from];
  m.steps = std::move(steps);
}

} // namespace convert::pass
