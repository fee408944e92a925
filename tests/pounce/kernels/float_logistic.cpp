// pounce/kernels/float_logistic.cpp -- ONNX Runtime's own answers, bit by bit.
#include <doctest/doctest.h>

#include <pounce/kernels/float_logistic.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using pounce::kernels::float_logistic;

TEST_SUITE("kernels/float_logistic") {
  TEST_CASE("it is ONNX Runtime's to the last bit, also where little is left") {
    // onnxruntime-node 1.30.0 on a processor with FMA3.
    constexpr double cases[][2] = {
        {0.0, 0x1p-1},         {-0.0, 0x1p-1},       {1.0, 0x1.764d5p-1},  {-1.0, 0x1.136562p-2},
        {0.3, 0x1.261d54p-1},  {-2.5, 0x1.36b71p-4}, {7.0, 0x1.ff8896p-1}, {-9.25, 0x1.93p-14},
        {-14.5, 0x1.ep-22},    {-16.125, 0x1.4p-23}, {-16.7, 0x1.8p-24},   {-17.5, 0x1p-25},
        {-18.0, 0.0},          {-18.36106, 0.0}, // without an end it would be -2^-24
        {16.0, 0x1.fffffep-1}, {17.25, 1.0},         {-1e30, 0.0},         {1e-30, 0x1p-1},
        {infinity, 1.0},       {-infinity, 0.0}};
    for (const auto& c : cases) {
      CAPTURE(c[0]);
      CHECK(float_logistic(c[0]) == c[1]);
    }
    CHECK(std::isnan(float_logistic(std::nan(""))));
  }
}
