// pounce/serve/number.hpp -- decimal text to double, exactly, without a locale.
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <system_error>

#include <pounce/core/arch.hpp>

namespace pounce::serving {

namespace detail {

/// Powers of ten that a double holds exactly.
inline constexpr std::array<double, 23> exact_powers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                     1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// Whether digits whose value no double can hold stand for a number near 0: 0.000...1 or a negative exponent.
template <class Arch = default_arch>
bool is_tiny(std::string_view digits) noexcept {
  const auto exponent = digits.find_first_of("eE");
  if (exponent != std::string_view::npos) return exponent + 1 < digits.size() && digits[exponent + 1] == '-';
  return digits.find_first_of("123456789") > digits.find('.');
}

/// A number of at most 15 digits without an exponent: the digits and a power of ten are exact doubles, so one
/// division rounds once. None for others.
///
/// Source  W. D. Clinger, How to Read Floating Point Numbers Accurately, PLDI 1990
template <class Arch = default_arch>
std::optional<double> short_number(std::string_view text) noexcept {
  const bool negative = !text.empty() && text[0] == '-';
  std::uint64_t digits = 0;
  std::size_t count = 0;
  std::size_t decimals = 0;
  bool point = false;
  if (text.size() > 17) return std::nullopt;
  for (std::size_t i = negative ? 1 : 0; i < text.size(); ++i) {
    if (text[i] == '.' && !point) {
      point = true;
    } else if (text[i] >= '0' && text[i] <= '9') {
      digits = digits * 10 + static_cast<std::uint64_t>(text[i] - '0');
      ++count;
      decimals += point ? 1 : 0;
    } else {
      return std::nullopt;
    }
  }
  if (count == 0 || count > 15) return std::nullopt;
  const double number = static_cast<double>(digits) / exact_powers[decimals];
  return negative ? -number : number;
}

template <class Arch = default_arch>
std::string_view trimmed(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace detail

/// The double nearest to a decimal number: too large is infinity, too small 0, as in Python's float(). None if the
/// text is not one number.
template <class Arch = default_arch>
std::optional<double> decimal(std::string_view text) noexcept {
  if (const auto number = detail::short_number<Arch>(text)) return number;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::invalid_argument || end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    number = detail::is_tiny<Arch>(text) ? 0 : std::numeric_limits<double>::infinity();
    if (text[0] == '-') number = -number;
  }
  return number;
}

/// What a cell of a table says, as Python's float() would: spaces around it, a plus sign, nan, inf, infinity; and
/// True and False.
template <class Arch = default_arch>
std::optional<double> number_of_cell(std::string_view text) noexcept {
  text = detail::trimmed<Arch>(text);
  if (text == "True" || text == "true" || text == "TRUE") return 1;
  if (text == "False" || text == "false" || text == "FALSE") return 0;
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  if (text.empty() || text.back() == ')') return std::nullopt; // nan(...)
  return decimal<Arch>(text);
}

} // namespace pounce::serving
