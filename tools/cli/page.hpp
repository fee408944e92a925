// cli/page.hpp -- the page of `pounce serve`: one file, in the program.
#pragma once

#include <string_view>

namespace cli {

/// tools/cli/page.html, as it was when the program was built.
extern const std::string_view page;

} // namespace cli
