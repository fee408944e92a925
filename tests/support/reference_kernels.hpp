// support/reference_kernels.hpp -- programs of one step made by hand, and plain loops to compare kernels with.
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include <pounce/kernels/run.hpp>

namespace reference {

using pounce::failure;
using pounce::kernels::isa;
namespace format = pounce::format;

inline constexpr double quiet_nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double subnormal = std::numeric_limits<double>::denorm_min();

/// Whether two numbers are the same bits, or both NaN.
inline bool same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) ||
         (std::isnan(a) && std::isnan(b));
}

inline bool same(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!same(a[i], b[i])) return false;
  }
  return true;
}

/// Whether two numbers are within tolerance * max(1, |want|), or both NaN, or the same infinity.
inline bool near(double got, double want, double tolerance) {
  if (std::isnan(want)) return std::isnan(got);
  if (std::isinf(want)) return got == want;
  return std::fabs(got - want) <= tolerance * std::fmax(1.0, std::fabs(want));
}

inline bool near(const std::vector<double>& got, const std::vector<double>& want, double tolerance) {
  if (got.size() != want.size()) return false;
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (!near(got[i], want[i], tolerance)) return false;
  }
  return true;
}

/// The instruction sets of this machine.
inline std::vector<isa> sets() {
  std::vector<isa> all;
  for (int i = 0; i <= static_cast<int>(pounce::kernels::best_isa(nullptr)); ++i)
    all.push_back(static_cast<isa>(i));
  return all;
}

/// Numbers between -1 and 1, the same ones every time.
class numbers {
 public:
  explicit numbers(std::uint64_t seed) : state_(seed * 2 + 1) {}
  double next() {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<double>(state_ >> 11) * 0x1p-52 - 1;
  }
  std::vector<double> many(std::size_t n) {
    std::vector<double> all(n);
    for (double& x : all) x = next();
    return all;
  }

 private:
  std::uint64_t state_;
};

/// What a run gave: the outputs of all rows one after the other, or why it stopped.
struct outcome {
  std::vector<double> values;
  std::optional<failure> refused;
};

/// A program of one step that reads the row from its first feature on and writes the scratch from its first
/// column on.
class one_step {
 public:
  explicit one_step(format::step_kind kind) {
    step.kind = kind;
    step.roles = 1;
  }

  format::step step{};
  std::uint64_t workspace_rows = 1;

  format::operand append(std::vector<double> values) {
    const auto first = static_cast<std::uint32_t>(numbers_.size());
    numbers_.insert(numbers_.end(), values.begin(), values.end());
    return {first, static_cast<std::uint32_t>(values.size())};
  }
  format::operand append_indices(std::vector<std::uint32_t> values) {
    const auto first = static_cast<std::uint32_t>(indices_.size());
    indices_.insert(indices_.end(), values.begin(), values.end());
    return {first, static_cast<std::uint32_t>(values.size())};
  }
  template <class Variant>
  one_step& variant(Variant v) {
    step.variant = static_cast<std::uint8_t>(v);
    return *this;
  }
  one_step& flags(int bits) {
    step.flags = static_cast<std::uint8_t>(bits);
    return *this;
  }

  /// Appends a dense layer; `weights` is (outputs, inputs), row-major.
  void append_layer(format::layer l, const std::vector<double>& weights, const std::vector<double>& bias) {
    l.first = panels_.size();
    panels_.resize(l.first + format::layer_floats(l.inputs, l.outputs, l.layout));
    for (std::size_t o = 0; o < l.outputs; ++o) {
      *weight(l, o, 0) = static_cast<float>(bias[o]);
      for (std::size_t i = 0; i < l.inputs; ++i)
        *weight(l, o, i + 1) = static_cast<float>(weights[o * l.inputs + i]);
    }
    layers_.push_back(l);
    step.a = {0, static_cast<std::uint32_t>(layers_.size())};
  }

  /// The network in f64, from the weights as they are stored.
  std::vector<double> network_in_f64(std::vector<double> x) {
    for (const format::layer& l : layers_) {
      std::vector<double> y(l.outputs);
      for (std::size_t o = 0; o < l.outputs; ++o) {
        double sum = static_cast<double>(*weight(l, o, 0));
        for (std::size_t i = 0; i < l.inputs; ++i) sum += static_cast<double>(*weight(l, o, i + 1)) * x[i];
        y[o] = pounce::kernels::function_of(l.activation, sum, l.alpha, l.beta);
      }
      x = y;
    }
    return x;
  }

  /// Runs the step on rows of one width; `outputs` columns a row.
  outcome run(const std::vector<std::vector<double>>& rows, std::uint32_t outputs, isa set = isa::baseline) {
    const auto width = static_cast<std::uint32_t>(rows[0].size());
    std::vector<double> flat;
    for (const auto& row : rows) flat.insert(flat.end(), row.begin(), row.end());
    if (step.kind != format::step_kind::select) step.input_width = width;
    step.output = step.kind == format::step_kind::require ? 0 : width;
    step.output_width = outputs;
    pounce::view::program p;
    p.steps = {&step, 1};
    p.indices = indices_;
    p.numbers = numbers_;
    p.layers = layers_;
    p.panels = panels_;
    if (step.kind == format::step_kind::network) {
      p.about.workspace_bytes = pounce::view::network_workspace_bytes(p, step) * workspace_rows;
    }
    outcome got;
    got.values.assign(rows.size() * outputs, 12345.0); // what a step forgets to write is seen
    std::vector<std::byte> space(p.about.workspace_bytes + 64, std::byte{0xff});
    void* aligned = space.data();
    std::size_t bytes = space.size();
    std::align(64, p.about.workspace_bytes, aligned, bytes);
    const pounce::kernels::block b{
        flat.data(), width, got.values.data(), outputs, static_cast<std::byte*>(aligned), rows.size(), width};
    if (const auto done = pounce::kernels::run(p, 1, b, set); !done) got.refused = done.error();
    return got;
  }
  /// The same for one row.
  std::vector<double> operator()(const std::vector<double>& row, std::uint32_t outputs,
                                 isa set = isa::baseline) {
    return run({row}, outputs, set).values;
  }

 private:
  /// Weight of input i - 1; 0 is the bias.
  float* weight(const format::layer& l, std::size_t o, std::size_t i) {
    float* const w = panels_.data() + l.first;
    if (l.layout == format::layer_layout::panels)
      return w + o / 16 * 16 * (l.inputs + std::size_t{1}) + i * 16 + o % 16;
    if (i == 0) return w + o;
    return w + pounce::align_up(l.outputs, 16) + o * pounce::align_up(l.inputs, 16) + i - 1;
  }

  std::vector<double> numbers_;
  std::vector<std::uint32_t> indices_;
  std::vector<format::layer> layers_;
  std::vector<float> panels_;
};

/// y = weights x + bias, from left to right.
inline std::vector<double> linear(const std::vector<double>& weights, const std::vector<double>& bias,
                                  const std::vector<double>& x) {
  std::vector<double> y;
  for (std::size_t o = 0; o < bias.size(); ++o) {
    double sum = bias[o];
    for (std::size_t i = 0; i < x.size(); ++i) sum += weights[o * x.size() + i] * x[i];
    y.push_back(sum);
  }
  return y;
}

} // namespace reference
