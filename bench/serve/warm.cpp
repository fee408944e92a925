// serve/warm.cpp -- a warm request of one row to a model over HTTP, beside the barest server that says something back
// over the same kind of socket. Usage: pounce_bench_serve MODEL BODY
//
// A benchmark library times a function; here two processes' worth of sockets are asked in turn, so that whatever slows
// the machine slows both, and what is printed is the median of the pairs' differences.
#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include <sys/eventfd.h>
#include <sys/socket.h>

#include <pounce/serve.hpp>

using namespace pounce::serving;

namespace {

/// Receives and sends, nothing else.
void echo(const descriptor& listener, const std::string& reply) {
  const descriptor client(::accept4(listener.number(), nullptr, nullptr, SOCK_CLOEXEC));
  std::array<char, 4096> room{};
  while (receive(client, room).value_or(0) != 0) {
    if (!send(client, reply)) return;
  }
}

descriptor connected_to(std::uint16_t port) {
  char text[32];
  std::snprintf(text, sizeof text, "127.0.0.1:%u", static_cast<unsigned>(port));
  return connect_to(*address_of(text));
}

/// Nanoseconds from a request's first byte to the reply's last.
std::int64_t ask(const descriptor& server, const std::string& request, std::string& reply) {
  std::array<char, 4096> room{};
  const std::int64_t begin = monotonic_ns();
  if (!send(server, request)) return -1;
  const auto n = receive(server, room);
  const std::int64_t end = monotonic_ns();
  reply.assign(room.data(), n.value_or(0));
  return end - begin;
}

std::int64_t median(std::vector<std::int64_t> all) {
  std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
  return all[all.size() / 2];
}

} // namespace

int main(int count, char** arguments) {
  constexpr int pairs = 20'000;
  if (count != 3) return 2;
  const auto model = pounce::model::open(arguments[1]);
  if (!model) return 1;
  const std::string body = arguments[2];
  const std::string request =
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;

  auto memory = reservation::of(workspace_bytes(*model, limits{}.body_bytes));
  auto server = http_server<>::on(listen_at(interface::loopback, 0), {});
  if (!memory || !server) return 1;
  model_service<> service(*model, limits{}.body_bytes, memory->bytes());
  const answerer answer(service);
  const descriptor stop(::eventfd(0, EFD_CLOEXEC));
  const auto port = server->port();
  std::thread serving([&] { server->run(answer, stop.number()); });

  std::string reply;
  {
    const descriptor asked = connected_to(port);
    ask(asked, request, reply);
    std::printf("%s\n", reply.c_str());

    descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::listen(listener.number(), 1) != 0) return 1;
    std::thread echoing([&, said = reply] { echo(listener, said); });
    std::vector<std::int64_t> echoes;
    std::vector<std::int64_t> answers;
    std::vector<std::int64_t> differences;
    {
      const descriptor bare = connected_to(port_of(listener));
      for (int i = 0; i < pairs; ++i) {
        echoes.push_back(ask(bare, request, reply));
        answers.push_back(ask(asked, request, reply));
        differences.push_back(answers.back() - echoes.back());
      }
    }
    echoing.join();
    std::printf("echo %.1f us, model %.1f us, difference %.1f us (medians of %d pairs)\n",
                static_cast<double>(median(echoes)) / 1e3, static_cast<double>(median(answers)) / 1e3,
                static_cast<double>(median(differences)) / 1e3, pairs);
  }
  ::eventfd_write(stop.number(), 1);
  serving.join();
  return 0;
}
