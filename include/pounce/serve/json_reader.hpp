// pounce/serve/json_reader.hpp -- RFC 8259 to the letter, token by token: no heap, no recursion, bounded depth.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/json_string.hpp>

namespace pounce::serving {

enum class json_token : std::uint8_t {
  begin_object,
  end_object,
  begin_array,
  end_array,
  name,
  text,
  number,
  yes,
  no,
  null,
  end,
  wrong
};

/// Walks over one JSON document. After `wrong` every further token is `wrong`.
///
/// Lifetime  looks at the text.
template <class Arch = default_arch>
class json_reader {
 public:
  static constexpr unsigned max_depth = 32;

  explicit json_reader(std::string_view document) noexcept : text_(document) {}

  /// The next token. Whatever it is, the document is sound up to there.
  json_token next() noexcept {
    if (fault_ != nullptr) return json_token::wrong;
    skip_space();
    if (expected_ == what::nothing) {
      if (at_ != text_.size()) return wrong("text after the end of the document");
      token_ = at_;
      return json_token::end;
    }
    if (at_ == text_.size()) return wrong("the document ends too early");
    if (expected_ == what::comma_or_end) {
      const bool object = in_object();
      if (text_[at_] == (object ? '}' : ']')) return close();
      if (text_[at_] != ',') return wrong(object ? "expected `,` or `}`" : "expected `,` or `]`");
      ++at_;
      skip_space();
      if (at_ == text_.size()) return wrong("the document ends too early");
      expected_ = object ? what::name : what::value;
    } else if ((expected_ == what::first_name && text_[at_] == '}') ||
               (expected_ == what::first_value && text_[at_] == ']')) {
      return close();
    }
    token_ = at_;
    return expected_ == what::name || expected_ == what::first_name ? read_name() : read_value();
  }

  /// Goes past the value that the last token began; true if it is sound.
  bool skip(json_token begun) noexcept {
    if (begun == json_token::wrong) return false;
    if (begun != json_token::begin_object && begun != json_token::begin_array) return true;
    const unsigned outside = depth_ - 1;
    while (depth_ != outside) {
      if (next() == json_token::wrong) return false;
    }
    return true;
  }

  /// A name's or text's inside, escapes and all; a number's digits.
  std::string_view raw() const noexcept { return raw_; }
  bool escaped() const noexcept { return escaped_; }

  /// The byte at which the last token begins, or at which the fault lies.
  std::size_t position() const noexcept { return token_; }
  /// The byte after the last token.
  std::size_t end_position() const noexcept { return at_; }
  unsigned depth() const noexcept { return depth_; }

  /// What is wrong; null if nothing is.
  const char* fault() const noexcept { return fault_; }
  bool too_deep() const noexcept { return too_deep_; }

 private:
  enum class what : std::uint8_t { value, first_value, name, first_name, comma_or_end, nothing };

  json_token wrong(const char* text) noexcept {
    token_ = at_;
    fault_ = text;
    return json_token::wrong;
  }

  void skip_space() noexcept {
    while (at_ != text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
      ++at_;
    }
  }

  bool in_object() const noexcept { return (objects_ >> (depth_ - 1) & 1U) != 0; }
  void value_done() noexcept { expected_ = depth_ == 0 ? what::nothing : what::comma_or_end; }

  json_token open(bool object) noexcept {
    if (depth_ == max_depth) {
      too_deep_ = true;
      return wrong("nested deeper than 32 levels");
    }
    ++at_;
    ++depth_;
    const std::uint32_t bit = std::uint32_t{1} << (depth_ - 1);
    objects_ = object ? objects_ | bit : objects_ & ~bit;
    expected_ = object ? what::first_name : what::first_value;
    return object ? json_token::begin_object : json_token::begin_array;
  }

  json_token close() noexcept {
    token_ = at_++;
    const bool object = in_object();
    --depth_;
    value_done();
    return object ? json_token::end_object : json_token::end_array;
  }

  json_token read_name() noexcept {
    if (text_[at_] != '"') return wrong("expected a name in quotes");
    if (!read_string()) return json_token::wrong;
    skip_space();
    if (at_ == text_.size() || text_[at_] != ':') return wrong("expected `:` after a name");
    ++at_;
    expected_ = what::value;
    return json_token::name;
  }

  json_token read_value() noexcept {
    switch (text_[at_]) {
    case '{': return open(true);
    case '[': return open(false);
    case '"':
      if (!read_string()) return json_token::wrong;
      value_done();
      return json_token::text;
    case 't': return read_word("true", json_token::yes);
    case 'f': return read_word("false", json_token::no);
    case 'n': return read_word("null", json_token::null);
    default: return read_number();
    }
  }

  json_token read_word(std::string_view word, json_token token) noexcept {
    if (text_.substr(at_, word.size()) != word) return wrong("expected a value");
    at_ += word.size();
    value_done();
    return token;
  }

  bool read_string() noexcept {
    const auto found = scan_json_string<Arch>(text_, at_ + 1);
    if (found.fault != nullptr) {
      at_ = found.end;
      wrong(found.fault);
      return false;
    }
    raw_ = text_.substr(at_ + 1, found.end - at_ - 1);
    escaped_ = found.escaped;
    at_ = found.end + 1;
    return true;
  }

  bool digit() const noexcept { return at_ != text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; }
  bool skip_digits() noexcept {
    if (!digit()) return false;
    while (digit()) ++at_;
    return true;
  }

  json_token read_number() noexcept {
    const std::size_t first = at_;
    if (text_[at_] == '-') ++at_;
    if (!digit()) {
      if (at_ == first) return wrong("expected a value");
      return wrong("expected a digit");
    }
    if (text_[at_] == '0') {
      ++at_;
      if (digit()) return wrong("a number begins with 0");
    } else {
      skip_digits();
    }
    if (at_ != text_.size() && text_[at_] == '.') {
      ++at_;
      if (!skip_digits()) return wrong("expected a digit after the point");
    }
    if (at_ != text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (at_ != text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (!skip_digits()) return wrong("expected a digit in the exponent");
    }
    raw_ = text_.substr(first, at_ - first);
    value_done();
    return json_token::number;
  }

  std::string_view text_;
  std::string_view raw_;
  std::size_t at_ = 0;
  std::size_t token_ = 0;
  const char* fault_ = nullptr;
  std::uint32_t objects_ = 0; // a bit a level: an object, not an array
  unsigned depth_ = 0;
  what expected_ = what::value;
  bool escaped_ = false;
  bool too_deep_ = false;
};

} // namespace pounce::serving
