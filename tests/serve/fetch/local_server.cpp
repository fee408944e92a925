// serve/fetch/local_server.cpp -- loopback sockets and a thread each.
#include <serve/fetch/local_server.hpp>

#include <array>
#include <stdexcept>
#include <tuple>
#include <utility>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace support {

namespace {

std::pair<int, std::uint16_t> listening(int type) {
  const int fd = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
  sockaddr_in here{};
  here.sin_family = AF_INET;
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof here;
  auto* const address = static_cast<sockaddr*>(static_cast<void*>(&here));
  if (fd < 0 || ::bind(fd, address, length) != 0 || ::getsockname(fd, address, &length) != 0 ||
      (type == SOCK_STREAM && ::listen(fd, 16) != 0)) {
    throw std::runtime_error("no local server");
  }
  return {fd, ntohs(here.sin_port)};
}

bool is_readable(int fd) {
  pollfd waiting{fd, POLLIN, 0};
  return ::poll(&waiting, 1, 20) > 0;
}

/// Whether a request's head and as much body as it says are there.
bool is_whole(const std::string& request) {
  const auto end = request.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  const auto field = request.find("Content-Length: ");
  const auto length = field < end ? std::stoul(request.substr(field + 16)) : 0;
  return request.size() >= end + 4 + length;
}

} // namespace

std::string reply(const std::string& status, const std::string& body, const std::string& fields) {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + fields +
         "\r\n" + body;
}
std::string ok(const std::string& body) { return reply("200 OK", body); }

local_server::local_server(std::function<std::string(const std::string&)> answer)
    : answer_(std::move(answer)) {
  std::tie(descriptor_, port_) = listening(SOCK_STREAM);
  thread_ = std::thread([this] { run(); });
}

local_server::~local_server() {
  stopping_ = true;
  thread_.join();
  ::close(descriptor_);
}

std::vector<std::string> local_server::requests() const {
  const std::lock_guard lock(guard_);
  return requests_;
}

void local_server::run() {
  while (!stopping_) {
    if (!is_readable(descriptor_)) continue;
    const int fd = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    std::string request;
    std::array<char, 4096> piece{};
    while (!is_whole(request)) {
      const ssize_t n = ::recv(fd, piece.data(), piece.size(), 0);
      if (n <= 0) break;
      request.append(piece.data(), static_cast<std::size_t>(n));
    }
    {
      const std::lock_guard lock(guard_);
      requests_.push_back(request);
    }
    const std::string answer = answer_(request);
    for (std::size_t sent = 0; sent < answer.size();) {
      const ssize_t n = ::send(fd, answer.data() + sent, answer.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) break;
      sent += static_cast<std::size_t>(n);
    }
    ::close(fd);
  }
}

local_datagrams::local_datagrams(std::function<std::vector<bytes>(const bytes&)> answer)
    : answer_(std::move(answer)) {
  std::tie(descriptor_, port_) = listening(SOCK_DGRAM);
  thread_ = std::thread([this] { run(); });
}

local_datagrams::~local_datagrams() {
  stopping_ = true;
  thread_.join();
  ::close(descriptor_);
}

void local_datagrams::run() {
  while (!stopping_) {
    if (!is_readable(descriptor_)) continue;
    bytes question(1500);
    sockaddr_storage from{};
    socklen_t length = sizeof from;
    auto* const address = static_cast<sockaddr*>(static_cast<void*>(&from));
    const ssize_t n = ::recvfrom(descriptor_, question.data(), question.size(), 0, address, &length);
    if (n < 0) continue;
    question.resize(static_cast<std::size_t>(n));
    ++questions_;
    for (const auto& answer : answer_(question)) {
      ::sendto(descriptor_, answer.data(), answer.size(), 0, address, length);
    }
  }
}

} // namespace support
