// pounce/serve/http_reply.hpp -- a reply with its HTTP/1.1 head before its body, in one piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/request.hpp>
#include <pounce/serve/text_writer.hpp>

namespace pounce::serving {

/// The phrase of a status; RFC 9110, 15.
constexpr std::string_view phrase(std::uint16_t status) noexcept {
  switch (status) {
  case 200: return "OK";
  case 202: return "Accepted";
  case 204: return "No Content";
  case 400: return "Bad Request";
  case 404: return "Not Found";
  case 405: return "Method Not Allowed";
  case 408: return "Request Timeout";
  case 413: return "Content Too Large";
  case 415: return "Unsupported Media Type";
  case 417: return "Expectation Failed";
  case 422: return "Unprocessable Content";
  case 431: return "Request Header Fields Too Large";
  case 500: return "Internal Server Error";
  case 501: return "Not Implemented";
  case 503: return "Service Unavailable";
  case 505: return "HTTP Version Not Supported";
  default: return "Status";
  }
}

/// Bytes that a head may take before the body.
inline constexpr std::size_t reply_head_bytes = 512;

enum class http_connection : std::uint8_t { stays, closes };
enum class http_body : std::uint8_t { sent, left_out }; // the reply to HEAD has none

/// Writes the head of `made` right before its body and returns both.
///
/// Requires  the body begins reply_head_bytes after the beginning of `space`.
template <class Arch = default_arch>
std::string_view with_head(std::span<char> space, const basic_reply<Arch>& made, http_connection connection,
                           http_body body) noexcept {
  char text[reply_head_bytes];
  text_writer<Arch> head(text);
  const std::uint16_t status = made.status >= 200 && made.status <= 999 ? made.status : 500;
  const bool none = status == 204 || status == 304;
  head.put("HTTP/1.1 ").put(status).put(' ').put(phrase(status)).put("\r\n");
  if (!none) {
    head.put("Content-Type: ")
        .put(made.content_type.size() <= 200 ? made.content_type : "application/octet-stream");
    head.put("\r\nContent-Length: ").put(made.body.size()).put("\r\n");
  }
  if (status == 405) head.put("Allow: GET, HEAD, POST\r\n");
  if (connection == http_connection::closes) head.put("Connection: close\r\n");
  head.put("\r\n");
  const std::size_t begin = reply_head_bytes - head.size();
  std::memcpy(space.data() + begin, text, head.size());
  const std::size_t sent = none || body == http_body::left_out ? 0 : made.body.size();
  return {space.data() + begin, head.size() + sent};
}

} // namespace pounce::serving
