// handler.hpp -- what the contenders in C++ share: a row read, an answer written, the moments noted in between.
//
// A contender is a whole function: it opens its model, reads a row as texts from standard input, one a line, and writes
// the probabilities as JSON. What it notes goes to descriptor 3 when all is done.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <unistd.h>

#include <cli/cold_start/life.hpp>

namespace handler {

inline constexpr std::size_t most_features = 1024;
inline constexpr std::size_t most_classes = 64;

using cli::moment; // the clock that the race reads too, and the page faults so far
using cli::now;

/// The moments in a contender's life, in order.
struct life {
  moment main;      // the first line of main
  moment library;   // the runtime is loaded
  moment open;      // the model is ready to be asked
  moment row;       // the request is read
  moment predicted; // the numbers are there
  moment answered;  // they have left the process
};

/// The row's texts, empty where a value is missing. All zeros before it is read: a static one takes no time to be made.
class request {
 public:
  void read() noexcept {
    std::size_t size = 0;
    for (ssize_t n = 1; n > 0 && size < sizeof bytes_;) {
      n = ::read(0, bytes_ + size, sizeof bytes_ - size);
      if (n > 0) size += static_cast<std::size_t>(n);
    }
    std::string_view rest(bytes_, size);
    for (auto end = rest.find('\n'); end != rest.npos && count_ < most_features; end = rest.find('\n')) {
      cells_[count_++] = rest.substr(0, end);
      rest.remove_prefix(end + 1);
    }
  }
  std::span<const std::string_view> cells() const noexcept { return {cells_, count_}; }

  static double number(std::string_view cell) noexcept {
    double x = __builtin_nan("");
    std::from_chars(cell.data(), cell.data() + cell.size(), x);
    return x;
  }

 private:
  char bytes_[32768]{};
  std::string_view cells_[most_features]{};
  std::size_t count_ = 0;
};

template <class Number>
void answer(std::span<const Number> numbers) noexcept {
  static char text[most_classes * 32];
  char* at = text;
  *at++ = '[';
  for (std::size_t i = 0; i < numbers.size() && i < most_classes; ++i) {
    if (i != 0) *at++ = ',';
    at = std::to_chars(at, text + sizeof text - 2, numbers[i]).ptr;
  }
  *at++ = ']';
  *at++ = '\n';
  static_cast<void>(::write(1, text, static_cast<std::size_t>(at - text)));
}

/// Eighteen whole numbers of 8 bytes.
inline void tell(const life& l) noexcept { static_cast<void>(::write(3, &l, sizeof l)); }

} // namespace handler
