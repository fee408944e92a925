// convert/syntax/lightgbm/line_reader.hpp -- lines of a text, ended by LF or CR LF.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace convert::lightgbm {

class line_reader {
 public:
  explicit line_reader(std::string_view bytes) : bytes_(bytes) {}

  bool at_end() const { return at_ == bytes_.size(); }
  std::size_t offset() const { return at_; }     ///< byte of the next line
  std::size_t number() const { return number_; } ///< of the line last read, from 1

  /// The next line without its end. Requires: not at the end.
  std::string_view peek() const {
    std::string_view line = bytes_.substr(at_, line_end() - at_);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }
  std::string_view next() {
    const std::string_view line = peek();
    at_ = std::min(line_end() + 1, bytes_.size());
    ++number_;
    return line;
  }

 private:
  std::size_t line_end() const { return std::min(bytes_.find('\n', at_), bytes_.size()); }
  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t number_ = 0;
};

} // namespace convert::lightgbm
