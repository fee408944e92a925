// pounce/kernels/fused_horner.cpp -- each step rounded once.
#include <doctest/doctest.h>

#include <pounce/kernels/fused_horner.hpp>

using pounce::default_arch;
using pounce::kernels::fused_horner;

TEST_SUITE("kernels/fused_horner") {
  TEST_CASE("the first number is of the highest power") {
    constexpr float numbers[] = {2, -3, 5};
    CHECK(fused_horner<default_arch>(numbers, 10.0F) == 175.0F);
  }
  TEST_CASE("a product is not rounded before it is added") {
    constexpr float x = 1 + 0x1p-12F; // its square is 1 + 2^-11 + 2^-24
    constexpr float numbers[] = {x, -1 - 0x1p-11F};
    CHECK(fused_horner<default_arch>(numbers, x) == 0x1p-24F);
  }
}
