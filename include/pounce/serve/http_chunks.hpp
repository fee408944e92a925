// pounce/serve/http_chunks.hpp -- a chunked body, decoded where it stands as it arrives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <pounce/core/arch.hpp>

namespace pounce::serving {

/// Turns chunks into the bytes they carry, piece by piece, in place.
///
/// Source  RFC 9112, 7.1
template <class Arch = default_arch>
class chunk_decoder {
 public:
  enum class state : std::uint8_t { more, whole, wrong, too_large };

  explicit chunk_decoder(std::size_t largest_bytes = 0) noexcept : largest_(largest_bytes) {}

  /// Decodes the bytes [from, end) of `buffer` to `to`; all three move on.
  ///
  /// Requires  to <= from <= end.
  state decode(char* buffer, std::size_t& from, std::size_t end, std::size_t& to) noexcept {
    while (from != end && at_ != part::done) {
      if (at_ == part::data) {
        const std::size_t count = left_ < end - from ? left_ : end - from;
        std::memmove(buffer + to, buffer + from, count);
        to += count;
        from += count;
        left_ -= count;
        if (left_ == 0) at_ = part::data_cr;
        continue;
      }
      const state s = take(buffer[from++]);
      if (s != state::more) return s;
    }
    return at_ == part::done ? state::whole : state::more;
  }

 private:
  static constexpr std::size_t longest_overhead = 8192; // of extensions and trailers, together

  enum class part : std::uint8_t {
    size,
    extension,
    size_lf,
    data,
    data_cr,
    data_lf,
    line,
    trailer,
    trailer_lf,
    last_lf,
    done
  };

  static int digit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }

  state go(part next) noexcept {
    at_ = next;
    return state::more;
  }
  state expect(char c, char wanted, part next) noexcept { return c == wanted ? go(next) : state::wrong; }

  state take(char c) noexcept {
    switch (at_) {
    case part::size: return take_size(c);
    case part::extension:
      if (c == '\n' || ++overhead_ > longest_overhead) return state::wrong;
      return c == '\r' ? go(part::size_lf) : state::more;
    case part::size_lf:
      if (c != '\n') return state::wrong;
      if (left_ > largest_ - total_) return state::too_large;
      total_ += left_;
      digits_ = 0;
      return go(left_ == 0 ? part::line : part::data);
    case part::data_cr: return expect(c, '\r', part::data_lf);
    case part::data_lf: return expect(c, '\n', part::size);
    case part::line:
      if (c == '\r') return go(part::last_lf);
      [[fallthrough]];
    case part::trailer:
      if (c == '\n' || ++overhead_ > longest_overhead) return state::wrong;
      return go(c == '\r' ? part::trailer_lf : part::trailer);
    case part::trailer_lf: return expect(c, '\n', part::line);
    case part::last_lf: return expect(c, '\n', part::done);
    case part::data:
    case part::done: break;
    }
    return state::wrong;
  }

  state take_size(char c) noexcept {
    const int value = digit(c);
    if (value >= 0) {
      if (++digits_ > 15) return state::too_large;
      left_ = left_ * 16 + static_cast<std::size_t>(value);
      return state::more;
    }
    if (digits_ == 0) return state::wrong;
    if (c == '\r') return go(part::size_lf);
    return c == ';' || c == ' ' || c == '\t' ? go(part::extension) : state::wrong;
  }

  std::size_t largest_;
  std::size_t total_ = 0;
  std::size_t left_ = 0; // of the chunk
  std::size_t overhead_ = 0;
  unsigned digits_ = 0;
  part at_ = part::size;
};

} // namespace pounce::serving
