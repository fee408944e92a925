#include <pounce/format/load.hpp>

#include <array>
#include <cstdint>

#include <doctest/doctest.h>

TEST_SUITE("format/load") {
  TEST_CASE("a number is copied from any offset, an array is seen in place") {
    alignas(8) const std::array<std::uint8_t, 16> bytes{0, 1, 0, 0, 0, 2, 0, 0, 'o', 'k'};
    const auto all = std::as_bytes(std::span(bytes));
    CHECK(pounce::format::load<std::uint32_t>(all, 1) == 1);
    CHECK(pounce::format::load<std::uint16_t>(all, 5) == 2);
    const auto words = pounce::format::array_of<std::uint32_t>(all.first(8));
    CHECK(words.size() == 2);
    CHECK(words[0] == 256);
    CHECK(pounce::format::text_of(all.subspan(8, 2)) == "ok");
  }
}
