// convert/syntax/json/read.hpp -- the only door to the JSON parser.
#pragma once

#include <string_view>

#include <convert/syntax/json/tree.hpp>

namespace convert::json {

/// Reads one JSON document. NaN, Infinity and -Infinity, as XGBoost and Python write them, are numbers.
///
/// Errors   refusal: "byte 17: not JSON, near `,]`"
/// Numbers  a number's double and its float are each the text rounded once.
/// Cost     time and memory linear in the text; no recursion.
document read(std::string_view text);

} // namespace convert::json
