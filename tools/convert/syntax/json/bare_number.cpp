// convert/syntax/json/bare_number.cpp -- quoting NaN and Infinity before the parser sees them.
//
// Source  xgboost 3.5, `src/common/charconv.cc`, `ToCharsFloatImpl`: "NaN", "Infinity", "-Infinity".
#include <convert/syntax/json/bare_number.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace convert::json {

namespace {

struct word {
  std::string_view text;
  double number;
};

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::array words = {
    word{"NaN", std::numeric_limits<double>::quiet_NaN()},
    word{"Infinity", infinity},
    word{"-Infinity", -infinity},
};

constexpr std::string_view opening = R"("\u0000)";
constexpr std::size_t growth = opening.size() + 1; // and the closing quotation mark

const word* word_at(std::string_view text, std::size_t at) {
  for (const word& w : words)
    if (text.substr(at, w.text.size()) == w.text) return &w;
  return nullptr;
}

/// The byte after the string that starts at `at`.
std::size_t after_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return std::min(at + 1, text.size());
}

} // namespace

std::size_t quoted_text::original(std::size_t at) const {
  const auto before = std::ranges::lower_bound(quoted_at, at) - quoted_at.begin();
  const std::size_t added = static_cast<std::size_t>(before) * growth;
  return at > added ? at - added : 0;
}

std::optional<quoted_text> quote_bare_numbers(std::string_view text) {
  quoted_text made;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '"') {
      at = after_string(text, at);
      continue;
    }
    const bool may_start = text[at] == 'N' || text[at] == 'I' || text[at] == '-';
    const word* found = may_start ? word_at(text, at) : nullptr;
    if (!found) {
      ++at;
      continue;
    }
    made.text += text.substr(copied, at - copied);
    made.quoted_at.push_back(made.text.size());
    made.text += opening;
    made.text += found->text;
    made.text += '"';
    at += found->text.size();
    copied = at;
  }
  if (made.quoted_at.empty()) return std::nullopt;
  made.text += text.substr(copied);
  return made;
}

std::string without_quotations(std::string piece) {
  for (auto at = piece.find(opening); at != std::string::npos; at = piece.find(opening, at)) {
    piece.erase(at, opening.size());
    const auto closing = piece.find('"', at);
    if (closing != std::string::npos) piece.erase(closing, 1);
  }
  return piece;
}

std::optional<double> bare_number(std::string_view string) {
  if (string.empty() || string.front() != '\0') return std::nullopt;
  for (const word& w : words)
    if (string.substr(1) == w.text) return w.number;
  return std::nullopt;
}

} // namespace convert::json
