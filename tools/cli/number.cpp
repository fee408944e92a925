// cli/number.cpp -- std::to_chars and std::from_chars with Python's spelling around them.
#include <cli/number.hpp>

#include <charconv>
#include <cmath>
#include <limits>

namespace cli {

namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<double> truth_of(std::string_view text) {
  if (text == "True" || text == "true" || text == "TRUE") return 1;
  if (text == "False" || text == "false" || text == "FALSE") return 0;
  return std::nullopt;
}

/// Whether digits whose value no double can hold stand for a number near 0: 0.000...1 or a negative exponent.
bool is_tiny(std::string_view digits) {
  const auto exponent = digits.find_first_of("eE");
  if (exponent != std::string_view::npos) return exponent + 1 < digits.size() && digits[exponent + 1] == '-';
  return digits.find_first_of("123456789") > digits.find('.');
}

} // namespace

std::string text_of(double number) {
  if (std::isnan(number)) return "nan"; // whatever its sign
  char space[32];
  const auto end = std::to_chars(space, space + sizeof space, number).ptr;
  return {space, end};
}

std::optional<double> number_of(std::string_view text) {
  text = trimmed(text);
  if (const auto truth = truth_of(text)) return truth;
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  if (text.empty() || text.back() == ')') return std::nullopt; // nan(...)
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::invalid_argument || end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    number = is_tiny(text) ? 0 : std::numeric_limits<double>::infinity();
    if (text[0] == '-') number = -number;
  }
  return number;
}

} // namespace cli
