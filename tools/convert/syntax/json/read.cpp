// convert/syntax/json/read.cpp -- nlohmann's SAX events into the tree.
#include <convert/syntax/json/read.hpp>

#include <limits>
#include <string>

#include <nlohmann/json.hpp>

#include <convert/refusal.hpp>
#include <convert/syntax/json/bare_number.hpp>
#include <convert/syntax/json/builder.hpp>
#include <convert/syntax/json/number.hpp>

namespace convert::json {

namespace {

using parser = nlohmann::json;

/// The parser calls these by name (its concept of a SAX consumer); true means go on. Its stack for nested
/// containers is a vector of bits, so depth costs no recursion.
class events {
 public:
  bool null() { return build.null(), true; }
  bool boolean(bool b) { return build.boolean(b), true; }
  bool number_integer(parser::number_integer_t i) { return build.integer(i), true; }
  bool number_unsigned(parser::number_unsigned_t i) {
    if (i <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      build.integer(static_cast<std::int64_t>(i));
    else
      build.real(static_cast<double>(i), static_cast<float>(i));
    return true;
  }
  bool number_float(parser::number_float_t, const std::string& text) {
    const number n = parse_number(text);
    return build.real(n.real, n.single), true;
  }
  bool string(std::string& s) {
    if (const auto bare = bare_number(s))
      build.real(*bare, static_cast<float>(*bare));
    else
      build.text(s);
    return true;
  }
  bool binary(parser::binary_t&) { return false; } // JSON has none
  bool start_object(std::size_t) { return build.begin(kind::object), true; }
  bool key(std::string& s) { return build.text(s), true; }
  bool end_object() { return build.end(), true; }
  bool start_array(std::size_t) { return build.begin(kind::array), true; }
  bool end_array() { return build.end(), true; }
  bool parse_error(std::size_t at, const std::string& token, const nlohmann::detail::exception&) {
    failed_at = at;
    failed_token = token;
    return false;
  }

  builder build;
  std::size_t failed_at = 0;
  std::string failed_token;
};

/// The end of what the parser had read, for a message: printable and short.
std::string shown(const std::string& token) {
  const std::size_t from = token.size() > 20 ? token.size() - 20 : 0;
  std::string made;
  for (const char c : token.substr(from)) made += c >= ' ' && c <= '~' && c != '`' ? c : '?';
  return made;
}

} // namespace

document read(std::string_view text) {
  const auto quoted = quote_bare_numbers(text);
  const std::string_view readable = quoted ? quoted->text : text;
  events tree;
  if (!parser::sax_parse(readable.begin(), readable.end(), &tree)) {
    const std::size_t at = quoted ? quoted->original(tree.failed_at) : tree.failed_at;
    throw refusal("byte " + std::to_string(at) + ": not JSON, near `" +
                  shown(without_quotations(tree.failed_token)) + "`");
  }
  return std::move(tree.build).finish();
}

} // namespace convert::json
