// serve/fetch/environment.hpp -- what the environment says, asked by name.
#pragma once

#include <functional>
#include <string>

namespace serve::fetch {

/// The value of a variable; empty if it is not set. Tests have their own.
using environment = std::function<std::string(const char* name)>;

/// The process's own.
std::string process_environment(const char* name);

} // namespace serve::fetch
