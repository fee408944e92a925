// serve/fetch/reply_reader.cpp -- status line, fields, and the three ways in which a body ends.
#include <serve/fetch/reply_reader.hpp>

#include <algorithm>
#include <charconv>

#include <serve/fetch/fetch_error.hpp>

namespace serve::fetch {

namespace {

constexpr std::size_t longest_head = 65536;
constexpr std::size_t longest_line = 1024; // between chunks

[[noreturn]] void fail(const std::string& what) {
  throw fetch_error("the reply is not HTTP/1.1: " + what, fetch_error::hope::next_time);
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::uint64_t number(std::string_view text, int base, const char* what) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) fail(what);
  return value;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

reply_head parsed(std::string_view text) {
  reply_head head;
  bool first = true;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    line = trimmed(line);
    if (first) {
      first = false;
      if (!line.starts_with("HTTP/1.") || line.size() < 12 || line[8] != ' ') fail("its first line");
      head.status = static_cast<int>(number(line.substr(9, 3), 10, "its status"));
      head.reason = trimmed(line.substr(12));
      continue;
    }
    if (line.empty()) break;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) fail("a field without a colon");
    head.fields.emplace_back(lower(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }
  return head;
}

} // namespace

std::string_view reply_head::field(std::string_view name) const {
  for (const auto& [key, value] : fields) {
    if (key == name) return value;
  }
  return {};
}

void reply_reader::take(std::span<const std::byte> bytes) {
  while (!bytes.empty() && !done()) {
    const bool is_body = state_ == state::counted || state_ == state::until_close || state_ == state::chunk;
    bytes = bytes.subspan(is_body ? take_body(bytes) : take_line(bytes));
  }
}

/// Bytes up to the end of a line; of the whole head, before the body.
std::size_t reply_reader::take_line(std::span<const std::byte> bytes) {
  std::size_t n = 0;
  while (n < bytes.size()) {
    const auto c = static_cast<char>(bytes[n++]);
    line_ += c;
    if (line_.size() > (state_ == state::head ? longest_head : longest_line)) fail("a line without an end");
    if (c != '\n') continue;
    if (state_ == state::head && !line_.ends_with("\n\r\n") && !line_.ends_with("\n\n")) continue;
    end_line();
    break;
  }
  return n;
}

void reply_reader::end_line() {
  const std::string text = std::exchange(line_, {});
  const std::string_view line = trimmed(std::string_view(text).substr(0, text.size() - 1));
  switch (state_) {
  case state::head: take_head(text); break;
  case state::chunk_size:
    left_ = number(trimmed(line.substr(0, line.find(';'))), 16, "the size of a chunk");
    state_ = left_ == 0 ? state::trailer : state::chunk;
    break;
  case state::chunk_end:
    if (!line.empty()) fail("a chunk longer than its size");
    state_ = state::chunk_size;
    break;
  default:
    if (line.empty()) state_ = state::done;
  }
}

void reply_reader::take_head(std::string_view text) {
  const reply_head head = parsed(text);
  if (head.status >= 100 && head.status < 200) return; // another head follows
  at_head_(head);
  begin_body(head);
}

void reply_reader::begin_body(const reply_head& head) {
  const auto coding = lower(head.field("transfer-encoding"));
  const auto length = head.field("content-length");
  if (head.status == 204 || head.status == 304) {
    state_ = state::done;
  } else if (!coding.empty()) {
    if (coding != "chunked") fail("a transfer coding that was not asked for");
    state_ = state::chunk_size;
  } else if (!length.empty()) {
    left_ = number(length, 10, "its length");
    state_ = left_ == 0 ? state::done : state::counted;
  } else {
    state_ = state::until_close;
  }
}

std::size_t reply_reader::take_body(std::span<const std::byte> bytes) {
  const bool counted = state_ != state::until_close;
  const std::size_t n =
      counted ? static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size())) : bytes.size();
  at_body_(bytes.first(n));
  if (!counted) return n;
  left_ -= n;
  if (left_ == 0) state_ = state_ == state::chunk ? state::chunk_end : state::done;
  return n;
}

void reply_reader::end() {
  if (state_ == state::until_close) state_ = state::done;
  if (!done()) throw fetch_error("the reply ended too early", fetch_error::hope::next_time);
}

} // namespace serve::fetch
