// cli/json_text.hpp -- JSON out: a writer that keeps track of commas.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace cli {

/// Text as a JSON string; bytes that are not UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

/// Builds one JSON value. Calls nest as the value does.
class json_text {
 public:
  json_text& open(char bracket) { // { or [
    separate();
    text_ += bracket;
    first_ = true;
    return *this;
  }
  json_text& close(char bracket) {
    text_ += bracket;
    first_ = false;
    return *this;
  }
  json_text& key(std::string_view name) {
    separate();
    text_ += json_string(name) + ": ";
    first_ = true; // no comma between a key and its value
    return *this;
  }
  json_text& value(std::string_view text) { return raw(json_string(text)); }
  json_text& value(const char* text) { return value(std::string_view(text)); }
  json_text& value(std::unsigned_integral auto number) { return raw(std::to_string(number)); }
  /// NaN and infinities become null: JSON has no others.
  json_text& value(double number);

  /// A value that is JSON already.
  json_text& json(std::string_view text) { return raw(text); }

  const std::string& text() const { return text_; }

 private:
  json_text& raw(std::string_view text) {
    separate();
    text_ += text;
    return *this;
  }
  void separate() {
    if (!first_) text_ += ", ";
    first_ = false;
  }

  std::string text_;
  bool first_ = true;
};

} // namespace cli
