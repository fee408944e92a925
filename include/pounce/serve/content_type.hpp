// pounce/serve/content_type.hpp -- what a request's body is, as its headers say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/csv_rows.hpp>

namespace pounce::serving {

/// Letters of A to Z as small ones; no other is touched.
constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// Whether two header names or values are equal, whatever the case of their letters.
template <class Arch = default_arch>
bool same(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

template <class Arch = default_arch>
std::string_view without_space(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// The media type, without its parameters.
template <class Arch = default_arch>
std::string_view media_type(std::string_view content_type) noexcept {
  return without_space<Arch>(content_type.substr(0, content_type.find(';')));
}

/// The value of a parameter of a media type, without quotes; empty if there is none.
template <class Arch = default_arch>
std::string_view parameter(std::string_view content_type, std::string_view name) noexcept {
  for (auto at = content_type.find(';'); at != std::string_view::npos; at = content_type.find(';')) {
    content_type.remove_prefix(at + 1);
    const auto one = content_type.substr(0, content_type.find(';'));
    const auto equal = one.find('=');
    if (equal == std::string_view::npos || !same<Arch>(without_space<Arch>(one.substr(0, equal)), name))
      continue;
    auto value = without_space<Arch>(one.substr(equal + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    return value;
  }
  return {};
}

/// Whether a reply of that type is JSON.
template <class Arch = default_arch>
bool is_json(std::string_view content_type) noexcept {
  const auto type = media_type<Arch>(content_type);
  return same<Arch>(type, "application/json") || same<Arch>(type, "text/json") ||
         (type.size() > 5 && same<Arch>(type.substr(type.size() - 5), "+json"));
}

enum class body_kind : std::uint8_t { json, csv, other };

/// JSON is what clients send under many names: untold, as plain text, or under the type that curl puts on any data.
template <class Arch = default_arch>
body_kind kind_of_body(std::string_view content_type) noexcept {
  const auto charset = parameter<Arch>(content_type, "charset");
  if (!charset.empty() && !same<Arch>(charset, "utf-8") && !same<Arch>(charset, "utf8") &&
      !same<Arch>(charset, "us-ascii")) {
    return body_kind::other;
  }
  const auto type = media_type<Arch>(content_type);
  if (same<Arch>(type, "text/csv")) return body_kind::csv;
  for (const std::string_view known : {"", "application/json", "text/json", "text/plain",
                                       "application/octet-stream", "application/x-www-form-urlencoded"}) {
    if (same<Arch>(type, known)) return body_kind::json;
  }
  const bool json = type.size() > 5 && same<Arch>(type.substr(type.size() - 5), "+json");
  return json ? body_kind::json : body_kind::other;
}

template <class Arch = default_arch>
csv_header header_of_csv(std::string_view content_type) noexcept {
  const auto said = parameter<Arch>(content_type, "header");
  if (same<Arch>(said, "present")) return csv_header::present;
  return same<Arch>(said, "absent") ? csv_header::absent : csv_header::untold;
}

template <class Arch = default_arch>
bool is_plain_encoding(std::string_view content_encoding) noexcept {
  return content_encoding.empty() || same<Arch>(content_encoding, "identity");
}

} // namespace pounce::serving
