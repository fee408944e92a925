// pounce/kernels/regions.cpp -- the same kernels in each instruction set.
#include <doctest/doctest.h>

#include <pounce/kernels/regions.hpp>

using namespace pounce::kernels;

TEST_SUITE("kernels/regions") {
  TEST_CASE("each instruction set has its own width") {
#if defined(__x86_64__)
    CHECK(avx2::float_lanes == 8);
    CHECK(avx512::float_lanes == 16);
    CHECK(avx2::double_lanes == 4);
    CHECK(avx512::double_lanes == 8);
#else
    CHECK(avx2::float_lanes == baseline::float_lanes);
    CHECK(avx512::float_lanes == baseline::float_lanes);
#endif
    CHECK(pounce::format::panel_width % baseline::float_lanes == 0);
  }

  TEST_CASE("each instruction set has its own kernels where there is more than the baseline") {
#if defined(__x86_64__)
    const bool apart =
        &avx2::network_rows<pounce::default_arch> != &avx512::network_rows<pounce::default_arch> &&
        &avx2::network_rows<pounce::default_arch> != &baseline::network_rows<pounce::default_arch>;
    CHECK(apart);
#endif
  }
}
