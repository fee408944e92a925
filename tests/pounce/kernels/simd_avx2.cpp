// pounce/kernels/simd_avx2.cpp -- the vector operations of AVX2, lane by lane.
#include "simd_check.hpp"

#include <pounce/kernels/regions.hpp>

#if defined(__x86_64__)

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,fma,f16c")
#endif
#define POUNCE_REGION avx2
#include "simd_operations.hpp"
#undef POUNCE_REGION
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

TEST_SUITE("kernels/simd_avx2") {
  TEST_CASE("the operations of AVX2 are those of scalars") {
    if (pounce::kernels::best_isa(nullptr) < pounce::kernels::isa::avx2) return;
    simd_check::check(pounce::kernels::avx2::table);
  }
}

#endif
