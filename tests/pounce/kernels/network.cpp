// pounce/kernels/network.cpp -- whole networks against f64.
#include <doctest/doctest.h>

#include <pounce/kernels/network.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using format::function;
using format::layer_layout;

namespace {

void append(one_step& step, std::uint32_t inputs, std::uint32_t outputs, layer_layout layout,
            function activation, numbers& random) {
  format::layer l{};
  l.inputs = inputs;
  l.outputs = outputs;
  l.layout = layout;
  l.activation = activation;
  l.alpha = 0.75;
  l.beta = 0.5;
  step.append_layer(l, random.many(std::size_t{inputs} * outputs), random.many(outputs));
}

/// Rows against f64, in every instruction set.
void check(one_step& step, const std::vector<std::vector<double>>& rows, std::uint32_t outputs) {
  std::vector<double> want;
  for (const auto& row : rows) {
    std::vector<double> x;
    for (const double v : row) x.push_back(static_cast<double>(static_cast<float>(v)));
    const auto y = step.network_in_f64(x);
    want.insert(want.end(), y.begin(), y.end());
  }
  for (const isa set : sets()) {
    CAPTURE(static_cast<int>(set));
    CHECK(near(step.run(rows, outputs, set).values, want, 1e-5));
  }
}

} // namespace

TEST_SUITE("kernels/network") {
  TEST_CASE("one layer worked by hand") {
    for (const auto layout : {layer_layout::panels, layer_layout::rows}) {
      one_step step(format::step_kind::network);
      format::layer l{};
      l.inputs = 2;
      l.outputs = 3;
      l.layout = layout;
      l.activation = function::relu;
      step.append_layer(l, {1, 2, 3, 4, -5, -6}, {0.5, 0, 1});
      for (const isa set : sets()) CHECK(same(step({1, 2}, 3, set), {5.5, 11, 0}));
    }
  }

  TEST_CASE("layers of any width are within tolerance of f64, in both layouts") {
    for (std::uint32_t outputs = 1; outputs <= 65; ++outputs) { // four lanes of 16 and one
      for (const std::uint32_t inputs : {1U, 2U, 3U, 7U, 15U, 16U, 17U, 33U, 64U, 65U}) {
        for (const auto layout : {layer_layout::panels, layer_layout::rows}) {
          CAPTURE(inputs);
          CAPTURE(outputs);
          numbers random(inputs * 100 + outputs);
          one_step step(format::step_kind::network);
          append(step, inputs, outputs, layout, function::relu, random);
          check(step, {random.many(inputs)}, outputs);
        }
      }
    }
  }

  TEST_CASE("any number of rows gives what each row gives, however many the workspace holds") {
    for (const std::uint64_t at_once : {1U, 2U, 13U, 64U, 100U}) {
      for (std::size_t count = 1; count <= pounce::kernels::max_block_rows; count += 7) {
        CAPTURE(at_once);
        CAPTURE(count);
        numbers random(count);
        one_step step(format::step_kind::network);
        step.workspace_rows = at_once;
        append(step, 5, 70, layer_layout::panels, function::tanh, random);
        append(step, 70, 33, layer_layout::panels, function::logistic, random);
        append(step, 33, 3, layer_layout::rows, function::identity, random);
        std::vector<std::vector<double>> rows;
        for (std::size_t r = 0; r < count; ++r) rows.push_back(random.many(5));
        check(step, rows, 3);
      }
    }
  }

  TEST_CASE("what pads a layer to a panel does not reach the next one") {
    // The padding's sums are 0, and 1 / 0 is infinite.
    for (const auto activation : {function::reciprocal, function::log, function::logistic, function::exp}) {
      numbers random(3);
      one_step step(format::step_kind::network);
      append(step, 2, 9, layer_layout::panels, function::exp, random);
      append(step, 9, 5, layer_layout::rows, activation, random);
      append(step, 5, 2, layer_layout::rows, function::identity, random);
      check(step, {{0.5, -0.5}}, 2);
    }
  }

  TEST_CASE("NaN and infinities come out where they come out in f64") {
    for (const auto layout : {layer_layout::panels, layer_layout::rows}) {
      for (const auto activation : {function::identity, function::relu, function::tanh, function::logistic}) {
        for (const double odd : {quiet_nan, infinity, -infinity, 1e300}) {
          CAPTURE(static_cast<int>(activation));
          CAPTURE(odd);
          numbers random(5);
          one_step step(format::step_kind::network);
          append(step, 21, 18, layout, activation, random);
          auto row = random.many(21);
          row[20] = odd;
          check(step, {row, random.many(21)}, 18);
        }
      }
    }
  }

  TEST_CASE("relu keeps NaN and takes both zeros and subnormals to 0 or themselves") {
    for (const auto layout : {layer_layout::panels, layer_layout::rows}) {
      one_step step(format::step_kind::network);
      format::layer l{};
      l.inputs = 1;
      l.outputs = 1;
      l.layout = layout;
      l.activation = function::relu;
      step.append_layer(l, {1}, {0});
      for (const isa set : sets()) {
        CHECK(std::isnan(step({quiet_nan}, 1, set)[0]));
        CHECK(step({-0.0}, 1, set)[0] == 0);
        CHECK(step({-1e-40}, 1, set)[0] == 0);
        CHECK(step({1e-40}, 1, set)[0] == static_cast<double>(1e-40F));
        CHECK(step({infinity}, 1, set)[0] == infinity);
        CHECK(step({-infinity}, 1, set)[0] == 0);
      }
    }
  }
}
