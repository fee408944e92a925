// pounce/kernels/simd.cpp -- the baseline's vector operations, lane by lane.
#include "simd_check.hpp"

#include <pounce/kernels/regions.hpp>

#define POUNCE_REGION baseline
#include "simd_operations.hpp"

TEST_SUITE("kernels/simd") {
  TEST_CASE("the baseline's operations are those of scalars") {
    simd_check::check(pounce::kernels::baseline::table);
  }
}
