// pounce/kernels/float_linear.cpp -- fused sums of floats, the same bits on every instruction set.
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include <pounce/kernels/float_linear.hpp>
#include <pounce/kernels/linear.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;

namespace {

/// Weights are (inputs, outputs).
one_step fused_step(const std::vector<double>& weights, const std::vector<double>& bias) {
  one_step step(format::step_kind::linear);
  step.step.variant = static_cast<std::uint8_t>(format::product_kind::fused);
  step.step.flags = format::rounds_to_f32;
  step.step.a = step.append(weights);
  step.step.b = step.append(bias);
  return step;
}

std::vector<double> floats_of(numbers& random, std::size_t count) {
  auto made = random.many(count);
  for (double& x : made) x = static_cast<double>(static_cast<float>(x));
  return made;
}

double one_by_one(const std::vector<double>& weights, const std::vector<double>& bias, std::size_t output,
                  const std::vector<double>& x) {
  auto total = static_cast<float>(bias[output]);
  float sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum = std::fma(static_cast<float>(weights[i * bias.size() + output]), static_cast<float>(x[i]), sum);
    if (i % 256 != 255 && i + 1 != x.size()) continue;
    total += sum;
    sum = 0;
  }
  return static_cast<double>(total);
}

} // namespace

TEST_SUITE("kernels/float_linear") {
  TEST_CASE("sums are made one product after the other, rounded once, and begun anew after 256") {
    for (const std::size_t width : {1U, 2U, 3U, 17U, 255U, 256U, 257U, 513U}) {
      for (const std::size_t outputs : {1U, 3U, 4U, 7U, 8U, 15U, 16U, 17U, 33U, 70U, 131U}) {
        numbers random(width * 256 + outputs);
        const auto weights = floats_of(random, width * outputs);
        const auto bias = floats_of(random, outputs);
        const auto x = floats_of(random, width);
        std::vector<double> want;
        for (std::size_t o = 0; o < outputs; ++o) want.push_back(one_by_one(weights, bias, o, x));
        auto step = fused_step(weights, bias);
        for (const isa set : sets()) {
          CAPTURE(width);
          CAPTURE(outputs);
          CAPTURE(static_cast<int>(set));
          CHECK(same(step(x, static_cast<std::uint32_t>(outputs), set), want));
        }
      }
    }
  }

  TEST_CASE("a product is not rounded before it is added") {
    const double x = 1 + 0x1p-12; // its square is 1 + 2^-11 + 2^-24
    auto step = fused_step({-1 - 0x1p-11, x}, {0});
    for (const isa set : sets()) CHECK(same(step({1, x}, 1, set), {0x1p-24}));
  }

  TEST_CASE("NaN and infinities pass through, numbers beyond float's range are infinite") {
    auto step = fused_step(std::vector<double>(40, 1.0), {0, 0});
    for (const isa set : sets()) {
      std::vector<double> x(20, 1.0);
      x[7] = quiet_nan;
      CHECK(same(step(x, 2, set), {quiet_nan, quiet_nan}));
      x[7] = -infinity;
      CHECK(same(step(x, 2, set), {-infinity, -infinity}));
      x[7] = 1e39;
      CHECK(same(step(x, 2, set), {infinity, infinity}));
    }
  }
}
