// convert/syntax/pickle/expectation.hpp -- refusals of values that are not what was expected; they name the
// path.
#pragma once

#include <string_view>

#include <convert/syntax/pickle/value.hpp>

namespace convert::pickle {

/// "`Pipeline.steps[1]`: <what>".
[[noreturn]] void refuse_value(value found, std::string_view what);
/// "`Pipeline.steps[1]`: expected a number, found a list".
[[noreturn]] void refuse_kind(value found, std::string_view expected);

/// "a list", "a `Ridge`".
std::string description(value found);

} // namespace convert::pickle
