#include <pounce/core/processor.hpp>

#include <doctest/doctest.h>

TEST_SUITE("core/processor") {
#if defined(__x86_64__) && defined(__GLIBC__)
  TEST_CASE("what the C library has found out is what the compiler's library finds out") {
    __builtin_cpu_init();
    const auto bits = pounce::library_cpuid();
    REQUIRE(bits.has_value());
    CHECK(((bits->leaf1_ecx >> 12) & 1U) == (__builtin_cpu_supports("fma") != 0 ? 1U : 0U));
    CHECK(((bits->leaf7_ebx >> 5) & 1U) == (__builtin_cpu_supports("avx2") != 0 ? 1U : 0U));
    CHECK(pounce::has_crc32c() == (__builtin_cpu_supports("sse4.2") != 0));
  }
#else
  TEST_CASE("asking for the checksum's instruction says the same each time") {
    CHECK(pounce::has_crc32c() == pounce::has_crc32c());
    CHECK_FALSE(pounce::library_cpuid().has_value());
  }
#endif
}
