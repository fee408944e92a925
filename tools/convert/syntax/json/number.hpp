// convert/syntax/json/number.hpp -- the text of a number, rounded once to double and once to float.
#pragma once

#include <string_view>

namespace convert::json {

struct number {
  double real = 0;
  float single = 0;
};

/// Requires: a number by JSON's grammar. Past the largest value it is infinite, below the smallest it is
/// zero.
number parse_number(std::string_view text);

} // namespace convert::json
