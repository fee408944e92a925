// pounce/serve/http_head.hpp -- the head of an HTTP/1.1 message: strict, so that no two readers see two messages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/content_type.hpp>

namespace pounce::serving {

enum class http_framing : std::uint8_t { none, length, chunked };

/// The head of a request or of a response. Lives as long as the bytes.
struct http_head {
  std::string_view method{}; ///< of a request
  std::string_view path{};   ///< of a request, without the query
  std::string_view query{};  ///< of a request
  std::uint16_t status = 0;  ///< of a response; of a request that is refused, why
  http_framing framing = http_framing::none;
  std::size_t content_length = 0;
  bool keep_alive = true;
  bool expects_continue = false;
  std::string_view headers{}; ///< the lines
  std::size_t bytes = 0;      ///< of the head, the empty line included
};

enum class http_message : std::uint8_t { request, response };
enum class head_state : std::uint8_t { incomplete, whole, wrong };

namespace detail {

constexpr bool is_token(char c) noexcept { // RFC 9110, 5.6.2
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}
constexpr bool is_field(char c) noexcept { // RFC 9110, 5.5; bytes of UTF-8 too
  return static_cast<unsigned char>(c) >= 0x20 ? c != 0x7f : c == '\t';
}

template <class Arch = default_arch>
bool all_tokens(std::string_view text) noexcept {
  for (const char c : text) {
    if (!is_token(c)) return false;
  }
  return !text.empty();
}

/// The decimal number that `text` is, if it is one and not huge.
template <class Arch = default_arch>
std::optional<std::size_t> whole_number(std::string_view text) noexcept {
  if (text.empty() || text.size() > 15) return std::nullopt;
  std::size_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::size_t>(c - '0');
  }
  return number;
}

/// Whether a list of tokens, as Connection's, holds `wanted`.
template <class Arch = default_arch>
bool lists(std::string_view list, std::string_view wanted) noexcept {
  for (;;) {
    const auto comma = list.find(',');
    if (same<Arch>(without_space<Arch>(list.substr(0, comma)), wanted)) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
}

} // namespace detail

/// The value of the first header of that name, or none.
///
/// Requires  headers were read by read_head.
template <class Arch = default_arch>
std::optional<std::string_view> find_header(std::string_view headers, std::string_view name) noexcept {
  while (!headers.empty()) {
    const auto end = headers.find('\n');
    const auto line = headers.substr(0, end);
    if (line.size() > name.size() && line[name.size()] == ':' &&
        same<Arch>(line.substr(0, name.size()), name)) {
      auto value = line.substr(name.size() + 1);
      if (value.ends_with('\r')) value.remove_suffix(1);
      return without_space<Arch>(value);
    }
    headers.remove_prefix(end == std::string_view::npos ? headers.size() : end + 1);
  }
  return std::nullopt;
}

/// Reads the head at the beginning of `bytes`. A refused request has the status to answer in head.status.
///
/// Source  RFC 9112; a line ends with CR LF, folded lines and two ways to frame a body are refused
template <class Arch = default_arch>
class head_reader {
 public:
  head_reader(std::string_view bytes, http_message kind, http_head& head) noexcept
      : bytes_(bytes), head_(&head), kind_(kind) {}

  head_state read() noexcept {
    *head_ = http_head{};
    std::string_view line;
    if (const auto state = next_line(line); state != head_state::whole) return state;
    const bool sound = kind_ == http_message::request ? request_line(line) : status_line(line);
    if (!sound) return head_state::wrong;
    const std::size_t first = at_;
    for (;;) {
      const std::size_t begin = at_;
      if (const auto state = next_line(line); state != head_state::whole) return state;
      if (line.empty()) {
        head_->headers = bytes_.substr(first, begin - first);
        break;
      }
      if (!header_line(line)) return head_state::wrong;
    }
    head_->bytes = at_;
    return finish() ? head_state::whole : head_state::wrong;
  }

 private:
  bool refuse(std::uint16_t status) noexcept {
    head_->status = status;
    return false;
  }

  head_state next_line(std::string_view& line) noexcept {
    const auto end = bytes_.find('\n', at_);
    if (end == std::string_view::npos) return head_state::incomplete;
    if (end == at_ || bytes_[end - 1] != '\r') {
      refuse(400);
      return head_state::wrong;
    }
    line = bytes_.substr(at_, end - 1 - at_);
    at_ = end + 1;
    return head_state::whole;
  }

  bool version(std::string_view text) noexcept {
    if (text.size() != 8 || !text.starts_with("HTTP/") || text[6] != '.') return refuse(400);
    if (text == "HTTP/1.1") return true;
    if (text != "HTTP/1.0") return refuse(505);
    old_ = true;
    head_->keep_alive = false;
    return true;
  }

  bool request_line(std::string_view line) noexcept {
    const auto first = line.find(' ');
    const auto second = first == std::string_view::npos ? first : line.find(' ', first + 1);
    if (second == std::string_view::npos) return refuse(400);
    head_->method = line.substr(0, first);
    auto target = line.substr(first + 1, second - first - 1);
    if (!detail::all_tokens<Arch>(head_->method) || target.empty()) return refuse(400);
    for (const char c : target) {
      if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f) return refuse(400);
    }
    if (target[0] != '/' && target != "*") { // the absolute form, as to a proxy
      const auto host = target.find("://");
      if (host == std::string_view::npos) return refuse(400);
      const auto path = target.find('/', host + 3);
      target = path == std::string_view::npos ? std::string_view("/") : target.substr(path);
    }
    const auto mark = target.find('?');
    head_->path = target.substr(0, mark);
    if (mark != std::string_view::npos) head_->query = target.substr(mark + 1);
    return version(line.substr(second + 1));
  }

  bool status_line(std::string_view line) noexcept {
    if (line.size() < 12 || line[8] != ' ' || (line.size() > 12 && line[12] != ' ')) return refuse(400);
    if (!version(line.substr(0, 8))) return false;
    const auto status = detail::whole_number<Arch>(line.substr(9, 3));
    if (!status || *status < 100) return refuse(400);
    head_->status = static_cast<std::uint16_t>(*status);
    return true;
  }

  bool header_line(std::string_view line) noexcept {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !detail::all_tokens<Arch>(line.substr(0, colon)))
      return refuse(400);
    for (const char c : line.substr(colon + 1)) {
      if (!detail::is_field(c)) return refuse(400);
    }
    const auto name = line.substr(0, colon);
    const auto value = without_space<Arch>(line.substr(colon + 1));
    if (same<Arch>(name, "content-length")) {
      const auto length = detail::whole_number<Arch>(value);
      if (seen_length_) return refuse(400);
      if (!length)
        return refuse(detail::all_tokens<Arch>(value) && value.find_first_not_of("0123456789") == value.npos
                          ? 413
                          : 400);
      seen_length_ = true;
      head_->content_length = *length;
    } else if (same<Arch>(name, "transfer-encoding")) {
      if (seen_encoding_ || old_) return refuse(400);
      if (!same<Arch>(value, "chunked")) return refuse(501);
      seen_encoding_ = true;
    } else if (same<Arch>(name, "connection")) {
      if (detail::lists<Arch>(value, "close")) {
        head_->keep_alive = false;
      } else if (detail::lists<Arch>(value, "keep-alive")) {
        head_->keep_alive = true;
      }
    } else if (kind_ == http_message::request && same<Arch>(name, "expect")) {
      if (!same<Arch>(value, "100-continue")) return refuse(417);
      head_->expects_continue = !old_;
    } else if (same<Arch>(name, "host")) {
      if (seen_host_) return refuse(400);
      seen_host_ = true;
    }
    return true;
  }

  bool finish() noexcept {
    if (seen_length_ && seen_encoding_) return refuse(400);
    if (kind_ == http_message::request && !seen_host_ && !old_) return refuse(400);
    if (seen_encoding_) head_->framing = http_framing::chunked;
    if (seen_length_) head_->framing = http_framing::length;
    return true;
  }

  std::string_view bytes_;
  http_head* head_;
  std::size_t at_ = 0;
  http_message kind_;
  bool old_ = false; // HTTP/1.0
  bool seen_length_ = false;
  bool seen_encoding_ = false;
  bool seen_host_ = false;
};

} // namespace pounce::serving
