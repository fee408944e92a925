// cli/stock_handler.hpp -- the handlers that were built with this program.
#pragma once

#include <string>

#include <package/target.hpp>

namespace cli {

/// The path of the handler `name` ("handler", or "fetch" for models in object storage; "cold_start" is what `pounce bench`
/// measures in): libexec/pounce/<machine> beside the folder of the program itself, in an installation as in a build, or in
/// the build of that machine beside it.
///
/// Errors  stopped, if there is none.
std::string stock_handler(package::machine machine, const std::string& name);

} // namespace cli
