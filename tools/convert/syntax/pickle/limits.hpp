// convert/syntax/pickle/limits.hpp -- how much a pickle may ask for.
#pragma once

#include <cstddef>
#include <cstdint>

namespace convert::pickle {

/// Everything else is bounded by the file itself: a value costs at least one byte of it.
struct limits {
  /// Bytes of the pickle after decompression; offsets in it are 32 bits wide.
  std::uint64_t stream_bytes = (std::uint64_t{1} << 32) - 1;
  /// A compressed file may grow by this factor, and by `free_bytes` whatever its size. zlib reaches 1030,
  /// models stay below 50.
  std::uint64_t growth = 256;
  std::uint64_t free_bytes = std::uint64_t{64} << 20;
  std::size_t stack_values = std::size_t{1} << 20;
  std::size_t marks = 1000;
  std::size_t distinct_names = std::size_t{1} << 16;
  std::size_t name_bytes = 256;
};

} // namespace convert::pickle
