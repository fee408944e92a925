// pounce/kernels/float_softmax.cpp -- ONNX Runtime's own answers, bit by bit.
#include <doctest/doctest.h>

#include <vector>

#include <pounce/kernels/float_softmax.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using pounce::kernels::float_softmax;

namespace {

std::vector<double> of(const std::vector<double>& x, bool logarithm = false) {
  std::vector<double> y(x.size());
  float_softmax(x.data(), x.size(), logarithm, y.data());
  return y;
}

} // namespace

TEST_SUITE("kernels/float_softmax") {
  // Of onnxruntime-node 1.30.0 on a processor with AVX-512.
  TEST_CASE("it is ONNX Runtime's to the last bit") {
    const std::vector<double> three = {-2.75, -0.25, 0.0};
    CHECK(of(three) == std::vector<double>{0x1.1c324ep-5, 0x1.b0c71ep-2, 0x1.15d94ep-1}); // not ..1cp-2
    CHECK(of(three, true) == std::vector<double>{-0x1.ae3d5cp+1, -0x1.b8f56cp-1, -0x1.38f56cp-1});
  }

  TEST_CASE("more than sixteen powers are added in sixteen sums") {
    std::vector<double> x;
    for (int i = 0; i < 20; ++i) x.push_back(((7 * i * i + 3 * i) % 23 - 11) / 4.0);
    const auto y = of(x);
    CHECK(y[3] == 0x1.78f724p-9);
    CHECK(y[4] == 0x1.a65c42p-7);
    CHECK(of(x, true)[2] == -0x1.ecf8fep+1);
  }

  TEST_CASE("what is no finite number makes all NaN, but for minus infinity beside others") {
    for (const double odd : {quiet_nan, infinity}) {
      CHECK(std::isnan(of({1, odd})[0]));
      CHECK(std::isnan(of({1, odd})[1]));
      CHECK(std::isnan(of({1, odd}, true)[0]));
    }
    CHECK(of({1, -infinity}) == std::vector<double>{1, 0});
    CHECK(std::isnan(of({-infinity, -infinity})[0]));
  }
}
