// cli/output_folder.hpp -- a folder of files that appears whole or not at all.
#pragma once

#include <span>
#include <string>

#include <package/packed_file.hpp>

namespace cli {

/// Writes the files into a new folder beside `path`, with their modes and their one moment, then gives it that
/// name. A folder of that name is replaced if it holds nothing but such files.
///
/// Errors  stopped.
void write_folder(const std::string& path, std::span<const package::packed_file> files);

} // namespace cli
