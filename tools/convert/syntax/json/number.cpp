// convert/syntax/json/number.cpp -- the text of a number, by std::from_chars.
#include <convert/syntax/json/number.hpp>

#include <charconv>
#include <limits>
#include <system_error>

namespace convert::json {

namespace {

/// What from_chars leaves open: a value outside the type's range is either far too large or far too small.
template <class Float>
Float outside_range(std::string_view text) {
  const bool negative = text.starts_with('-');
  const auto e = text.find_first_of("eE");
  const bool small_power = e != std::string_view::npos && text.substr(e + 1).starts_with('-');
  const bool fraction = e == std::string_view::npos && text.substr(negative ? 1 : 0).starts_with("0.");
  const Float size = small_power || fraction ? Float{0} : std::numeric_limits<Float>::infinity();
  return negative ? -size : size;
}

template <class Float>
Float parsed(std::string_view text) {
  Float x{0};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
  return error == std::errc::result_out_of_range ? outside_range<Float>(text) : x;
}

} // namespace

number parse_number(std::string_view text) { return {parsed<double>(text), parsed<float>(text)}; }

} // namespace convert::json
