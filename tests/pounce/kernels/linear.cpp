// pounce/kernels/linear.cpp -- weighted sums against plain loops.
#include <doctest/doctest.h>

#include <pounce/kernels/linear.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;

namespace {

one_step linear_step(const std::vector<double>& weights, const std::vector<double>& bias) {
  one_step step(format::step_kind::linear);
  step.step.a = step.append(weights);
  step.step.b = step.append(bias);
  return step;
}

} // namespace

TEST_SUITE("kernels/linear") {
  TEST_CASE("an output is the weighted sum plus the bias") {
    // 1 * 1 + 2 * 2 + 3 * 3 + 10 and the same with all signs turned
    auto step = linear_step({1, 2, 3, -1, -2, -3}, {10, -10});
    for (const isa set : sets()) CHECK(same(step({1, 2, 3}, 2, set), {24, -24}));
  }

  TEST_CASE("any width and any number of outputs give the plain sums") {
    for (std::size_t width = 1; width <= 33; ++width) { // four lanes of eight doubles and one
      for (std::size_t outputs = 1; outputs <= 9; ++outputs) {
        numbers random(width * 16 + outputs);
        const auto weights = random.many(width * outputs);
        const auto bias = random.many(outputs);
        const auto first = random.many(width);
        const auto second = random.many(width);
        auto step = linear_step(weights, bias);
        auto want = linear(weights, bias, first);
        const auto more = linear(weights, bias, second);
        want.insert(want.end(), more.begin(), more.end());
        for (const isa set : sets()) {
          CAPTURE(width);
          CAPTURE(outputs);
          CAPTURE(static_cast<int>(set));
          CHECK(
              near(step.run({first, second}, static_cast<std::uint32_t>(outputs), set).values, want, 1e-14));
        }
      }
    }
  }

  TEST_CASE("NaN, infinities and subnormals pass through wherever they stand") {
    for (const std::size_t width : {3U, 40U, 90U}) {
      auto step = linear_step(std::vector<double>(width, 1.0), {0.0});
      for (std::size_t at = 0; at < width; ++at) {
        for (const isa set : sets()) {
          std::vector<double> x(width, -0.0);
          x[at] = quiet_nan;
          CHECK(same(step(x, 1, set), {quiet_nan}));
          x[at] = -infinity;
          CHECK(same(step(x, 1, set), {-infinity}));
          x[at] = subnormal;
          CHECK(same(step(x, 1, set), {subnormal}));
        }
      }
    }
  }

  TEST_CASE("in f32 it sums from left to right, rounds each step and adds the bias last") {
    numbers random(7);
    for (std::size_t width = 1; width <= 20; ++width) {
      std::vector<double> weights;
      std::vector<double> x;
      float sum = 0;
      for (std::size_t i = 0; i < width; ++i) {
        const auto w = static_cast<float>(random.next());
        const auto v = static_cast<float>(random.next());
        weights.push_back(static_cast<double>(w));
        x.push_back(static_cast<double>(v));
        const volatile float product = w * v; // volatile: not fused with the sum
        sum += product;
      }
      auto step = linear_step(weights, {static_cast<double>(0.3F)});
      step.flags(format::rounds_to_f32);
      const float want = sum + 0.3F;
      CHECK(same(step(x, 1), {static_cast<double>(want)}));
    }
  }
}
