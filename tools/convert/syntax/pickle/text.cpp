// convert/syntax/pickle/text.cpp -- the ways in which pickles write texts, and numbers as texts.
#include <convert/syntax/pickle/text.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

namespace convert::pickle {

namespace {

std::uint8_t byte_at(std::string_view bytes, std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); }

template <class Number>
std::optional<Number> parse_whole(std::string_view digits, int base) {
  Number number{};
  const auto* const end = digits.data() + digits.size();
  const auto [rest, fault] = std::from_chars(digits.data(), end, number, base);
  if (fault != std::errc{} || rest != end || digits.empty()) return std::nullopt;
  return number;
}

/// Bytes of the sequence that starts at `i`, 0 if it is at fault. Source: Unicode 15, table 3-7.
std::size_t sequence_bytes(std::string_view text, std::size_t i) {
  const auto first = byte_at(text, i);
  if (first < 0x80) return 1;
  const std::size_t bytes = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() - i < bytes) return 0;
  const auto second = byte_at(text, i + 1);
  const int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (std::size_t k = 2; k < bytes; ++k) {
    if ((byte_at(text, i + k) & 0xc0) != 0x80) return 0;
  }
  return bytes;
}

} // namespace

bool is_ascii(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<std::uint8_t>(c) < 0x80; });
}

bool is_utf8(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto step = sequence_bytes(bytes, i);
    if (step == 0) return false;
    i += step;
  }
  return true;
}

void append_utf8(std::string& text, char32_t point) {
  const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(static_cast<std::uint8_t>(byte))); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xc0 | point >> 6);
    put(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    put(0xe0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3f));
    put(0x80 | (point & 0x3f));
  } else {
    put(0xf0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3f));
    put(0x80 | (point >> 6 & 0x3f));
    put(0x80 | (point & 0x3f));
  }
}

std::optional<std::string> from_raw_unicode_escape(std::string_view line) {
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool escape = line[i] == '\\' && i + 1 < line.size() && (line[i + 1] == 'u' || line[i + 1] == 'U');
    if (!escape) {
      append_utf8(text, byte_at(line, i));
      continue;
    }
    const std::size_t digits = line[i + 1] == 'u' ? 4 : 8;
    const auto point = parse_whole<std::uint32_t>(line.substr(i + 2, digits), 16);
    if (!point || line.size() - i - 2 < digits) return std::nullopt;
    if (*point > 0x10ffff || (*point >= 0xd800 && *point < 0xe000)) return std::nullopt;
    append_utf8(text, *point);
    i += digits + 1;
  }
  return text;
}

std::optional<std::string> from_quoted(std::string_view line) {
  if (line.size() < 2 || line.front() != line.back()) return std::nullopt;
  if (line.front() != '\'' && line.front() != '"') return std::nullopt;
  line = line.substr(1, line.size() - 2);
  // What Python 2's repr() writes: \\ \' \" \n \r \t \xHH.
  constexpr std::string_view from = "\\'\"nrt";
  constexpr std::string_view to = "\\'\"\n\r\t";
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '\\') {
      text.push_back(line[i]);
      continue;
    }
    if (++i == line.size()) return std::nullopt;
    if (line[i] == 'x') {
      const auto byte = parse_whole<std::uint8_t>(line.substr(i + 1, 2), 16);
      if (!byte || line.size() - i < 3) return std::nullopt;
      text.push_back(static_cast<char>(*byte));
      i += 2;
    } else if (const auto found = from.find(line[i]); found != std::string_view::npos) {
      text.push_back(to[found]);
    } else {
      return std::nullopt;
    }
  }
  return text;
}

std::optional<std::string> latin1_from_utf8(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto first = byte_at(text, i);
    if (first < 0x80) {
      bytes.push_back(text[i]);
    } else if (first == 0xc2 || first == 0xc3) { // U+0080 to U+00FF; the text is known to be sound
      bytes.push_back(static_cast<char>((first & 3) << 6 | (byte_at(text, ++i) & 0x3f)));
    } else {
      return std::nullopt;
    }
  }
  return bytes;
}

std::optional<std::int64_t> parse_integer(std::string_view digits) {
  return parse_whole<std::int64_t>(digits, 10);
}

std::optional<double> parse_real(std::string_view digits) {
  double number = 0;
  const auto* const end = digits.data() + digits.size();
  const auto [rest, fault] = std::from_chars(digits.data(), end, number);
  if (fault != std::errc{} || rest != end) return std::nullopt;
  return number;
}

bool is_decimal(std::string_view digits) {
  if (digits.starts_with('-')) digits.remove_prefix(1);
  return !digits.empty() &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

double real_of_bytes(std::string_view bytes) {
  const bool negative = !bytes.empty() && byte_at(bytes, bytes.size() - 1) >= 0x80;
  std::string magnitude(bytes);
  if (negative) { // invert and add one
    unsigned carry = 1;
    for (char& c : magnitude) {
      const unsigned sum = (static_cast<std::uint8_t>(c) ^ 0xffu) + carry;
      c = static_cast<char>(sum & 0xff);
      carry = sum >> 8;
    }
  }
  while (!magnitude.empty() && magnitude.back() == 0) magnitude.pop_back();
  // Eight leading bytes hold at least 57 bits; what lies below only decides ties, so one sticky bit stands
  // for it.
  const std::size_t low = magnitude.size() > 8 ? magnitude.size() - 8 : 0;
  std::uint64_t head = 0;
  for (std::size_t i = magnitude.size(); i-- > low;) head = head << 8 | byte_at(magnitude, i);
  for (std::size_t i = 0; i < low; ++i) head |= magnitude[i] != 0 ? 1 : 0;
  const double size = low > 128 ? HUGE_VAL : std::ldexp(static_cast<double>(head), static_cast<int>(8 * low));
  return negative ? -size : size;
}

} // namespace convert::pickle
