// convert/foreign_format.hpp -- files of other frameworks, and how their models come here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace convert {

/// What a file of a framework that pounce does not read is, and the line that saves its model so that it is read; nothing if it
/// is none that is known. Told by its first bytes, and by the names in a zip archive.
std::optional<std::string> advice_for_foreign(std::string_view file);

} // namespace convert
