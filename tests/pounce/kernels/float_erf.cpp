// pounce/kernels/float_erf.cpp -- ONNX Runtime's own answers, bit by bit.
#include <doctest/doctest.h>

#include <pounce/kernels/float_erf.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using pounce::kernels::float_erf;
using pounce::kernels::float_gelu;
using pounce::kernels::float_gelu_tanh;

TEST_SUITE("kernels/float_erf") {
  // Of onnxruntime-node 1.30.0 on a processor with FMA3.
  TEST_CASE(
      "the error function is ONNX Runtime's to the last bit, on both sides of where its polynomials meet") {
    constexpr double cases[][2] = {
        {0.0, 0.0},
        {0.3, 0x1.50838ap-2},
        {-0.75, -0x1.6c1c98p-1},
        {0.921874, 0x1.9d8758p-1},
        {0.921875, 0x1.9d8768p-1},
        {-1.25, -0x1.d8865ep-1},
        {2.5, 0x1.ffcaaap-1},
        {3.5, 0x1.ffffe8p-1},
        {3.92, 1.0},
        {4.0, 1.0},
        {-1e30, -1.0},
        {1e-30, 0x1.6e2e12p-100},
        {1e-40, 0x1.3a8bp-133},
        {infinity, 1.0},
        {-infinity, -1.0},
    };
    for (const auto& c : cases) {
      CAPTURE(c[0]);
      CHECK(float_erf(c[0]) == c[1]);
    }
    CHECK(std::signbit(float_erf(-0.0)));
    CHECK(std::isnan(float_erf(std::nan(""))));
  }
  TEST_CASE("so is Gelu, whose factor cancels below -5") {
    constexpr double cases[][3] = {
        // x, of erf, of tanh
        {0.0, 0.0, 0.0},
        {1.0, 0x1.aec4bcp-1, 0x1.aeb0b8p-1},
        {-1.0, -0x1.44ed0cp-3, -0x1.453d1cp-3},
        {0.3, 0x1.7ba512p-3, 0x1.7ba3cp-3},
        {-2.5, -0x1.fcb1ap-7, -0x1.ee484p-7},
        {-5.25, -0x1.f8p-22, 0.0},
        {7.0, 7.0, 7.0},
        {1e-30, 0x1.4484cp-101, 0x1.4484cp-101},
        {infinity, infinity, infinity},
    };
    for (const auto& c : cases) {
      CAPTURE(c[0]);
      CHECK(float_gelu(c[0]) == c[1]);
      CHECK(float_gelu_tanh(c[0]) == c[2]);
    }
    CHECK(std::isnan(float_gelu(-infinity)));
    CHECK(std::isnan(float_gelu_tanh(-infinity)));
  }
}
