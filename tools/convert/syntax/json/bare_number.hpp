// convert/syntax/json/bare_number.hpp -- NaN and Infinity, which JSON's grammar has no words for.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace convert::json {

/// A text in which every bare NaN, Infinity and -Infinity has become a string that starts with the escape of
/// NUL, which no writer makes.
struct quoted_text {
  std::string text;
  std::vector<std::size_t> quoted_at; // bytes of `text`, one a quotation

  /// Where byte `at` of `text` was before.
  std::size_t original(std::size_t at) const;
};

/// None if there is nothing to quote, as nearly always.
std::optional<quoted_text> quote_bare_numbers(std::string_view text);

/// A piece of such a text as it was before.
std::string without_quotations(std::string piece);

/// The number that a quotation stands for, from the string that the parser made of it.
std::optional<double> bare_number(std::string_view string);

} // namespace convert::json
