// pounce/kernels/layer.cpp -- one dense layer by itself.
#include <doctest/doctest.h>

#include <pounce/kernels/layer.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using pounce::default_arch;

namespace {

void dense_layer(isa set, const format::layer& l, const float* weights, const float* x, float* y,
                 std::size_t count) {
  switch (set) {
  case isa::baseline:
    return pounce::kernels::baseline::dense_layer<default_arch>(l, weights, x, y, count, 32);
  case isa::avx2: return pounce::kernels::avx2::dense_layer<default_arch>(l, weights, x, y, count, 32);
  case isa::avx512: return pounce::kernels::avx512::dense_layer<default_arch>(l, weights, x, y, count, 32);
  }
}

} // namespace

TEST_SUITE("kernels/layer") {
  TEST_CASE("a layer writes zeros up to the panel's end and nothing behind it") {
    constexpr std::size_t count = 14; // more than a tile of any instruction set
    for (const auto activation : {format::function::identity, format::function::logistic}) {
      format::layer l{};
      l.inputs = 3;
      l.outputs = 10;
      l.activation = activation;
      const std::vector<float> weights(pounce::format::layer_floats(3, 10, l.layout),
                                       1.0F); // its padding too
      const std::vector<float> x(count * 32, 2.0F);
      for (const isa set : sets()) {
        std::vector<float> y(count * 32, -7.0F);
        dense_layer(set, l, weights.data(), x.data(), y.data(), count);
        for (std::size_t r = 0; r < count; ++r) {
          const auto want =
              activation == format::function::identity ? 7.0 : 1 / (1 + std::exp(-7.0)); // 1 + 3 * 2
          for (std::size_t o = 0; o < 10; ++o) CHECK(near(static_cast<double>(y[r * 32 + o]), want, 1e-6));
          for (std::size_t o = 10; o < 16; ++o) CHECK(y[r * 32 + o] == 0.0F);
          for (std::size_t o = 16; o < 32; ++o) CHECK(y[r * 32 + o] == -7.0F);
        }
      }
    }
  }

  TEST_CASE("rows become floats padded with zeros, and doubles again") {
    for (std::size_t n = 1; n <= 65; ++n) {
      const auto x = numbers(n).many(n);
      std::vector<float> narrow(80, -7.0F);
      std::vector<double> wide(n, -7.0);
      pounce::kernels::baseline::narrow_row<default_arch>(x.data(), n, narrow.data());
      pounce::kernels::baseline::widen_row<default_arch>(narrow.data(), n, wide.data());
      for (std::size_t i = 0; i < n; ++i) CHECK(wide[i] == static_cast<double>(static_cast<float>(x[i])));
      for (std::size_t i = n; i < pounce::align_up(n, 16); ++i) CHECK(narrow[i] == 0.0F);
    }
  }
}
