// convert/syntax/joblib/container.hpp -- compressed files, as joblib writes them: which one by content, and
// its bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace convert::joblib {

enum class compression : std::uint8_t { none, zlib, gzip, bzip2, xz, lzma, lz4, zfile };

/// By the first bytes. None of the magic numbers begins a pickle.
/// Source: joblib 1.5, `numpy_pickle_utils.py`, `_detect_compressor`, and `compressor.py`.
compression detect(std::string_view file);
std::string_view name_of(compression found);

/// What a stream may grow to: `growth` times its size and `free_bytes` more, but never above `most_bytes`.
struct growth_bounds {
  std::uint64_t most_bytes;
  std::uint64_t growth;
  std::uint64_t free_bytes;
};

/// Errors: `refusal` that names the compression: damaged, cut short, followed by other bytes, or a bomb.
std::vector<std::byte> decompress(std::string_view file, compression found, const growth_bounds& bounds);

/// The first `count` bytes of what is inside, or as many as can be had; never throws a `refusal`.
std::vector<std::byte> decompress_head(std::string_view file, compression found, std::size_t count);

} // namespace convert::joblib
