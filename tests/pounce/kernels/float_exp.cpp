// pounce/kernels/float_exp.cpp -- ONNX Runtime's own answers, bit by bit.
#include <doctest/doctest.h>

#include <pounce/kernels/float_exp.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using pounce::kernels::float_exp;

TEST_SUITE("kernels/float_exp") {
  TEST_CASE("it is ONNX Runtime's to the last bit, down to the smallest float") {
    // onnxruntime-node 1.30.0 on a processor with FMA3.
    constexpr double cases[][2] = {
        {0.0, 1.0},
        {1.0, 0x1.5bf0a8p+1},
        {-1.0, 0x1.78b564p-2},
        {0.3, 0x1.599058p+0},
        {-2.5, 0x1.50385cp-4},
        {10.1, 0x1.7c5c14p+14},
        {88.7, 0x1.f46ff8p+127},
        {88.75, infinity},
        {-87.5, 0x1.b2cafp-127},
        {-100.25, 0x1.5p-145},
        {-103.9, 0x1p-149},
        {-104.5, 0.0},
        {1e-30, 1.0},
        {infinity, infinity},
        {-infinity, 0.0},
    };
    for (const auto& c : cases) {
      CAPTURE(c[0]);
      CHECK(float_exp(c[0]) == c[1]);
    }
    CHECK(std::isnan(float_exp(std::nan(""))));
  }
}
