// convert/syntax/pickle/read.hpp -- the door: a file's bytes to inert values.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <convert/syntax/pickle/document.hpp>
#include <convert/syntax/pickle/limits.hpp>

namespace convert::pickle {

/// Reads a file of Python's pickle (protocols 0 to 5) or of joblib, compressed by zlib, gzip, bz2, xz, lzma
/// or lz4 or not at all. Nothing in it is imported, looked up or called. Errors: `refusal` that names the
/// byte (of the decompressed stream) or the compression. Lifetime: the values refer to `file`. Cost: time and
/// memory linear in the decompressed bytes.
document read(std::span<const std::byte> file, const limits& bounds = {});
/// The same; the document keeps the bytes.
document read(std::vector<std::byte>&& file, const limits& bounds = {});

/// By content: does the file, or what a compressed one holds, begin as pickles do?
bool looks_like_pickle(std::span<const std::byte> file);

} // namespace convert::pickle
