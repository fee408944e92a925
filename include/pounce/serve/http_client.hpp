// pounce/serve/http_client.hpp -- one kept connection to one server: a request out, the whole response in.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/http_chunks.hpp>
#include <pounce/serve/http_head.hpp>
#include <pounce/serve/socket.hpp>

namespace pounce::serving {

/// A response. Lives until the next exchange.
struct http_response {
  std::uint16_t status;
  std::string_view headers;
  std::span<char> body;   // (bytes)
  bool too_large = false; ///< the body did not fit and is left out
};

/// Blocks until the server answers, however long that takes.
///
/// Lifetime  looks at its buffer.
template <class Arch = default_arch>
class http_client {
 public:
  static constexpr std::size_t largest_head_bytes = 65536;

  http_client(const sockaddr_in& server, std::span<char> buffer) noexcept : server_(server), in_(buffer) {}

  /// Sends `message`, head and body, and receives the response. None if there was no connection or it broke.
  std::optional<http_response> exchange(std::string_view message) noexcept {
    // A kept connection may have been closed meanwhile: then a new one is worth one more try.
    const bool kept = static_cast<bool>(socket_);
    auto response = attempt(message);
    if (!response && kept && size_ == 0) response = attempt(message);
    return response;
  }

 private:
  std::optional<http_response> attempt(std::string_view message) noexcept {
    size_ = 0;
    if (!socket_) socket_ = connect_to<Arch>(server_);
    if (!socket_ || !send_all(message)) return fail();
    for (;;) {
      http_head head;
      if (!receive_head(head)) return fail();
      if (head.status >= 200) return receive_body(head);
      size_ -= head.bytes; // 1xx: the real one follows
      std::memmove(in_.data(), in_.data() + head.bytes, size_);
    }
  }

  std::optional<http_response> fail() noexcept {
    socket_.close();
    return std::nullopt;
  }

  bool send_all(std::string_view bytes) noexcept {
    while (!bytes.empty()) {
      const auto n = send<Arch>(socket_, bytes);
      if (!n) return false;
      bytes.remove_prefix(*n);
    }
    return true;
  }

  bool receive_more() noexcept {
    if (size_ == in_.size()) return false;
    const auto n = receive<Arch>(socket_, in_.subspan(size_));
    if (!n || *n == 0) return false;
    size_ += *n;
    return true;
  }

  bool receive_head(http_head& head) noexcept {
    for (;;) {
      switch (head_reader<Arch>({in_.data(), size_}, http_message::response, head).read()) {
      case head_state::whole: return true;
      case head_state::wrong: return false;
      case head_state::incomplete: break;
      }
      if (size_ >= largest_head_bytes || !receive_more()) return false;
    }
  }

  std::optional<http_response> receive_body(const http_head& head) noexcept {
    http_response r{head.status, head.headers, {}};
    const bool none = head.status == 204 || head.status == 304;
    std::size_t end = head.bytes;
    bool whole = true;
    if (none) {
      // no body, whatever the head says
    } else if (head.framing == http_framing::length) {
      whole = receive_length(head, end);
    } else if (head.framing == http_framing::chunked) {
      whole = receive_chunks(head, end);
    } else {
      while (receive_more()) {
      }
      end = size_;
      whole = size_ != in_.size();
    }
    r.too_large = !whole && too_large_;
    if (!whole && !r.too_large) return fail();
    if (whole) r.body = in_.subspan(head.bytes, end - head.bytes);
    const bool framed = none || head.framing != http_framing::none;
    if (!whole || !head.keep_alive || !framed) socket_.close();
    return r;
  }

  bool receive_length(const http_head& head, std::size_t& end) noexcept {
    too_large_ = head.content_length > in_.size() - head.bytes;
    if (too_large_) return false;
    end = head.bytes + head.content_length;
    while (size_ < end) {
      if (!receive_more()) return false;
    }
    return true;
  }

  bool receive_chunks(const http_head& head, std::size_t& end) noexcept {
    using state = typename chunk_decoder<Arch>::state;
    chunk_decoder<Arch> chunks(in_.size() - head.bytes);
    std::size_t raw = head.bytes;
    for (;;) {
      const state s = chunks.decode(in_.data(), raw, size_, end);
      if (s == state::whole) return true;
      too_large_ = s == state::too_large;
      if (s != state::more) return false;
      raw = size_ = end; // the next bytes go where they belong
      if (size_ == in_.size()) too_large_ = true;
      if (!receive_more()) return false;
    }
  }

  sockaddr_in server_;
  descriptor socket_;
  std::span<char> in_; // (bytes)
  std::size_t size_ = 0;
  bool too_large_ = false;
};

} // namespace pounce::serving
