// convert/syntax/ubjson/read.cpp -- a loop over markers with its own stack of open containers.
//
// Source  xgboost 3.5, `src/common/json.cc`, `UBJWriter` and `UBJReader`; ubjson.org, draft 12. nlohmann's
// reader
//         was not taken: it recurses, tells no byte to blame, and expands arrays whose elements take no
//         bytes.
#include <convert/syntax/ubjson/read.hpp>

#include <optional>
#include <vector>

#include <convert/syntax/json/builder.hpp>
#include <convert/syntax/ubjson/cursor.hpp>

namespace convert::ubjson {

namespace {

constexpr char untyped = 0;

/// A container that has begun and not ended.
struct open_container {
  json::kind type;
  char element_type = untyped;            // `$`
  std::optional<std::uint64_t> remaining; // `#`; without it a closing bracket ends the container
};

bool is_printable(char c) { return c > ' ' && c <= '~' && c != '`'; }

std::string shown(char marker) {
  if (is_printable(marker)) return "`" + std::string(1, marker) + "`";
  return "byte " + std::to_string(static_cast<unsigned char>(marker));
}

class reader {
 public:
  explicit reader(std::string_view bytes) : at_(bytes) {}

  json::document document() && {
    value(marker());
    while (!open_.empty()) step();
    if (at_.left() > 0) at_.refuse(std::to_string(at_.left()) + " bytes follow the document");
    return std::move(build_).finish();
  }

 private:
  /// `N` stands for nothing and may stand anywhere.
  char marker() {
    char c = at_.marker();
    while (c == 'N') c = at_.marker();
    return c;
  }

  /// One element of the innermost container, or its end.
  void step() {
    open_container& inner = open_.back();
    const bool is_object = inner.type == json::kind::object;
    if (inner.remaining) {
      if (*inner.remaining == 0) return close();
      --*inner.remaining;
    } else {
      while (at_.peek() == 'N') at_.marker();
      if (at_.peek() == (is_object ? '}' : ']')) {
        at_.marker();
        return close();
      }
    }
    const char element_type = inner.element_type; // `inner` moves when the element is a container
    if (is_object) build_.text(text());
    value(element_type == untyped ? marker() : element_type);
  }

  void close() {
    build_.end();
    open_.pop_back();
  }

  void value(char type) {
    switch (type) {
    case 'Z': return build_.null();
    case 'T': return build_.boolean(true);
    case 'F': return build_.boolean(false);
    case 'd': {
      const float x = std::bit_cast<float>(at_.big_endian<std::uint32_t>());
      return build_.real(static_cast<double>(x), x);
    }
    case 'D': {
      const double x = std::bit_cast<double>(at_.big_endian<std::uint64_t>());
      return build_.real(x, static_cast<float>(x));
    }
    case 'C': return build_.text(at_.take(1));
    case 'S': return build_.text(text());
    case '[': return begin(json::kind::array);
    case '{': return begin(json::kind::object);
    default: return build_.integer(integer(type));
    }
  }

  std::int64_t integer(char type) {
    switch (type) {
    case 'i': return static_cast<std::int8_t>(at_.big_endian<std::uint8_t>());
    case 'U': return at_.big_endian<std::uint8_t>();
    case 'I': return static_cast<std::int16_t>(at_.big_endian<std::uint16_t>());
    case 'l': return static_cast<std::int32_t>(at_.big_endian<std::uint32_t>());
    case 'L': return static_cast<std::int64_t>(at_.big_endian<std::uint64_t>());
    case 'H': at_.refuse("numbers of any precision (`H`) are not supported");
    default: at_.refuse(shown(type) + " is not a type of UBJSON");
    }
  }

  std::uint64_t count() {
    const std::int64_t n = integer(at_.marker());
    if (n < 0) at_.refuse("a count is negative");
    return static_cast<std::uint64_t>(n);
  }

  std::string_view text() {
    const std::uint64_t n = count();
    if (n > at_.left())
      at_.refuse("a text of " + std::to_string(n) + " bytes is longer than the " +
                 std::to_string(at_.left()) + " that follow");
    return at_.take(static_cast<std::size_t>(n));
  }

  static std::uint64_t least_bytes(char type) {
    switch (type) {
    case 'I': return 2;
    case 'l':
    case 'd': return 4;
    case 'L':
    case 'D': return 8;
    case 'S': return 2;
    default: return 1;
    }
  }

  void begin(json::kind type) {
    open_container made{type, untyped, std::nullopt};
    if (at_.peek() == '$') {
      at_.marker();
      made.element_type = at_.marker();
      if (std::string_view("ZTFN").find(made.element_type) != std::string_view::npos)
        at_.refuse("elements of type " + shown(made.element_type) + " take no bytes");
      if (at_.peek() != '#') at_.refuse("a container has a type and no count");
    }
    if (at_.peek() == '#') {
      at_.marker();
      made.remaining = count();
      check(made);
    }
    build_.begin(type);
    open_.push_back(made);
  }

  /// Memory follows bytes that exist, never bytes that are claimed.
  void check(const open_container& c) const {
    const std::uint64_t key_bytes = c.type == json::kind::object ? 2 : 0;
    if (*c.remaining > at_.left() / (least_bytes(c.element_type) + key_bytes))
      at_.refuse(std::string(key_bytes > 0 ? "an object" : "an array") + " of " +
                 std::to_string(*c.remaining) + " elements is longer than the " + std::to_string(at_.left()) +
                 " bytes that follow");
  }

  cursor at_;
  json::builder build_;
  std::vector<open_container> open_;
};

} // namespace

json::document read(std::string_view bytes) { return reader(bytes).document(); }

} // namespace convert::ubjson
