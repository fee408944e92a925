// cli/json_text.cpp -- escapes of RFC 8259.
#include <cli/json_text.hpp>

#include <cmath>

#include <cli/number.hpp>

namespace cli {

namespace {

/// Bytes of the UTF-8 sequence at the start of `text`; 0 if there is none. Overlong forms and surrogates are none.
/// Source  RFC 3629, section 4.
std::size_t sequence_bytes(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned b = byte(0);
  if (b < 0x80) return 1;
  if (b >= 0xC2 && b <= 0xDF) return tail(1) ? 2 : 0;
  if (b >= 0xE0 && b <= 0xEF) {
    const bool second = (b != 0xE0 || byte(1) >= 0xA0) && (b != 0xED || byte(1) <= 0x9F);
    return second && tail(1) && tail(2) ? 3 : 0;
  }
  if (b >= 0xF0 && b <= 0xF4) {
    const bool second = (b != 0xF0 || byte(1) >= 0x90) && (b != 0xF4 || byte(1) <= 0x8F);
    return second && tail(1) && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

void append_control(std::string& out, unsigned char c) {
  static constexpr std::string_view digits = "0123456789abcdef";
  out.append("\\u00").append(1, digits[c / 16]).append(1, digits[c % 16]);
}

} // namespace

std::string json_string(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const auto c = static_cast<unsigned char>(text[0]);
    const std::size_t n = sequence_bytes(text);
    if (n == 0) {
      out += "\\ufffd";
    } else if (c < 0x20) {
      append_control(out, c);
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out.append(text.substr(0, n));
    }
    text.remove_prefix(n == 0 ? 1 : n);
  }
  return out + "\"";
}

json_text& json_text::value(double number) { return raw(std::isfinite(number) ? text_of(number) : "null"); }

} // namespace cli
