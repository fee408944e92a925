// pounce/serve/json_string.hpp -- the inside of a JSON string: is it sound UTF-8, and what does it say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>

namespace pounce::serving {

/// Where a string ends, or what is wrong with it at `end`.
struct json_string_end {
  std::size_t end;
  const char* fault = nullptr;
  bool escaped = false;
};

namespace detail {

/// Bytes of the UTF-8 character at `at`; 0 if there is none.
///
/// Source  The Unicode Standard, table 3-7: neither overlong forms nor surrogates
template <class Arch = default_arch>
std::size_t utf8_size(std::string_view text, std::size_t at) noexcept {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : 0xBF;
    return follows(1, low, high) && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
    return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

/// The four hexadecimal digits at `at`, or -1.
template <class Arch = default_arch>
int hex4(std::string_view text, std::size_t at) noexcept {
  if (text.size() < 4 || at > text.size() - 4) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const char c = text[i];
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

constexpr bool is_high_surrogate(int code) noexcept { return code >= 0xD800 && code <= 0xDBFF; }
constexpr bool is_low_surrogate(int code) noexcept { return code >= 0xDC00 && code <= 0xDFFF; }

/// Bytes of the escape whose backslash stands at `at`; 0 if it is none.
template <class Arch = default_arch>
std::size_t escape_size(std::string_view text, std::size_t at) noexcept {
  if (at + 1 >= text.size()) return 0;
  if (text[at + 1] != 'u')
    return std::string_view("\"\\/bfnrt").find(text[at + 1]) == std::string_view::npos ? 0 : 2;
  const int code = hex4<Arch>(text, at + 2);
  if (code < 0 || is_low_surrogate(code)) return 0;
  if (!is_high_surrogate(code)) return 6;
  const bool pair = at + 7 < text.size() && text[at + 6] == '\\' && text[at + 7] == 'u' &&
                    is_low_surrogate(hex4<Arch>(text, at + 8));
  return pair ? 12 : 0;
}

template <class Arch = default_arch>
char* put_utf8(char* to, unsigned code) noexcept {
  const auto part = [](unsigned bits) { return static_cast<char>(0x80 | (bits & 0x3F)); };
  if (code < 0x80) {
    *to++ = static_cast<char>(code);
  } else if (code < 0x800) {
    *to++ = static_cast<char>(0xC0 | code >> 6);
    *to++ = part(code);
  } else if (code < 0x10000) {
    *to++ = static_cast<char>(0xE0 | code >> 12);
    *to++ = part(code >> 6);
    *to++ = part(code);
  } else {
    *to++ = static_cast<char>(0xF0 | code >> 18);
    *to++ = part(code >> 12);
    *to++ = part(code >> 6);
    *to++ = part(code);
  }
  return to;
}

} // namespace detail

/// Whether all of `text` is UTF-8; the first byte that is not, or its size.
template <class Arch = default_arch>
std::size_t sound_utf8(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t size = detail::utf8_size<Arch>(text, i);
    if (size == 0) return i;
    i += size;
  }
  return text.size();
}

/// Looks for the closing quote of a string whose inside begins at `first`.
template <class Arch = default_arch>
json_string_end scan_json_string(std::string_view text, std::size_t first) noexcept {
  bool escaped = false;
  for (std::size_t i = first; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '"') return {i, nullptr, escaped};
    if (c == '\\') {
      escaped = true;
      const std::size_t size = detail::escape_size<Arch>(text, i);
      if (size == 0) return {i, "an escape that JSON does not have, or half a surrogate pair"};
      i += size;
    } else if (c < 0x20) {
      return {i, "a control character in a string"};
    } else if (c < 0x80) {
      ++i;
    } else {
      const std::size_t size = detail::utf8_size<Arch>(text, i);
      if (size == 0) return {i, "not UTF-8"};
      i += size;
    }
  }
  return {text.size(), "a string is not closed"};
}

/// What the inside of a string says, without its escapes. It is never longer than `raw`, so `to` may be `raw`
/// itself. Returns the bytes written.
///
/// Requires  raw was scanned by scan_json_string; to has room for raw.size() bytes.
template <class Arch = default_arch>
std::size_t decode_json_string(std::string_view raw, char* to) noexcept {
  char* const begin = to;
  for (std::size_t i = 0; i < raw.size();) {
    if (raw[i] != '\\') {
      *to++ = raw[i++];
      continue;
    }
    const char c = raw[i + 1];
    if (c == 'u') {
      int code = detail::hex4<Arch>(raw, i + 2);
      i += 6;
      if (detail::is_high_surrogate(code)) {
        code = 0x10000 + ((code - 0xD800) << 10) + (detail::hex4<Arch>(raw, i + 2) - 0xDC00);
        i += 6;
      }
      to = detail::put_utf8<Arch>(to, static_cast<unsigned>(code));
      continue;
    }
    *to++ = c == 'b' ? '\b' : c == 'f' ? '\f' : c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
    i += 2;
  }
  return static_cast<std::size_t>(to - begin);
}

} // namespace pounce::serving
