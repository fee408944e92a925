// cli/spelling.hpp -- what somebody may have meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cli {

/// The name that differs from `written` in the fewest letters; empty if none is near.
std::string nearest(std::string_view written, const std::vector<std::string>& names);

} // namespace cli
