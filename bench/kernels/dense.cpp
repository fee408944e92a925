// bench/kernels/dense.cpp -- networks and linear models, by instruction set and by rows at a time.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <vector>

#include <benchmark/benchmark.h>

#include <pounce/kernels/run.hpp>

namespace {

using namespace pounce;

/// One step, the sections that it looks at, and a block of rows.
struct task {
  view::program program;
  std::vector<format::step> steps;
  std::vector<format::layer> layers;
  std::vector<double> numbers;
  std::vector<float> panels;
  std::vector<double> rows;    // (count, inputs)
  std::vector<double> scratch; // (count, outputs)
  std::vector<float> workspace;
  std::vector<double> expected; // (outputs), of the first row
  std::size_t inputs = 0;
  std::size_t outputs = 0;

  kernels::block block(std::size_t count) {
    void* space = workspace.data();
    std::size_t bytes = workspace.size() * sizeof(float);
    auto* const aligned = static_cast<std::byte*>(std::align(64, 64, space, bytes));
    return {rows.data(), inputs, scratch.data(), outputs, aligned, count, static_cast<std::uint32_t>(inputs)};
  }

  void finish(const format::step& s, std::mt19937& random) {
    std::normal_distribution<double> normal;
    steps = {s};
    rows.resize(kernels::max_block_rows * inputs);
    for (double& x : rows) x = normal(random);
    scratch.resize(kernels::max_block_rows * outputs);
    workspace.resize(program.about.workspace_bytes / sizeof(float) + 16);
    program.steps = steps;
    program.layers = layers;
    program.numbers = numbers;
    program.panels = panels;
  }

  bool answers_right(kernels::isa set, double tolerance) {
    scratch.assign(scratch.size(), 0);
    if (!kernels::run(program, 1, block(1), set)) return false;
    return std::equal(expected.begin(), expected.end(), scratch.begin(), [=](double want, double got) {
      return std::fabs(want - got) <= tolerance * std::max(1.0, std::fabs(want));
    });
  }
};

void append_layer(task& t, std::uint32_t inputs, std::uint32_t outputs, format::function activation,
                  std::mt19937& random) {
  std::normal_distribution<float> normal(0, 1 / std::sqrt(static_cast<float>(inputs)));
  const auto layout = outputs < 8 ? format::layer_layout::rows : format::layer_layout::panels;
  format::layer l{};
  l.inputs = inputs;
  l.outputs = outputs;
  l.layout = layout;
  l.activation = activation;
  l.first = t.panels.size();
  t.panels.resize(l.first + format::layer_floats(inputs, outputs, layout));
  float* const to = t.panels.data() + l.first;
  const std::size_t padded_outputs = align_up(outputs, 16);
  const std::size_t padded_inputs = align_up(inputs, 16);
  for (std::size_t o = 0; o < outputs; ++o) {
    for (std::size_t i = 0; i <= inputs; ++i) { // i == 0: the bias
      std::size_t at = (o / 16) * 16 * (inputs + 1) + i * 16 + o % 16;
      if (layout == format::layer_layout::rows) at = i == 0 ? o : padded_outputs + o * padded_inputs + i - 1;
      to[at] = normal(random);
    }
  }
  t.layers.push_back(l);
}

/// The same in f64, from the weights as they lie in the panels.
std::vector<double> layer_in_f64(const task& t, const format::layer& l, const std::vector<double>& x) {
  std::vector<double> y(l.outputs);
  const float* const w = t.panels.data() + l.first;
  for (std::size_t o = 0; o < l.outputs; ++o) {
    const bool rows = l.layout == format::layer_layout::rows;
    const float* const panel = w + (o / 16) * 16 * (l.inputs + std::size_t{1}) + o % 16;
    const float* const row = w + align_up(l.outputs, 16) + o * align_up(l.inputs, 16);
    double sum = static_cast<double>(rows ? w[o] : panel[0]);
    for (std::size_t i = 0; i < l.inputs; ++i)
      sum += static_cast<double>(rows ? row[i] : panel[16 * (i + 1)]) * x[i];
    y[o] = kernels::function_of(l.activation, sum, 0, 0);
  }
  return y;
}

/// Layers of these widths with relu between them.
task network_of(const std::vector<std::uint32_t>& widths, std::uint64_t workspace_rows) {
  std::mt19937 random(1);
  task t;
  t.inputs = widths.front();
  t.outputs = widths.back();
  for (std::size_t i = 1; i < widths.size(); ++i) {
    const bool last = i + 1 == widths.size();
    append_layer(t, widths[i - 1], widths[i], last ? format::function::identity : format::function::relu,
                 random);
  }
  format::step s{};
  s.kind = format::step_kind::network;
  s.roles = 1;
  s.input_width = widths.front();
  s.output = widths.front();
  s.output_width = widths.back();
  s.a = {0, static_cast<std::uint32_t>(t.layers.size())};
  t.program.layers = t.layers;
  t.program.about.workspace_bytes = view::network_workspace_bytes(t.program, s) * workspace_rows;
  t.finish(s, random);
  std::vector<double> x(t.rows.begin(), t.rows.begin() + widths.front());
  for (const auto& l : t.layers) x = layer_in_f64(t, l, x);
  t.expected = x;
  return t;
}

task linear_of(std::uint32_t inputs, std::uint32_t outputs) {
  std::mt19937 random(1);
  std::normal_distribution<double> normal;
  task t;
  t.inputs = inputs;
  t.outputs = outputs;
  t.numbers.resize(std::size_t{inputs} * outputs + outputs);
  for (double& w : t.numbers) w = normal(random);
  format::step s{};
  s.kind = format::step_kind::linear;
  s.roles = 1;
  s.input_width = inputs;
  s.output = inputs;
  s.output_width = outputs;
  s.a = {0, inputs * outputs};
  s.b = {inputs * outputs, outputs};
  t.finish(s, random);
  for (std::size_t o = 0; o < outputs; ++o) {
    double sum = t.numbers[std::size_t{inputs} * outputs + o];
    for (std::size_t i = 0; i < inputs; ++i) sum += t.numbers[o * inputs + i] * t.rows[i];
    t.expected.push_back(sum);
  }
  return t;
}

/// range(0): isa; range(1): rows a call.
void time(benchmark::State& state, task t, double tolerance) {
  const auto set = static_cast<kernels::isa>(state.range(0));
  const auto rows = static_cast<std::size_t>(state.range(1));
  if (set > kernels::best_isa(nullptr)) return state.SkipWithError("the machine does not have it");
  if (!t.answers_right(set, tolerance)) return state.SkipWithError("wrong answer");
  const kernels::block b = t.block(rows);
  for (auto _ : state) {
    const bool done = kernels::run(t.program, 1, b, set).has_value();
    benchmark::DoNotOptimize(done);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * state.range(1));
}

void network(benchmark::State& state, const std::vector<std::uint32_t>& widths) {
  time(state, network_of(widths, static_cast<std::uint64_t>(state.range(1))), 1e-5);
}

void linear(benchmark::State& state, std::uint32_t inputs, std::uint32_t outputs) {
  time(state, linear_of(inputs, outputs), 1e-10);
}

void sets_and_rows(benchmark::internal::Benchmark* b) {
  b->ArgNames({"isa", "rows"});
  b->ArgsProduct({{0, 1, 2}, {1, static_cast<std::int64_t>(kernels::max_block_rows)}});
}

using widths = std::vector<std::uint32_t>;
BENCHMARK_CAPTURE(network, relu, widths{20, 64, 32, 1})->Name("network/20-64-32-1")->Apply(sets_and_rows);
BENCHMARK_CAPTURE(network, relu, widths{784, 128, 10})->Name("network/784-128-10")->Apply(sets_and_rows);
BENCHMARK_CAPTURE(network, relu, widths{1000, 512, 256, 10})
    ->Name("network/1000-512-256-10")
    ->Apply(sets_and_rows);
BENCHMARK_CAPTURE(linear, f64, 8, 1)->Name("linear/8-1")->Apply(sets_and_rows);
BENCHMARK_CAPTURE(linear, f64, 30, 1)->Name("linear/30-1")->Apply(sets_and_rows);
BENCHMARK_CAPTURE(linear, f64, 30, 10)->Name("linear/30-10")->Apply(sets_and_rows);
BENCHMARK_CAPTURE(linear, f64, 1000, 1)->Name("linear/1000-1")->Apply(sets_and_rows);
BENCHMARK_CAPTURE(linear, f64, 1000, 10)->Name("linear/1000-10")->Apply(sets_and_rows);

} // namespace

BENCHMARK_MAIN();
