#include <pounce/format/checksum.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

#include <doctest/doctest.h>

TEST_SUITE("format/checksum") {
  // Known answers: RFC 3720, appendix B.4.
  TEST_CASE("the checksum of known bytes is the known one") {
    std::array<std::byte, 32> bytes{};
    CHECK(pounce::format::crc32c(bytes) == 0x8A9136AAU);
    bytes.fill(std::byte{0xFF});
    CHECK(pounce::format::crc32c(bytes) == 0x62A8AB43U);
    for (std::size_t i = 0; i < 32; ++i) bytes[i] = static_cast<std::byte>(i);
    CHECK(pounce::format::crc32c(bytes) == 0x46DD794EU);
  }

  TEST_CASE("bytes in two parts have the checksum of the whole") {
    std::array<std::byte, 32> bytes{};
    for (std::size_t i = 0; i < 32; ++i) bytes[i] = static_cast<std::byte>(i);
    const pounce::byte_span all(bytes);
    for (std::size_t cut = 0; cut <= 32; ++cut) {
      CHECK(pounce::format::crc32c(all.subspan(cut), pounce::format::crc32c(all.first(cut))) == 0x46DD794EU);
    }
  }

  TEST_CASE("the processor's instruction gives the same checksum for every length, place and start") {
    std::array<std::byte, 100> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i * 167 + 13);
    for (std::size_t first = 0; first < 8; ++first) {
      for (std::size_t length = 0; first + length <= bytes.size(); ++length) {
        const auto part = pounce::byte_span(bytes).subspan(first, length);
        CAPTURE(length);
        CHECK(pounce::format::checksum(part) == pounce::format::crc32c(part));
        CHECK(pounce::format::checksum(part, 0xDEADBEEFU) == pounce::format::crc32c(part, 0xDEADBEEFU));
      }
    }
  }
}
