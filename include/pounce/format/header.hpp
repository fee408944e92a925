// pounce/format/header.hpp -- the first 64 bytes of a model file.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace pounce::format {

static_assert(std::endian::native == std::endian::little, "pounce files are little-endian and read in place");

/// 89 'P' 'N' 'C' 0D 0A 1A 0A: as PNG's, so that a transfer that changes line ends or drops a bit shows.
inline constexpr std::array<std::uint8_t, 8> magic{0x89, 'P', 'N', 'C', 0x0D, 0x0A, 0x1A, 0x0A};

inline constexpr std::uint16_t major_version = 1;
inline constexpr std::uint16_t minor_version = 0;

inline constexpr std::uint32_t max_sections = 64;
inline constexpr std::uint64_t max_file_bytes = std::uint64_t{1} << 40;

/// Sections begin at multiples of this.
inline constexpr std::uint64_t section_alignment = 64;

struct header {
  std::array<std::uint8_t, 8> magic;
  std::uint16_t major;
  std::uint16_t minor;
  std::uint32_t header_bytes; // this header and the section table
  std::uint64_t file_bytes;
  std::uint32_t section_count;
  std::uint32_t requirements;              // a bit that the reader does not know: refuse
  std::uint32_t hints;                     // a bit that the reader does not know: ignore
  std::uint32_t header_crc32c;             // of header_bytes bytes from 0, this field taken as 0
  std::array<std::uint8_t, 16> content_id; // first half of SHA-256 over [header_bytes, file_bytes)
  std::uint64_t reserved;
};
static_assert(sizeof(header) == 64 && alignof(header) == 8 && std::is_trivially_copyable_v<header>);
static_assert(offsetof(header, header_bytes) == 12 && offsetof(header, file_bytes) == 16);
static_assert(offsetof(header, header_crc32c) == 36 && offsetof(header, content_id) == 40);

} // namespace pounce::format
