// package/packed_file.hpp -- one file of a package.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace package {

struct packed_file {
  std::string path;                 // within the package, with slashes
  std::span<const std::byte> bytes; // (any), someone else's
  bool runs = false;                // mode 0755 instead of 0644
};

/// Every file of every package is from the same moment, or two packages of one model would differ.
inline constexpr std::int64_t file_time = 315532800; // 1980-01-01, the first that zip knows

constexpr std::uint32_t mode_of(const packed_file& file) { return file.runs ? 0100755U : 0100644U; }

} // namespace package
