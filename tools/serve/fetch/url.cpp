// serve/fetch/url.cpp -- the few kinds of addresses that storages have.
#include <serve/fetch/url.hpp>

#include <charconv>
#include <cstddef>

#include <serve/fetch/fetch_error.hpp>

namespace serve::fetch {

namespace {

constexpr std::size_t longest_url = 8192; // a signed address has one or two thousand

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::uint16_t port_of(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0) {
    throw fetch_error("`" + std::string(text.substr(0, 20)) + "` is no port");
  }
  return port;
}

void check_host(std::string_view host) {
  bool sane = !host.empty() && host.size() <= 253;
  for (const char c : host) sane = sane && (is_alphanumeric(c) || c == '.' || c == '-' || c == '_');
  if (!sane) throw fetch_error("the address names no host that can be asked");
}

void check_target(std::string_view target) {
  for (const char c : target) {
    if (c > ' ' && c < 0x7F) continue;
    throw fetch_error("the address has characters that must be percent-encoded");
  }
}

} // namespace

std::string url::authority() const {
  return port == (secure ? 443 : 80) ? host : host + ":" + std::to_string(port);
}

std::string url::shown() const { return (secure ? "https://" : "http://") + authority() + path(); }

url parse_url(std::string_view text) {
  url made;
  if (text.size() > longest_url) throw fetch_error("the address is longer than 8192 characters");
  if (text.starts_with("https://")) {
    text.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    text.remove_prefix(7);
    made.secure = false;
    made.port = 80;
  } else {
    throw fetch_error("an address begins with https://, s3:// or gs://");
  }
  text = text.substr(0, text.find('#'));
  const auto end = text.find_first_of("/?");
  std::string_view authority = text.substr(0, end);
  if (authority.find('@') != std::string_view::npos) {
    throw fetch_error("a user or a password in an address is not supported");
  }
  const auto colon = authority.find(':');
  if (colon != std::string_view::npos) {
    made.port = port_of(authority.substr(colon + 1));
    authority = authority.substr(0, colon);
  }
  check_host(authority);
  made.host = authority;
  if (end != std::string_view::npos) {
    made.target = text[end] == '/' ? "" : "/";
    made.target += text.substr(end);
  }
  check_target(made.target);
  return made;
}

url resolve(const url& base, std::string_view location) {
  if (location.starts_with("//")) {
    return parse_url((base.secure ? "https:" : "http:") + std::string(location));
  }
  if (!location.starts_with("/")) return parse_url(location);
  url made = base;
  made.target = location.substr(0, location.find('#'));
  check_target(made.target);
  return made;
}

std::string percent_encoded(std::string_view path) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    if (is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~' || c == '/') {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.append("%").append(1, digits[byte / 16]).append(1, digits[byte % 16]);
    }
  }
  return out;
}

} // namespace serve::fetch
