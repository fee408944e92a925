// convert/syntax/pickle/names.hpp -- names of classes and functions: old spellings made new, and what they
// stand for.
#pragma once

#include <string>
#include <string_view>

#include <convert/syntax/pickle/arena.hpp>

namespace convert::pickle {

/// "module.Name" as the libraries spell it today (numpy: as version 1 did).
std::string todays_name(std::string_view module, std::string_view qualified);

/// Lifetime: refers to `todays`.
name describe_name(std::string_view todays);

} // namespace convert::pickle
