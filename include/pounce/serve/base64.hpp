// pounce/serve/base64.hpp -- RFC 4648 base64, strict, in place.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>

namespace pounce::serving {

/// Bytes of the base64 of `bytes` bytes.
///
/// Requires  bytes < 2^62.
constexpr std::size_t base64_size(std::size_t bytes) noexcept { return (bytes + 2) / 3 * 4; }

namespace detail {

inline constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A digit's value, or 64.
constexpr std::uint32_t base64_value(char c) noexcept {
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0' + 52);
  return c == '+' ? 62 : c == '/' ? 63 : 64;
}

} // namespace detail

/// Replaces base64 by the bytes it stands for, from the first byte of `text` on; returns how many. None if it is not
/// whole groups of four digits, padded, with the unused bits 0 (RFC 4648, 3.5).
template <class Arch = default_arch>
std::optional<std::size_t> base64_decode(std::span<char> text) noexcept {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t to = 0;
  for (std::size_t from = 0; from < text.size(); from += 4) {
    const bool last = from + 4 == text.size();
    const std::size_t padding = !last || text[from + 3] != '=' ? 0 : text[from + 2] != '=' ? 1 : 2;
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const std::uint32_t value = i >= 4 - padding ? 0 : detail::base64_value(text[from + i]);
      if (value > 63) return std::nullopt;
      bits = bits << 6 | value;
    }
    if ((padding == 1 && (bits & 0xFF) != 0) || (padding == 2 && (bits & 0xFFFF) != 0)) return std::nullopt;
    for (std::size_t i = 0; i < 3 - padding; ++i) text[to++] = static_cast<char>(bits >> (16 - 8 * i));
  }
  return to;
}

/// Replaces the first `bytes` bytes of `space` by their base64.
///
/// Requires  space.size() >= base64_size(bytes).
template <class Arch = default_arch>
void base64_encode(std::span<char> space, std::size_t bytes) noexcept {
  // From the end, so that a group is read before a longer one is written over it.
  for (std::size_t group = (bytes + 2) / 3; group-- > 0;) {
    const std::size_t from = 3 * group;
    const std::size_t count = bytes - from < 3 ? bytes - from : 3;
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8 | (i < count ? static_cast<unsigned char>(space[from + i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      const char digit = detail::base64_digits[bits >> (18 - 6 * i) & 63];
      space[4 * group + i] = i <= count ? digit : '=';
    }
  }
}

} // namespace pounce::serving
