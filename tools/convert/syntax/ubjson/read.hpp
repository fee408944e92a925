// convert/syntax/ubjson/read.hpp -- XGBoost's binary JSON, into the same tree as JSON.
#pragma once

#include <string_view>

#include <convert/syntax/json/tree.hpp>

namespace convert::ubjson {

/// Reads one UBJSON document (draft 12), with big-endian numbers and optimised containers.
///
/// Errors  refusal: "byte 4112: an array of 90211 elements is longer than the 312 bytes that follow"
/// Cost    time and memory linear in the bytes: no count is believed before the bytes for it are there, and
///         elements that take no bytes are refused. No recursion.
json::document read(std::string_view bytes);

} // namespace convert::ubjson
