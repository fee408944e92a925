// serve/fetch/connection.cpp -- sockets with time limits.
#include <serve/fetch/connection.hpp>

#include <cerrno>
#include <system_error>

#include <netinet/tcp.h>
#include <unistd.h>

#include <serve/fetch/fetch_error.hpp>

namespace serve::fetch {

namespace {

[[noreturn]] void fail(const std::string& what, int error) {
  const bool silent = error == EAGAIN || error == EINPROGRESS || error == ETIMEDOUT;
  throw fetch_error(what + ": " + (silent ? "no answer in time" : std::generic_category().message(error)),
                    fetch_error::hope::next_time);
}

/// A socket connected to one of the addresses.
int connected(const std::vector<ip_address>& addresses, std::uint16_t port,
              std::chrono::milliseconds patience) {
  int error = 0;
  for (const auto& address : addresses) {
    sockaddr_storage to{};
    const socklen_t length = to_sockaddr(address, port, to);
    const int fd = ::socket(to.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
      error = errno;
      continue;
    }
    const timeval limit{static_cast<time_t>(patience.count() / 1000),
                        static_cast<suseconds_t>(patience.count() % 1000 * 1000)};
    const int yes = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit); // connect's too
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(fd, static_cast<sockaddr*>(static_cast<void*>(&to)), length) == 0) return fd;
    error = errno;
    ::close(fd);
  }
  fail("cannot connect", error);
}

} // namespace

connection::connection(const url& to, const connection_options& how)
    : descriptor_(connected(resolve_host(to.host, how.resolver), to.port, how.patience)) {
  if (!to.secure) return;
  try {
    tls_ = std::make_unique<tls_session>(descriptor_, to.host, how.ca_file);
  } catch (...) {
    close();
    throw;
  }
}

connection::~connection() {
  tls_.reset();
  close();
}

void connection::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

void connection::write(std::string_view text) {
  if (tls_) return tls_->write(text);
  while (!text.empty()) {
    const ssize_t n = ::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail("cannot send the request", errno);
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::size_t connection::read(std::span<std::byte> into) {
  if (tls_) return tls_->read(into);
  for (;;) {
    const ssize_t n = ::recv(descriptor_, into.data(), into.size(), 0);
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno != EINTR) fail("cannot read the reply", errno);
  }
}

} // namespace serve::fetch
