// cli/number.hpp -- numbers as text, both ways, without a locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cli {

/// The shortest text that reads back as the same number: "0.1", "1", "-0", "1e-07", "nan", "inf", "-inf".
std::string text_of(double number);

/// What `text` says, spaces around it ignored: any decimal or exponent form, nan, inf, infinity, True and False.
/// Too large is infinity, too small 0, as in Python's float().
std::optional<double> number_of(std::string_view text);

} // namespace cli
