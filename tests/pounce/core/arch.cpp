// pounce/kernels/arch.cpp -- compiler flags as a type.
#include <doctest/doctest.h>

#include <type_traits>

#include <pounce/core/arch.hpp>

TEST_SUITE("core/arch") {
  TEST_CASE("different flags are different types") {
    CHECK_FALSE(std::is_same_v<pounce::arch<0>, pounce::arch<1>>);
    CHECK(std::is_same_v<pounce::default_arch, pounce::arch<pounce::default_arch::features>>);
  }

  TEST_CASE("AVX2 and FMA have a bit each") {
    const bool avx2 = (pounce::default_arch::features & (1U << 5)) != 0;
    const bool fma = (pounce::default_arch::features & (1U << 6)) != 0;
#if defined(__AVX2__)
    CHECK(avx2);
#else
    CHECK_FALSE(avx2);
#endif
#if defined(__FMA__)
    CHECK(fma);
#else
    CHECK_FALSE(fma);
#endif
  }
}
