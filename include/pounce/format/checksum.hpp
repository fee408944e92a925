// pounce/format/checksum.hpp -- CRC-32C (Castagnoli), the checksum of headers and sections.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <pounce/core/bytes.hpp>

namespace pounce::format {

namespace detail {
constexpr std::array<std::uint32_t, 256> crc32c_table() noexcept {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t c = i;
    for (int bit = 0; bit < 8; ++bit) c = (c >> 1) ^ ((c & 1) != 0 ? 0x82F63B78U : 0U);
    table[i] = c;
  }
  return table;
}
inline constexpr std::array<std::uint32_t, 256> crc32c_of_byte = crc32c_table();
} // namespace detail

/// The checksum of `bytes`, or of what came before followed by `bytes` if `before` is the checksum of that.
///
/// Source  RFC 3720, appendix B.4 has known answers.
[[gnu::hot]] constexpr std::uint32_t crc32c(byte_span bytes, std::uint32_t before = 0) noexcept {
  std::uint32_t c = ~before;
  for (const std::byte b : bytes) {
    c = detail::crc32c_of_byte[(c ^ static_cast<std::uint32_t>(b)) & 0xFFU] ^ (c >> 8);
  }
  return ~c;
}

} // namespace pounce::format
