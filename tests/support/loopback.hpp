// support/loopback.hpp -- a server of texts on this machine: what a test's thread says to whoever connects.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/socket.h>

#include <pounce/serve/socket.hpp>

namespace support {

/// All of `text` through a socket.
inline bool send_all(const pounce::serving::descriptor& s, std::string_view text) {
  while (!text.empty()) {
    const auto n = pounce::serving::send(s, text);
    if (!n) return false;
    text.remove_prefix(*n);
  }
  return true;
}

/// One whole HTTP message with a Content-Length, or less if the stream ends.
inline std::string receive_message(const pounce::serving::descriptor& s) {
  std::string all;
  std::array<char, 65536> room{};
  for (;;) {
    const auto end = all.find("\r\n\r\n");
    if (end != std::string::npos) {
      const auto length = all.find("Content-Length: ");
      const std::size_t body =
          length == std::string::npos || length > end ? 0 : std::stoul(all.substr(length + 16));
      if (all.size() >= end + 4 + body) return all;
    }
    const auto n = pounce::serving::receive(s, room);
    if (!n || *n == 0) return all;
    all.append(room.data(), *n);
  }
}

inline pounce::serving::descriptor connect_to_port(std::uint16_t port) {
  return pounce::serving::connect_to(*pounce::serving::address_of("127.0.0.1:" + std::to_string(port)));
}

/// Takes connections and gives each request to a function; what the function returns is sent as it is, an empty
/// text closes the connection.
class text_server {
 public:
  using function = std::function<std::string(const std::string& request)>;

  explicit text_server(function reply) : reply_(std::move(reply)), thread_([this] { serve(); }) {}
  ~text_server() {
    ::shutdown(listener_.number(), SHUT_RDWR);
    thread_.join();
  }
  text_server(const text_server&) = delete;
  text_server& operator=(const text_server&) = delete;

  std::string address() const { return "127.0.0.1:" + std::to_string(pounce::serving::port_of(listener_)); }

 private:
  void serve() {
    for (;;) {
      const pounce::serving::descriptor s(::accept(listener_.number(), nullptr, nullptr));
      if (!s) return;
      for (;;) {
        const auto request = receive_message(s);
        if (request.empty()) break;
        const auto reply = reply_(request);
        if (reply.empty() || !send_all(s, reply)) break;
      }
    }
  }

  static pounce::serving::descriptor waiting_listener() {
    auto s = pounce::serving::listen_at(pounce::serving::interface::loopback, 0);
    ::fcntl(s.number(), F_SETFL, 0); // accept waits
    return s;
  }

  pounce::serving::descriptor listener_ = waiting_listener();
  function reply_;
  std::thread thread_;
};

} // namespace support
