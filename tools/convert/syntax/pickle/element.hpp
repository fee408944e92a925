// convert/syntax/pickle/element.hpp -- one element of a numpy array out of its bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <convert/syntax/pickle/value.hpp>

namespace convert::pickle {

bool is_real(const dtype& type);     ///< f2, f4, f8
bool is_integral(const dtype& type); ///< b, i, u

// Requires: `item` has `type.item_bytes` bytes, and the type is of that kind.

double real_element(const dtype& type, std::string_view item);
/// An unsigned number above 2^63 - 1 wraps; see `is_above_int64`.
std::int64_t integer_element(const dtype& type, std::string_view item);
bool is_above_int64(const dtype& type, std::string_view item);
/// 'U' and 'S', trailing NULs dropped. None for a character that Unicode does not know.
std::optional<std::string> text_element(const dtype& type, std::string_view item);

} // namespace convert::pickle
