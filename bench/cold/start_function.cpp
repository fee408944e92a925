// start_function.cpp -- starts a real function and is its cloud: start_function EVENT [--group FILE]... -- PROGRAM ARGUMENT...
//
// The program finds AWS Lambda's runtime interface on this machine (AWS_LAMBDA_RUNTIME_API), asks it for work, gets the
// event in the file EVENT and posts its answer; then it is killed, as a platform ends a function. Of its moments only those
// are known that the platform sees: the first request for work stands for main, library and open.
#include "start.hpp"

#include <csignal>
#include <cstdlib>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace {

char request[65536];
char event[65536];
char reply[66000];

/// Reads one HTTP request and returns its body; null when the connection is gone.
char* read_request(int connection) {
  std::size_t size = 0;
  for (;;) {
    request[size] = '\0';
    if (char* const end = std::strstr(request, "\r\n\r\n")) {
      const char* const length = ::strcasestr(request, "\r\nContent-Length:");
      const std::size_t body = length != nullptr && length < end ? std::strtoul(length + 17, nullptr, 10) : 0;
      if (size >= static_cast<std::size_t>(end + 4 - request) + body) return end + 4;
    }
    const ssize_t n = ::read(connection, request + size, sizeof request - 1 - size);
    if (n <= 0) return nullptr;
    size += static_cast<std::size_t>(n);
  }
}

/// Moments `first` up to `end` of handler::life are now; what faults were taken is not known.
void note(std::uint64_t (&moments)[18], int first, int end) {
  const std::uint64_t now = race::now();
  for (int i = first; i < end; ++i) moments[3 * i] = moments[3 * i + 1] = now;
}

} // namespace

int main(int, char** arguments) {
  const int file = ::open(arguments[1], O_RDONLY | O_CLOEXEC);
  const ssize_t size = ::read(file, event, sizeof event - 1);
  char** at = arguments + 2;
  const race::groups groups(at);
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (size <= 0 || *at == nullptr || ::bind(listener, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      ::listen(listener, 4) != 0 ||
      ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) != 0)
    return 2;
  char** const command = at + 1;
  char place[64];
  std::snprintf(place, sizeof place, "AWS_LAMBDA_RUNTIME_API=127.0.0.1:%d", ntohs(address.sin_port));
  ::putenv(place);
  const int reply_size =
      std::snprintf(reply, sizeof reply,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    "Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
                    "Lambda-Runtime-Deadline-Ms: 99999999999999\r\nContent-Length: %zd\r\n\r\n%s",
                    size, event);
  std::uint64_t moments[18] = {};

  const std::uint64_t started = race::now();
  const pid_t child = ::vfork();
  if (child == 0) {
    if (!groups.join()) ::_exit(125);
    ::execv(command[0], command);
    ::_exit(126);
  }
  const int connection = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
  const int at_once = 1;
  ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  const char* body = read_request(connection);
  note(moments, 0, 3);
  static_cast<void>(!::write(connection, reply, static_cast<std::size_t>(reply_size)));
  note(moments, 3, 4);
  body = read_request(connection);
  note(moments, 4, 6);
  ::kill(child, SIGKILL);
  race::tell(started, child, body == nullptr ? "" : body, moments, true);
  return 0;
}
