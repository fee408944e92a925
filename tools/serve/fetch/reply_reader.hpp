// serve/fetch/reply_reader.hpp -- an HTTP/1.1 reply, taken apart as its bytes come.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace serve::fetch {

struct reply_head {
  int status = 0;
  std::string reason;
  std::vector<std::pair<std::string, std::string>> fields; // names in lower case

  /// Empty if there is no such field.
  std::string_view field(std::string_view name) const;
};

/// Knows no socket. Any bytes are safe: lengths are limited and counted.
///
/// Source  RFC 9112 (HTTP/1.1).
class reply_reader {
 public:
  /// `at_head` is called once, before any of the body; `at_body` with each piece of it.
  reply_reader(std::function<void(const reply_head&)> at_head,
               std::function<void(std::span<const std::byte>)> at_body)
      : at_head_(std::move(at_head)), at_body_(std::move(at_body)) {}

  /// Takes the next bytes.
  ///
  /// Errors  fetch_error, if they are no reply; those of the two functions.
  void take(std::span<const std::byte> bytes);

  /// Says that the connection has ended.
  ///
  /// Errors  fetch_error, if the reply has not.
  void end();

  bool done() const { return state_ == state::done; }

 private:
  enum class state : std::uint8_t { head, counted, until_close, chunk_size, chunk, chunk_end, trailer, done };

  void take_head(std::string_view head);
  void begin_body(const reply_head& head);
  std::size_t take_body(std::span<const std::byte> bytes);
  std::size_t take_line(std::span<const std::byte> bytes);
  void end_line();

  std::function<void(const reply_head&)> at_head_;
  std::function<void(std::span<const std::byte>)> at_body_;
  state state_ = state::head;
  std::string line_; // the head, or a line between chunks
  std::uint64_t left_ = 0;
};

} // namespace serve::fetch
