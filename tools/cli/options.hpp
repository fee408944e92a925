// cli/options.hpp -- the command line, parsed.
#pragma once

#include <variant>

#include <cli/commands.hpp>

namespace cli {

using command = std::variant<answered, convert_command, predict_command, inspect_command, check_command,
                             bench_command, diff_command, embed_command, package_command, serve_command>;

/// Reads the arguments; prints help, the version and mistakes itself.
command parse(int count, const char* const* arguments);

} // namespace cli
