// convert/syntax/pickle/element.cpp -- one element of a numpy array out of its bytes.
#include <convert/syntax/pickle/element.hpp>

#include <bit>
#include <cmath>
#include <limits>

#include <convert/syntax/pickle/scanner.hpp>
#include <convert/syntax/pickle/text.hpp>

namespace convert::pickle {

namespace {

std::uint64_t bits_of(const dtype& type, std::string_view item) {
  if (!type.big_endian) return little_endian(item);
  std::uint64_t bits = 0;
  for (const char c : item) bits = bits << 8 | static_cast<std::uint8_t>(c);
  return bits;
}

/// IEEE 754 binary16.
double half(std::uint64_t bits) {
  const int exponent = static_cast<int>(bits >> 10 & 31);
  const auto fraction = static_cast<double>(bits & 1023);
  double size = 0;
  if (exponent == 31) {
    size = fraction == 0 ? HUGE_VAL : std::numeric_limits<double>::quiet_NaN();
  } else if (exponent == 0) {
    size = std::ldexp(fraction, -24);
  } else {
    size = std::ldexp(fraction + 1024, exponent - 25);
  }
  return (bits >> 15 & 1) != 0 ? -size : size;
}

} // namespace

bool is_real(const dtype& type) { return type.kind == 'f'; }

bool is_integral(const dtype& type) { return type.kind == 'i' || type.kind == 'u' || type.kind == 'b'; }

double real_element(const dtype& type, std::string_view item) {
  const auto bits = bits_of(type, item);
  switch (item.size()) {
  case 2: return half(bits);
  case 4: return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  default: return std::bit_cast<double>(bits);
  }
}

std::int64_t integer_element(const dtype& type, std::string_view item) {
  auto bits = bits_of(type, item);
  if (type.kind == 'b') return bits != 0 ? 1 : 0;
  const auto width = 8 * item.size();
  if (type.kind == 'i' && width < 64 && (bits >> (width - 1) & 1) != 0) bits |= ~std::uint64_t{0} << width;
  return static_cast<std::int64_t>(bits);
}

bool is_above_int64(const dtype& type, std::string_view item) {
  return type.kind == 'u' && item.size() == 8 && bits_of(type, item) >> 63 != 0;
}

std::optional<std::string> text_element(const dtype& type, std::string_view item) {
  std::string text;
  if (type.kind == 'S') {
    text = item.substr(0, item.find_last_not_of('\0') + 1);
    return text;
  }
  for (std::size_t i = 0; i + 4 <= item.size(); i += 4) {
    const auto point = bits_of(type, item.substr(i, 4));
    if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return std::nullopt;
    append_utf8(text, static_cast<char32_t>(point));
  }
  text.resize(text.find_last_not_of('\0') + 1);
  return text;
}

} // namespace convert::pickle
