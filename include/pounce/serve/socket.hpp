// pounce/serve/socket.hpp -- TCP sockets that close themselves; addresses are numbers, no names are looked up.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <pounce/core/arch.hpp>
#include <pounce/serve/http_head.hpp>

namespace pounce::serving {

/// A file descriptor; move-only.
class descriptor {
 public:
  descriptor() = default;
  explicit descriptor(int number) noexcept : number_(number) {}
  descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  descriptor& operator=(descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  ~descriptor() { close(); }

  int number() const noexcept { return number_; }
  explicit operator bool() const noexcept { return number_ >= 0; }
  void close() noexcept {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_ = -1;
};

enum class interface : std::uint8_t { any, loopback };

namespace detail {
inline const sockaddr* as_address(const sockaddr_in& a) noexcept {
  return static_cast<const sockaddr*>(static_cast<const void*>(&a));
}
} // namespace detail

/// A port's number; none for text that is not 1 to 65535.
template <class Arch = default_arch>
std::optional<std::uint16_t> port_number(std::string_view text) noexcept {
  const auto number = detail::whole_number<Arch>(text);
  if (!number || *number == 0 || *number > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(*number);
}

/// A socket that listens; none on failure, with errno. Port 0 is any free one.
template <class Arch = default_arch>
descriptor listen_at(interface where, std::uint16_t port) noexcept {
  descriptor s(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!s) return s;
  const int yes = 1;
  ::setsockopt(s.number(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  ::setsockopt(s.number(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes); // accepted ones inherit it
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(where == interface::any ? INADDR_ANY : INADDR_LOOPBACK);
  if (::bind(s.number(), detail::as_address(address), sizeof address) != 0 ||
      ::listen(s.number(), 511) != 0) {
    s.close();
  }
  return s;
}

/// The port at which a socket listens.
template <class Arch = default_arch>
std::uint16_t port_of(const descriptor& s) noexcept {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  void* const to = &address;
  if (::getsockname(s.number(), static_cast<sockaddr*>(to), &size) != 0) return 0;
  return ntohs(address.sin_port);
}

/// Where a server is: four numbers and a port, or localhost and a port. None for text that says anything else.
template <class Arch = default_arch>
std::optional<sockaddr_in> address_of(std::string_view host_and_port) noexcept {
  const auto colon = host_and_port.rfind(':');
  if (colon == std::string_view::npos || colon > 15) return std::nullopt;
  const auto port = port_number<Arch>(host_and_port.substr(colon + 1));
  if (!port) return std::nullopt;
  char host[16] = {};
  host_and_port.copy(host, colon);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(*port);
  if (host_and_port.substr(0, colon) == "localhost") {
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  } else if (::inet_pton(AF_INET, host, &address.sin_addr) != 1) {
    return std::nullopt;
  }
  return address;
}

/// A socket connected to `address`, blocking; none on failure, with errno.
template <class Arch = default_arch>
descriptor connect_to(const sockaddr_in& address) noexcept {
  descriptor s(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!s) return s;
  const int yes = 1;
  ::setsockopt(s.number(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  while (::connect(s.number(), detail::as_address(address), sizeof address) != 0) {
    if (errno == EINTR) continue;
    s.close();
    break;
  }
  return s;
}

/// Bytes received, 0 at the end of the stream, none on failure, with errno.
template <class Arch = default_arch>
std::optional<std::size_t> receive(const descriptor& s, std::span<char> room) noexcept {
  for (;;) {
    const ssize_t n = ::recv(s.number(), room.data(), room.size(), 0);
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno != EINTR) return std::nullopt;
  }
}

/// Bytes sent, none on failure, with errno. A client that is gone is an error, not a signal.
template <class Arch = default_arch>
std::optional<std::size_t> send(const descriptor& s, std::string_view bytes) noexcept {
  for (;;) {
    const ssize_t n = ::send(s.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno != EINTR) return std::nullopt;
  }
}

} // namespace pounce::serving
