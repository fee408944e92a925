// convert/syntax/ubjson/cursor.hpp -- bounded reading of big-endian numbers.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <convert/refusal.hpp>

namespace convert::ubjson {

/// A place in the bytes. Errors: refusal, if more is wanted than is left.
class cursor {
 public:
  explicit cursor(std::string_view bytes) : bytes_(bytes) {}

  std::size_t at() const { return at_; }
  std::size_t left() const { return bytes_.size() - at_; }

  char peek() const {
    if (left() == 0) refuse("the document is cut short");
    return bytes_[at_];
  }
  char marker() {
    const char c = peek();
    ++at_;
    return c;
  }
  std::string_view take(std::size_t count) {
    if (count > left())
      refuse(std::to_string(count) + " bytes are wanted, " + std::to_string(left()) + " are left");
    const auto taken = bytes_.substr(at_, count);
    at_ += count;
    return taken;
  }

  /// `Bytes` bytes, the first the most significant.
  template <class Unsigned>
  Unsigned big_endian() {
    Unsigned x = 0;
    for (const char c : take(sizeof(Unsigned)))
      x = static_cast<Unsigned>((std::uint64_t{x} << 8) | static_cast<unsigned char>(c));
    return x;
  }

  [[noreturn]] void refuse(const std::string& fault) const {
    throw refusal("byte " + std::to_string(at_) + ": " + fault);
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

} // namespace convert::ubjson
