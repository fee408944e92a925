#include <pounce/core/bytes.hpp>

#include <cstdint>
#include <limits>

#include <doctest/doctest.h>

TEST_SUITE("core/bytes") {
  TEST_CASE("a range lies within a size only if it ends there, for all small numbers") {
    for (std::uint64_t first = 0; first < 20; ++first) {
      for (std::uint64_t count = 0; count < 20; ++count) {
        for (std::uint64_t size = 0; size < 20; ++size) {
          CAPTURE(first);
          CAPTURE(count);
          CAPTURE(size);
          CHECK(pounce::in_range(first, count, size) == (first + count <= size));
        }
      }
    }
  }

  TEST_CASE("a range that would wrap is not within any size") {
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    CHECK_FALSE(pounce::in_range(most, 1, most));
    CHECK_FALSE(pounce::in_range(2, most, most));
    CHECK(pounce::in_range(0, most, most));
  }

  TEST_CASE("products and sums that do not fit are none") {
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    CHECK(pounce::checked_multiply(0, most) == 0);
    CHECK(pounce::checked_multiply(1U << 31, 1U << 31) == std::uint64_t{1} << 62);
    CHECK_FALSE(pounce::checked_multiply(std::uint64_t{1} << 32, std::uint64_t{1} << 32));
    CHECK(pounce::checked_add(most, 0) == most);
    CHECK_FALSE(pounce::checked_add(most, 1));
  }

  TEST_CASE("rounding up stops at a multiple") {
    CHECK(pounce::align_up(0, 64) == 0);
    CHECK(pounce::align_up(1, 64) == 64);
    CHECK(pounce::align_up(64, 64) == 64);
    CHECK(pounce::align_up(65, 64) == 128);
  }
}
