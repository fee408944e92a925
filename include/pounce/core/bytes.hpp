// pounce/core/bytes.hpp -- byte spans and the only arithmetic that sizes from a file go through.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

namespace pounce {

using byte_span = std::span<const std::byte>;

/// Whether [first, first + count) lies within [0, size). Never wraps.
constexpr bool in_range(std::uint64_t first, std::uint64_t count, std::uint64_t size) noexcept {
  return count <= size && first <= size - count;
}

/// a * b, or none if it does not fit 64 bits.
constexpr std::optional<std::uint64_t> checked_multiply(std::uint64_t a, std::uint64_t b) noexcept {
  if (a != 0 && b > std::numeric_limits<std::uint64_t>::max() / a) return std::nullopt;
  return a * b;
}

/// a + b, or none if it does not fit 64 bits.
constexpr std::optional<std::uint64_t> checked_add(std::uint64_t a, std::uint64_t b) noexcept {
  if (b > std::numeric_limits<std::uint64_t>::max() - a) return std::nullopt;
  return a + b;
}

/// `n` rounded up to a multiple of `alignment`.
///
/// Requires  alignment is a power of two, n + alignment does not wrap.
constexpr std::uint64_t align_up(std::uint64_t n, std::uint64_t alignment) noexcept {
  return (n + alignment - 1) & ~(alignment - 1);
}

} // namespace pounce
