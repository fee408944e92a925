// pounce/serve/json_fields.hpp -- some members of a JSON object, as slices of its text.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/json_reader.hpp>

namespace pounce::serving {

/// A member that is looked for and what was found: the inside of a text, the digits of a number, the whole of an
/// object or array. `end` says that there is none.
struct json_field {
  std::string_view name;
  json_token kind = json_token::end;
  std::string_view value{};
  bool escaped = false; ///< a text that must be decoded

  bool is(json_token wanted) const noexcept { return kind == wanted; }
};

/// Finds members of the object that is all of `text`; the first of equal names counts. False if the text is not one
/// sound object.
template <class Arch = default_arch>
bool find_fields(std::string_view text, std::span<json_field> wanted) noexcept {
  json_reader<Arch> reader(text);
  if (reader.next() != json_token::begin_object) return false;
  for (json_token t = reader.next(); t != json_token::end_object; t = reader.next()) {
    if (t != json_token::name) return false;
    json_field* found = nullptr;
    for (json_field& f : wanted) {
      if (f.kind == json_token::end && f.name == reader.raw() && !reader.escaped()) found = &f;
    }
    t = reader.next();
    const std::size_t begin = reader.position();
    const bool is_text = t == json_token::text;
    const json_field what{{}, t, is_text ? reader.raw() : std::string_view{}, reader.escaped()};
    if (!reader.skip(t)) return false;
    if (found == nullptr) continue;
    found->kind = t;
    found->escaped = is_text && what.escaped;
    found->value = is_text ? what.value : text.substr(begin, reader.end_position() - begin);
  }
  return reader.next() == json_token::end;
}

/// Whatever stands in a mutable text, for decoding in place.
///
/// Requires  part lies within whole.
inline std::span<char> writable(std::span<char> whole, std::string_view part) noexcept {
  return whole.subspan(static_cast<std::size_t>(part.data() - whole.data()), part.size());
}

} // namespace pounce::serving
