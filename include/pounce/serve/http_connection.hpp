// pounce/serve/http_connection.hpp -- one client's connection as a machine over bytes: knows no socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/http_chunks.hpp>
#include <pounce/serve/http_head.hpp>
#include <pounce/serve/http_reply.hpp>
#include <pounce/serve/refusal.hpp>
#include <pounce/serve/request.hpp>

namespace pounce::serving {

/// Bytes received become bytes to send, request after request. One request is answered at a time; what a client
/// sends ahead waits.
///
/// Lifetime  looks at its two buffers.
template <class Arch = default_arch>
class http_connection_state {
 public:
  static constexpr std::size_t largest_head_bytes = 16384;

  /// Bytes of the two buffers for bodies and replies of up to so many.
  static constexpr std::size_t in_bytes(std::size_t largest_body) noexcept {
    return largest_head_bytes + largest_body + 1024; // and the end of the last chunk
  }
  static constexpr std::size_t out_bytes(std::size_t largest_reply) noexcept {
    return reply_head_bytes + largest_reply;
  }

  http_connection_state() = default;
  http_connection_state(std::span<char> in, std::span<char> out) noexcept : in_(in), out_(out) {}

  /// Where received bytes go; empty if none are wanted now.
  std::span<char> room() const noexcept {
    if (closing_ || !pending_.empty()) return {};
    return in_.subspan(begin_ + size_);
  }
  /// Takes `count` bytes that were put into room(), and answers what is whole.
  void received(std::size_t count, const basic_answerer<Arch>& answer) noexcept {
    size_ += count;
    advance(answer);
  }

  /// Bytes to send.
  std::string_view pending() const noexcept { return pending_; }
  /// Says that the first `count` of them are gone; goes on with what the client sent ahead.
  void sent(std::size_t count, const basic_answerer<Arch>& answer) noexcept {
    pending_.remove_prefix(count);
    if (pending_.empty()) advance(answer);
  }

  /// Whether the connection ends when nothing is pending.
  bool closing() const noexcept { return closing_; }
  /// Whether there may be bytes of the client's that no one reads.
  bool unread() const noexcept { return refused_ || size_ != 0; }
  /// Whether no request has begun.
  bool idle() const noexcept { return size_ == 0 && pending_.empty(); }
  /// Whether the body of a request is awaited.
  bool in_body() const noexcept { return part_ == part::body && pending_.empty(); }
  /// How many replies were made, in all: another number means another request.
  std::uint32_t replies() const noexcept { return replies_; }
  /// No request after the one that is being received or answered.
  void finish() noexcept { last_ = true; }
  /// Answers a request that did not come in time, or ends an idle connection.
  void time_out() noexcept {
    if (pending_.empty() && size_ != 0) {
      refuse(408, "timeout", "the request took too long");
    } else {
      pending_ = {};
    }
    closing_ = true;
  }

  /// The most bytes that both buffers held since the last call: memory that was touched.
  std::size_t touched() const noexcept { return touched_; }
  void forget_touched() noexcept { touched_ = 0; }

 private:
  enum class part : std::uint8_t { head, body };

  void advance(const basic_answerer<Arch>& answer) noexcept {
    touched_ = touched_ < begin_ + size_ ? begin_ + size_ : touched_;
    while (pending_.empty() && !closing_ && size_ != 0) {
      const bool went_on = part_ == part::head ? advance_head() : advance_body(answer);
      if (!went_on) break;
    }
    if (pending_.empty()) make_room();
  }

  /// Moves what is not whole to the front: once for all the requests before it, however many came at once.
  void make_room() noexcept {
    if (begin_ == 0) return;
    std::memmove(in_.data(), in_.data() + begin_, size_);
    begin_ = 0;
    if (part_ == part::body)
      head_reader<Arch>({in_.data(), head_.bytes}, http_message::request, head_).read();
  }

  bool advance_head() noexcept {
    skip_empty_lines();
    const std::string_view bytes(first(), size_ < largest_head_bytes ? size_ : largest_head_bytes);
    switch (head_reader<Arch>(bytes, http_message::request, head_).read()) {
    case head_state::incomplete:
      if (size_ >= largest_head_bytes) refuse(431, "head_too_large", "the head of the request is too large");
      return false;
    case head_state::wrong: refuse(head_.status, "bad_request", phrase(head_.status)); return false;
    case head_state::whole: break;
    }
    const std::size_t largest = in_.size() - in_bytes(0);
    if (head_.framing == http_framing::length && head_.content_length > largest) {
      refuse(413, "body_too_large", "the body is larger than this function takes");
      return false;
    }
    part_ = part::body;
    raw_ = decoded_ = head_.bytes;
    chunks_ = chunk_decoder<Arch>(largest);
    if (head_.expects_continue && size_ == head_.bytes && head_.framing != http_framing::none) {
      pending_ = "HTTP/1.1 100 Continue\r\n\r\n";
    }
    return pending_.empty();
  }

  /// RFC 9112, 2.2: empty lines before a request are none.
  void skip_empty_lines() noexcept {
    std::size_t n = 0;
    while (n + 1 < size_ && first()[n] == '\r' && first()[n + 1] == '\n') n += 2;
    if (n != 0) drop(n);
  }

  bool advance_body(const basic_answerer<Arch>& answer) noexcept {
    if (head_.framing == http_framing::chunked) {
      using state = typename chunk_decoder<Arch>::state;
      const state s = chunks_.decode(first(), raw_, size_, decoded_);
      if (s == state::wrong) refuse(400, "bad_request", "the chunks of the body are malformed");
      if (s == state::too_large) refuse(413, "body_too_large", "the body is larger than this function takes");
      if (s == state::more && raw_ == size_) raw_ = size_ = decoded_; // the next bytes go where they belong
      if (s != state::whole) return false;
    } else {
      if (size_ - head_.bytes < head_.content_length) return false;
      raw_ = decoded_ = head_.bytes + head_.content_length;
    }
    reply_to(answer);
    drop(raw_);
    part_ = part::head;
    return pending_.empty();
  }

  void reply_to(const basic_answerer<Arch>& answer) noexcept {
    request asked;
    asked.method = head_.method;
    asked.path = head_.path;
    asked.query = head_.query;
    asked.headers = head_.headers;
    asked.content_type = find_header<Arch>(head_.headers, "content-type").value_or("");
    asked.content_encoding = find_header<Arch>(head_.headers, "content-encoding").value_or("");
    asked.body = in_.subspan(begin_ + head_.bytes, decoded_ - head_.bytes);
    basic_reply<Arch> made(out_.subspan(reply_head_bytes));
    answer(asked, made);
    if (made.body.full()) {
      made.body.shrink(0);
      made.status = 500;
      made.content_type = "application/json";
      write_refusal<Arch>(refusal{500, "reply_too_large", "the reply is larger than the space for it"}, {},
                          made.body);
    }
    if (!head_.keep_alive || last_) closing_ = true;
    const auto body = head_.method == "HEAD" ? http_body::left_out : http_body::sent;
    send(made, body);
  }

  void refuse(std::uint16_t status, std::string_view code, std::string_view text) noexcept {
    basic_reply<Arch> made(out_.subspan(reply_head_bytes));
    made.status = status;
    write_refusal<Arch>(refusal{status, code, text}, {}, made.body);
    refused_ = true;
    closing_ = true; // where the next request begins is not known
    send(made, http_body::sent);
  }

  void send(const basic_reply<Arch>& made, http_body body) noexcept {
    touched_ = touched_ < made.body.size() ? made.body.size() : touched_;
    ++replies_;
    pending_ = with_head<Arch>(out_, made, closing_ ? http_connection::closes : http_connection::stays, body);
  }

  /// Takes the first `count` bytes away.
  void drop(std::size_t count) noexcept {
    size_ -= count;
    begin_ = size_ == 0 ? 0 : begin_ + count;
  }
  char* first() const noexcept { return in_.data() + begin_; }

  std::span<char> in_;  // (in_bytes)
  std::span<char> out_; // (out_bytes)
  std::string_view pending_;
  std::size_t begin_ = 0;   // of what was received and not yet answered
  std::size_t size_ = 0;    // of the same
  std::size_t raw_ = 0;     // where the bytes begin that are not yet decoded, from begin_
  std::size_t decoded_ = 0; // where the body ends, from begin_
  std::size_t touched_ = 0;
  http_head head_;
  chunk_decoder<Arch> chunks_;
  std::uint32_t replies_ = 0;
  part part_ = part::head;
  bool closing_ = false;
  bool last_ = false;
  bool refused_ = false;
};

} // namespace pounce::serving
