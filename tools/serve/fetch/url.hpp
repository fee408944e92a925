// serve/fetch/url.hpp -- an address taken apart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace serve::fetch {

/// http or https. The target is everything from the path on, percent-encoded as it was.
struct url {
  bool secure = true;
  std::string host;
  std::uint16_t port = 443;
  std::string target = "/";

  std::string path() const { return target.substr(0, target.find('?')); }
  std::string query() const {
    const auto mark = target.find('?');
    return mark == std::string::npos ? "" : target.substr(mark + 1);
  }
  /// The value of the Host field.
  std::string authority() const;
  /// Without the query, which may hold a signature: for messages.
  std::string shown() const;
};

/// Errors  fetch_error: another scheme, a user or a password in it, characters that should have been encoded.
url parse_url(std::string_view text);

/// Where a reply's Location leads from `base`.
url resolve(const url& base, std::string_view location);

/// Every byte but RFC 3986's unreserved ones and slashes as %XX.
std::string percent_encoded(std::string_view path);

} // namespace serve::fetch
