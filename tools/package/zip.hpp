// package/zip.hpp -- files as a zip archive, the same bytes every time.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <package/packed_file.hpp>

namespace package {

/// Deflated by libzip, with the modes of Unix and one moment for all. The same files give the same bytes wherever
/// zlib is the same.
///
/// Errors  convert::system_failure.
std::vector<std::byte> zipped(std::span<const packed_file> files);

} // namespace package
