// convert/frontend/onnx/fold_network.cpp -- weighted sums, constants and activations become layers.
#include <convert/frontend/onnx/fold.hpp>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <convert/frontend/onnx/last_bits.hpp>
#include <convert/ir/wiring.hpp>

namespace convert::onnx {

namespace {

constexpr std::size_t nothing = static_cast<std::size_t>(-1);
/// A layer of so many weights is a network alone, so that they are kept as floats; but not one so wide that it would take more
/// workspace than there is on the stack.
constexpr std::size_t many_weights = 1024;
constexpr std::size_t moderate_width = 1024;

bool is_worth_a_network(const ir::network::layer& l) {
  return l.weights.size() >= many_weights && l.inputs <= moderate_width && l.outputs <= moderate_width;
}

/// For each value the one step that reads it, or `nothing` if several do or an answer does.
std::vector<std::size_t> sole_readers(const ir::model& m) {
  const auto counts = ir::reader_counts(m);
  std::vector<std::size_t> readers(counts.size(), nothing);
  for (std::size_t i = 0; i < m.steps.size(); ++i)
    for (const ir::value from : ir::reads(m.steps[i]))
      if (counts[from] == 1) readers[from] = i;
  return readers;
}

/// x * a + b, one pair a column.
struct scaling {
  std::vector<double> a;
  std::vector<double> b;
};

std::optional<scaling> scaling_of(const ir::with_constants& s) {
  const std::size_t size = s.constants.size();
  scaling made{std::vector<double>(size, 1.0), std::vector<double>(size, 0.0)};
  for (std::size_t i = 0; i < size; ++i) {
    const double c = s.constants[i];
    if (s.what == ir::operation::add)
      made.b[i] = c;
    else if (s.what == ir::operation::subtract && !s.reversed)
      made.b[i] = -c;
    else if (s.what == ir::operation::subtract) {
      made.a[i] = -1;
      made.b[i] = c;
    } else if (s.what == ir::operation::multiply)
      made.a[i] = c;
    else if (s.what == ir::operation::divide && !s.reversed && c != 0)
      made.a[i] = 1 / c;
    else
      return std::nullopt;
  }
  return made;
}

std::optional<scaling> scaling_of(const ir::affine& s) {
  scaling made{s.a, s.b};
  for (std::size_t i = 0; i < s.a.size(); ++i) {
    if (s.how == ir::affine::form::multiply_add) continue;
    if (s.how == ir::affine::form::subtract_divide && s.b[i] == 0) return std::nullopt;
    made.a[i] = s.how == ir::affine::form::subtract_divide ? 1 / s.b[i] : s.b[i];
    made.b[i] = -s.a[i] * made.a[i];
  }
  return made;
}

std::optional<scaling> scaling_of(const ir::step& s) {
  if (const auto* constants = std::get_if<ir::with_constants>(&s.what)) return scaling_of(*constants);
  if (const auto* affine = std::get_if<ir::affine>(&s.what)) return scaling_of(*affine);
  return std::nullopt;
}

/// What a layer's kernel computes as a step of its own does, bit by bit.
bool is_exact(ir::function what) {
  using f = ir::function;
  return what == f::relu || what == f::leaky_relu || what == f::float_logistic || what == f::float_tanh ||
         what == f::float_gelu || what == f::float_gelu_tanh;
}

bool is_activation(ir::function what) {
  return (what >= ir::function::logistic && what <= ir::function::hard_swish) || is_exact(what);
}

bool is_copy(const ir::step& s) {
  const auto* made = std::get_if<ir::unary>(&s.what);
  return made != nullptr && (made->what == ir::function::to_f32 || made->what == ir::function::identity);
}

/// A chain of steps that begins with a weighted sum.
class chain {
 public:
  /// `to_the_bit`: no activation is taken in whose last bits a layer would change.
  chain(const ir::linear& first, bool to_the_bit) : fused_(first.fused), to_the_bit_(to_the_bit) {
    push(first);
  }

  /// Takes the step in, if it goes on with the chain.
  bool take(const ir::step& s) {
    if (is_copy(s)) return true;
    // The bits of a fused sum are ONNX Runtime's, which other weights would not give.
    if (const auto found = scaling_of(s)) return !fused_ && take_scaling(*found);
    if (const auto* linear = std::get_if<ir::linear>(&s.what)) {
      if (linear->fused != fused_) return false; // of another type
      push(*linear);
      return true;
    }
    const auto* made = std::get_if<ir::unary>(&s.what);
    if (made == nullptr || !is_activation(made->what) || has_activation() || later_) return false;
    if (to_the_bit_ && !is_exact(made->what)) return false;
    ir::network::layer& layer = layers_.back();
    layer.activation = made->what;
    layer.alpha = made->alpha;
    layer.beta = made->beta;
    return true;
  }

  /// Whether what has been taken so far is whole: a scaling after an activation waits for the next weights.
  bool is_whole() const { return !later_; }
  /// Whether there is an activation between two layers, or weights that are better kept as floats.
  bool is_network() const {
    if (layers_.size() == 1 && is_worth_a_network(layers_.front())) return true;
    for (std::size_t i = 0; i + 1 < layers_.size(); ++i)
      if (layers_[i].activation != ir::function::identity) return true;
    return false;
  }
  std::size_t size() const { return layers_.size(); }
  bool has_activation() const { return layers_.back().activation != ir::function::identity; }
  const std::vector<ir::network::layer>& layers() const { return layers_; }

 private:
  void push(const ir::linear& s) {
    ir::network::layer layer;
    layer.outputs = s.outputs;
    layer.inputs = static_cast<std::uint32_t>(s.weights.size() / std::max<std::size_t>(s.outputs, 1));
    layer.weights = s.weights;
    layer.bias = s.bias;
    if (later_) {
      for (std::size_t o = 0; o < layer.outputs; ++o)
        for (std::size_t i = 0; i < layer.inputs; ++i) {
          double& weight = layer.weights[o * layer.inputs + i];
          layer.bias[o] += weight * later_->b[i];
          weight *= later_->a[i];
        }
      later_.reset();
    }
    layers_.push_back(std::move(layer));
  }

  bool take_scaling(const scaling& s) {
    ir::network::layer& layer = layers_.back();
    if (has_activation()) {
      if (!later_)
        later_ = scaling{std::vector<double>(s.a.size(), 1.0), std::vector<double>(s.a.size(), 0.0)};
      for (std::size_t i = 0; i < s.a.size(); ++i) {
        later_->a[i] *= s.a[i];
        later_->b[i] = later_->b[i] * s.a[i] + s.b[i];
      }
      return true;
    }
    for (std::size_t o = 0; o < layer.outputs; ++o) {
      for (std::size_t i = 0; i < layer.inputs; ++i) layer.weights[o * layer.inputs + i] *= s.a[o];
      layer.bias[o] = layer.bias[o] * s.a[o] + s.b[o];
    }
    return true;
  }

  std::vector<ir::network::layer> layers_;
  std::optional<scaling> later_;
  bool fused_;
  bool to_the_bit_;
};

/// The longest whole chain from step `first`, and its steps.
struct found_chain {
  std::vector<ir::network::layer> layers;
  std::vector<std::size_t> steps;
  bool is_network = false;
};

/// `matter`: for each value whether its last bits show.
found_chain chain_from(const ir::model& m, const std::vector<std::size_t>& readers,
                       const std::vector<bool>& matter, std::size_t first) {
  found_chain found;
  found.steps = {first};
  const auto& sums = std::get<ir::linear>(m.steps[first].what);
  const bool is_fused = sums.fused; // a network in doubles stays as it is
  chain c(sums, matter[first + 1]);
  std::vector<std::size_t> steps{first};
  for (;;) {
    // Alone, a sum takes no activation in: it stays a sum in f64.
    if (c.is_whole() && (is_fused ? c.is_network() : c.size() == 1 && !c.has_activation())) {
      found.layers = c.layers();
      found.steps = steps;
      found.is_network = is_fused;
    }
    const std::size_t next = readers[steps.back() + 1];
    if (next == nothing || !c.take(m.steps[next])) return found;
    steps.push_back(next);
  }
}

} // namespace

void fold_networks(ir::model& m) {
  const auto readers = sole_readers(m);
  const std::vector<bool> matter = values_whose_last_bits_show(m);
  std::vector<bool> taken(m.steps.size(), false);
  for (std::size_t i = 0; i < m.steps.size(); ++i) {
    if (taken[i] || !std::holds_alternative<ir::linear>(m.steps[i].what)) continue;
    found_chain found = chain_from(m, readers, matter, i);
    for (const std::size_t step : found.steps) taken[step] = true;
    const ir::value input = m.steps[i].input;
    ir::step& last = m.steps[found.steps.back()];
    if (found.is_network) {
      last = {input, ir::network{std::move(found.layers), true}, false};
    } else if (found.steps.size() > 1 && !is_copy(last)) {
      ir::network::layer& layer = found.layers[0];
      ir::step sum{input, ir::linear{layer.outputs, std::move(layer.weights), std::move(layer.bias)}, false};
      if (!last.f32) {
        last = std::move(sum);
      } else { // what was rounded stays so
        const std::size_t before = found.steps[found.steps.size() - 2];
        m.steps[before] = std::move(sum);
        last = {static_cast<ir::value>(before + 1), ir::unary{ir::function::to_f32}, false};
      }
    }
  }
}

} // namespace convert::onnx
