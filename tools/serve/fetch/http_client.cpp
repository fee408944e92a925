// serve/fetch/http_client.cpp -- a request as text, then the reply until it ends.
#include <serve/fetch/http_client.hpp>

#include <algorithm>
#include <chrono>
#include <vector>

#include <serve/fetch/fetch_error.hpp>

namespace serve::fetch {

namespace {

constexpr std::size_t longest_text = 4096;
constexpr std::size_t piece = std::size_t{64} * 1024;

std::string text_of(const http_request& request) {
  std::string text =
      request.method + " " + request.to.target + " HTTP/1.1\r\nHost: " + request.to.authority() +
      "\r\nUser-Agent: pounce\r\nAccept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n";
  for (const auto& [name, value] : request.headers) text += name + ": " + value + "\r\n";
  if (!request.body.empty()) text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  return text + "\r\n" + request.body;
}

} // namespace

http_reply send(const http_request& request, const connection_options& how, const body_taker& take) {
  http_reply reply;
  std::function<void(std::span<const std::byte>)> taker;
  reply_reader reader(
      [&](const reply_head& head) {
        reply.head = head;
        if (head.status == 200 && take) taker = take(head);
      },
      [&](std::span<const std::byte> bytes) {
        if (taker) return taker(bytes);
        const auto n = std::min(bytes.size(), longest_text - reply.text.size());
        for (const std::byte b : bytes.first(n)) reply.text += static_cast<char>(b);
      });
  connection line(request.to, how);
  line.write(text_of(request));
  std::vector<std::byte> space(piece);
  const auto end = std::chrono::steady_clock::now() + how.limit;
  while (!reader.done() && reply.text.size() < longest_text) {
    if (std::chrono::steady_clock::now() > end) {
      throw fetch_error("the reply takes too long", fetch_error::hope::next_time);
    }
    const std::size_t n = line.read(space);
    if (n == 0) {
      reader.end();
      break;
    }
    reader.take(std::span(std::as_const(space)).first(n));
  }
  return reply;
}

} // namespace serve::fetch
