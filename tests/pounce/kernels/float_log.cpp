// pounce/kernels/float_log.cpp -- ONNX Runtime's own answers, bit by bit.
#include <doctest/doctest.h>

#include <pounce/kernels/float_log.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using pounce::kernels::float_log;

TEST_SUITE("kernels/float_log") {
  TEST_CASE("it is ONNX Runtime's of four floats side by side, to the last bit") {
    // onnxruntime-node 1.30.0.
    constexpr double cases[][2] = {
        {1.0, 0.0},
        {2.0, 0x1.62e43p-1},
        {0.5, -0x1.62e43p-1},
        {0.1, -0x1.26bb1cp+1},
        {10.0, 0x1.26bb1cp+1},
        {0.001, -0x1.ba18aap+2},
        {0.9999, -0x1.a3855ep-14},
        {1.0001, 0x1.a37aap-14},
        {0.70710677, -0x1.62e43p-2}, // on either side of the root of 1/2
        {0.7071068, -0x1.62e42ap-2},
        {1e-40, -0x1.7069e4p+6},
        {1e-45, -0x1.9d1dap+6},
        {3e38, 0x1.62632cp+6},
        {0.33333334, -0x1.193ea8p+0},
        {0.0, -infinity},
        {-0.0, -infinity},
        {infinity, infinity},
    };
    for (const auto& c : cases) {
      CAPTURE(c[0]);
      CHECK(float_log(c[0]) == c[1]);
    }
    CHECK(std::isnan(float_log(-1.0)));
    CHECK(std::isnan(float_log(-infinity)));
    CHECK(std::isnan(float_log(std::nan(""))));
  }
}
