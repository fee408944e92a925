// pounce/format/checksum.hpp -- CRC-32C (Castagnoli), the checksum of headers and sections.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <pounce/core/arch.hpp>
#include <pounce/core/bytes.hpp>
#include <pounce/core/processor.hpp>

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

#if defined(__x86_64__) || defined(__aarch64__)
namespace detail {

/// One step of the instruction, over 8 bytes or over one. Spelled for the assembler, because what is compiled for plain
/// x86-64 or ARMv8.0 may not use the compiler's name for it.
[[gnu::always_inline]] inline std::uint32_t crc32c_step(std::uint32_t c, std::uint64_t eight) noexcept {
#if defined(__x86_64__)
  std::uint64_t wide = c;
  __asm__("crc32q %1, %0" : "+r"(wide) : "r"(eight));
  return static_cast<std::uint32_t>(wide);
#else
  __asm__(".arch_extension crc\n\tcrc32cx %w0, %w0, %1" : "+r"(c) : "r"(eight));
  return c;
#endif
}
[[gnu::always_inline]] inline std::uint32_t crc32c_step(std::uint32_t c, std::uint8_t one) noexcept {
#if defined(__x86_64__)
  __asm__("crc32b %1, %0" : "+r"(c) : "q"(one));
#else
  __asm__(".arch_extension crc\n\tcrc32cb %w0, %w0, %w1" : "+r"(c) : "r"(std::uint32_t{one}));
#endif
  return c;
}

/// Requires  has_crc32c().
template <class Arch>
[[gnu::hot]] std::uint32_t crc32c_by_instruction(byte_span bytes, std::uint32_t before) noexcept {
  std::uint32_t c = ~before;
  for (; bytes.size() >= sizeof(std::uint64_t); bytes = bytes.subspan(sizeof(std::uint64_t))) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes.data(), sizeof eight);
    c = crc32c_step(c, eight);
  }
  for (const std::byte b : bytes) c = crc32c_step(c, static_cast<std::uint8_t>(b));
  return ~c;
}

} // namespace detail
#endif

/// crc32c, by the processor's instruction where it has one: when a model is opened, the table would be a page fault of
/// its own and 16 cold lines.
template <class Arch = default_arch>
[[gnu::hot]] std::uint32_t checksum(byte_span bytes, std::uint32_t before = 0) noexcept {
#if defined(__x86_64__) || defined(__aarch64__)
  if (has_crc32c<Arch>()) return detail::crc32c_by_instruction<Arch>(bytes, before);
#endif
  return crc32c(bytes, before);
}

} // namespace pounce::format
