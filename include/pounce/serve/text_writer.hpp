// pounce/serve/text_writer.hpp -- text into space that was there before: numbers, JSON strings, quoting in place.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/base64.hpp>

namespace pounce::serving {

/// What a byte is within a JSON string: its short escape, 'u' for one that needs \u00XX, 0 for itself.
constexpr char json_escape(char c) noexcept {
  switch (c) {
  case '"': return '"';
  case '\\': return '\\';
  case '\b': return 'b';
  case '\f': return 'f';
  case '\n': return 'n';
  case '\r': return 'r';
  case '\t': return 't';
  default: return static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? 'u' : '\0';
  }
}

/// Appends text to space of the caller's. What does not fit is dropped, all of it from there on, and `full()` says
/// so: one check at the end instead of one a word.
///
/// Lifetime  looks at the space.
template <class Arch = default_arch>
class text_writer {
 public:
  explicit text_writer(std::span<char> space) noexcept : space_(space) {}

  std::string_view text() const noexcept { return {space_.data(), size_}; }
  std::size_t size() const noexcept { return size_; }
  bool full() const noexcept { return full_; }

  /// Takes back what was written after the first `size` bytes.
  ///
  /// Requires  size <= size().
  void shrink(std::size_t size) noexcept {
    size_ = size;
    full_ = false;
  }

  text_writer& put(char c) noexcept {
    if (char* const to = take(1)) *to = c;
    return *this;
  }
  text_writer& put(std::string_view text) noexcept {
    char* const to = take(text.size());
    if (to != nullptr && !text.empty()) std::memcpy(to, text.data(), text.size());
    return *this;
  }
  template <std::unsigned_integral T>
  text_writer& put(T number) noexcept {
    char digits[24]{};
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return put(std::string_view(digits, static_cast<std::size_t>(end - digits)));
  }

  /// The shortest text that reads back as the same number. JSON has no word for what is not finite: "NaN",
  /// "Infinity" and "-Infinity" stand there as strings, so that no answer changes in silence.
  ///
  /// Source  protobuf's JSON mapping: https://protobuf.dev/programming-guides/json/
  text_writer& put(double number) noexcept {
    if (!std::isfinite(number)) {
      return put(std::isnan(number) ? R"("NaN")" : number > 0 ? R"("Infinity")" : R"("-Infinity")");
    }
    char digits[32]{};
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return put(std::string_view(digits, static_cast<std::size_t>(end - digits)));
  }

  /// `text` as a JSON string.
  ///
  /// Requires  text is UTF-8.
  text_writer& put_quoted(std::string_view text) noexcept {
    put('"').put_escaped(text);
    return put('"');
  }
  /// The same without the quotes.
  text_writer& put_escaped(std::string_view text) noexcept {
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char escape = json_escape(text[i]);
      if (escape == 0) continue;
      put(text.substr(plain, i - plain)).put('\\').put(escape);
      if (escape == 'u') put("00").put(hex(text[i] >> 4)).put(hex(text[i]));
      plain = i + 1;
    }
    return put(text.substr(plain));
  }

  /// Makes what was written from `first` on the inside of a JSON string. Cost: two passes, no other space.
  void quote_from(std::size_t first) noexcept {
    std::size_t grown = 0;
    for (std::size_t i = first; i < size_; ++i) grown += width_in_quotes(space_[i]) - 1;
    std::size_t from = size_;
    if (grown == 0 || take(grown) == nullptr) return;
    for (std::size_t to = size_; from > first;) {
      const char c = space_[--from];
      const char escape = json_escape(c);
      if (escape == 'u') {
        space_[--to] = hex(c);
        space_[--to] = hex(c >> 4);
        space_[--to] = '0';
        space_[--to] = '0';
      }
      space_[--to] = escape == 0 ? c : escape;
      if (escape != 0) space_[--to] = '\\';
    }
  }

  /// Makes what was written from `first` on its own base64.
  void encode_from(std::size_t first) noexcept {
    const std::size_t bytes = size_ - first;
    if (take(base64_size(bytes) - bytes) == nullptr) return;
    base64_encode<Arch>(space_.subspan(first), bytes);
  }

  /// The space behind the text, for another writer; `grow` then makes what it wrote part of this text.
  ///
  /// Requires  count <= rest().size().
  std::span<char> rest() const noexcept { return space_.subspan(size_); }
  void grow(std::size_t count) noexcept { take(count); }
  /// Says that something did not fit.
  void give_up() noexcept { full_ = true; }

  /// Puts a character before what stands at `at`.
  ///
  /// Requires  at <= size().
  void put_before(std::size_t at, char c) noexcept {
    const std::size_t behind = size_ - at;
    if (take(1) == nullptr) return;
    std::memmove(space_.data() + at + 1, space_.data() + at, behind);
    space_[at] = c;
  }
  /// Takes the first `count` bytes away.
  ///
  /// Requires  count <= size().
  void drop(std::size_t count) noexcept {
    size_ -= count;
    std::memmove(space_.data(), space_.data() + count, size_);
  }

  /// Overwrites what stands at `at`.
  ///
  /// Requires  at + text.size() <= size().
  void put_at(std::size_t at, std::string_view text) noexcept {
    if (in_bounds(at, text.size())) std::memcpy(space_.data() + at, text.data(), text.size());
  }

 private:
  static char hex(int c) noexcept { return "0123456789abcdef"[c & 15]; }
  static std::size_t width_in_quotes(char c) noexcept {
    const char escape = json_escape(c);
    return escape == 0 ? 1 : escape == 'u' ? 6 : 2;
  }
  bool in_bounds(std::size_t at, std::size_t count) const noexcept {
    return at <= size_ && count <= size_ - at;
  }

  char* take(std::size_t count) noexcept {
    if (full_ || count > space_.size() - size_) {
      full_ = true;
      return nullptr;
    }
    char* const taken = space_.data() + size_;
    size_ += count;
    return taken;
  }

  std::span<char> space_; // (capacity)
  std::size_t size_ = 0;
  bool full_ = false;
};

} // namespace pounce::serving
