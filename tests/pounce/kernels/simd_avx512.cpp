// pounce/kernels/simd_avx512.cpp -- the vector operations of AVX-512, lane by lane.
#include "simd_check.hpp"

#include <pounce/kernels/regions.hpp>

#if defined(__x86_64__)

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl"))),    \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,fma,f16c,avx512f,avx512bw,avx512dq,avx512vl")
#endif
#define POUNCE_REGION avx512
#include "simd_operations.hpp"
#undef POUNCE_REGION
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

TEST_SUITE("kernels/simd_avx512") {
  TEST_CASE("the operations of AVX-512 are those of scalars") {
    if (pounce::kernels::best_isa(nullptr) < pounce::kernels::isa::avx512) return;
    simd_check::check(pounce::kernels::avx512::table);
  }
}

#endif
