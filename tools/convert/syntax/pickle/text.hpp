// convert/syntax/pickle/text.hpp -- the ways in which pickles write texts, and numbers as texts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace convert::pickle {

bool is_ascii(std::string_view bytes);
/// Without surrogates, overlong forms and numbers above U+10FFFF.
bool is_utf8(std::string_view bytes);
void append_utf8(std::string& text, char32_t point);

// None if the escapes or the encoding are at fault.

/// Latin-1 with \uXXXX and \UXXXXXXXX (protocol 0's UNICODE).
std::optional<std::string> from_raw_unicode_escape(std::string_view line);
/// A quoted literal of Python 2 (protocol 0's STRING).
std::optional<std::string> from_quoted(std::string_view line);
/// The bytes that `latin1` encodes the text to (protocols 0 to 2 write bytes so).
std::optional<std::string> latin1_from_utf8(std::string_view text);

std::optional<std::int64_t> parse_integer(std::string_view digits);
std::optional<double> parse_real(std::string_view digits);
/// Digits with an optional minus sign, however many.
bool is_decimal(std::string_view digits);

/// Little-endian two's complement of any width, rounded to nearest; infinite if too large.
double real_of_bytes(std::string_view bytes);

} // namespace convert::pickle
