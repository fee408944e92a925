// pounce/kernels/float_tanh.cpp -- ONNX Runtime's own answers, bit by bit.
#include <doctest/doctest.h>

#include <pounce/kernels/float_tanh.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using pounce::kernels::float_tanh;

TEST_SUITE("kernels/float_tanh") {
  TEST_CASE("it is ONNX Runtime's to the last bit, which is not always the nearest") {
    // onnxruntime-node 1.30.0 on a processor with FMA3.
    constexpr double cases[][2] = {
        {0.0, 0.0},
        {1.0, 0x1.85efacp-1},
        {-0.3, -0x1.2a4ddap-2},
        {0.01, 0x1.47ab46p-7},
        {-2.5, -0x1.f92584p-1},
        {7.75, 0x1.fffff4p-1},
        {-8.99, -1.0},
        {20.0, 1.0},
        {-1e30, -1.0},
        {1e-30, 0x1.4484bep-100},
        {1e-40, 0x1.1697p-133}, // of 0x1.16c2p-133
        {infinity, 1.0},
        {-infinity, -1.0},
    };
    for (const auto& c : cases) {
      CAPTURE(c[0]);
      CHECK(float_tanh(c[0]) == c[1]);
    }
    CHECK(std::signbit(float_tanh(-0.0)));
    CHECK(std::isnan(float_tanh(std::nan(""))));
  }
}
