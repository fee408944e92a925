// convert/syntax/joblib/output.hpp -- the growing buffer that a decompressor fills, and its bounds.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <convert/refusal.hpp>

namespace convert::joblib {

/// What to do when the buffer is full: a whole file that is too large is refused, a head is enough.
enum class overflow : std::uint8_t { refuse, stop };

class output {
 public:
  output(std::string_view compression, std::uint64_t most_bytes, overflow when_full)
      : compression_(compression), most_bytes_(most_bytes), when_full_(when_full) {}

  /// Room for the next bytes; empty when the buffer is full and that is enough.
  std::span<std::byte> room() {
    if (used_ == bytes_.size()) {
      if (used_ >= most_bytes_) {
        if (when_full_ == overflow::stop) return {};
        fail("grows to more than " + std::to_string(most_bytes_) + " bytes");
      }
      const std::uint64_t wanted = std::max<std::uint64_t>(std::uint64_t{64} << 10, 2 * bytes_.size());
      bytes_.resize(static_cast<std::size_t>(std::min(wanted, most_bytes_)));
    }
    return std::span(bytes_).subspan(used_);
  }
  void advance(std::size_t count) { used_ += count; }
  std::size_t used() const { return used_; }

  std::vector<std::byte> take() {
    bytes_.resize(used_);
    return std::move(bytes_);
  }

  [[noreturn]] void fail(std::string_view what) const {
    throw refusal("the " + std::string(compression_) + " stream " + std::string(what));
  }

 private:
  std::string_view compression_;
  std::uint64_t most_bytes_;
  overflow when_full_;
  std::vector<std::byte> bytes_;
  std::size_t used_ = 0;
};

} // namespace convert::joblib
