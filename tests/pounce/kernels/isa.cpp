// pounce/kernels/isa.cpp -- which instruction set is picked.
#include <doctest/doctest.h>

#include <cstdint>

#include <pounce/kernels/isa.hpp>

using namespace pounce::kernels;

namespace {

constexpr std::uint32_t fma_avx_f16c = 0x30001000;
constexpr std::uint32_t avx2 = 0x20;
constexpr std::uint32_t f_dq_bw_vl = 0xc0030000;

} // namespace

TEST_SUITE("kernels/isa") {
  TEST_CASE("a set counts only if all of its bits are there") {
    CHECK(detail::isa_of_bits(0, 0) == isa::baseline);
    CHECK(detail::isa_of_bits(0, avx2 | f_dq_bw_vl) == isa::baseline);
    CHECK(detail::isa_of_bits(fma_avx_f16c, 0) == isa::baseline);
    CHECK(detail::isa_of_bits(fma_avx_f16c, f_dq_bw_vl) == isa::baseline);
    CHECK(detail::isa_of_bits(fma_avx_f16c, avx2) == isa::avx2);
    CHECK(detail::isa_of_bits(fma_avx_f16c, avx2 | f_dq_bw_vl) == isa::avx512);
    for (std::uint32_t bit = 1; bit != 0; bit <<= 1) {
      if ((fma_avx_f16c & bit) != 0) CHECK(detail::isa_of_bits(fma_avx_f16c & ~bit, avx2) == isa::baseline);
      if ((f_dq_bw_vl & bit) != 0) {
        CHECK(detail::isa_of_bits(fma_avx_f16c, avx2 | (f_dq_bw_vl & ~bit)) == isa::avx2);
      }
    }
  }

  TEST_CASE("the C library and the processor say the same") {
    CHECK(detail::isa_of_machine() == detail::isa_of_processor());
  }

  TEST_CASE("a cap lowers the set and never raises it") {
    const isa best = best_isa(nullptr);
    CHECK(best_isa("baseline") == isa::baseline);
    CHECK(best_isa("avx2") == (best == isa::baseline ? isa::baseline : isa::avx2));
    CHECK(best_isa("avx512") == best);
    CHECK(best_isa("") == best);
    CHECK(best_isa("AVX2 or so") == best);
  }
}
