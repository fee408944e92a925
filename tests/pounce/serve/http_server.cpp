#include <pounce/serve/http_server.hpp>

#include <string>
#include <thread>
#include <vector>

#include <sys/eventfd.h>
#include <sys/resource.h>

#include <support/loopback.hpp>

#include <doctest/doctest.h>

using namespace pounce::serving;
using support::connect_to_port;
using support::receive_message;
using support::send_all;

namespace {

/// A server in a thread that says back the body, and how it ended.
class running_server {
 public:
  explicit running_server(const limits& bounds = {})
      : server_(*http_server<>::on(listen_at(interface::loopback, 0), bounds)), port_(server_.port()) {
    thread_ = std::thread([this] { code_ = server_.run(answer_, stop_.number()); });
  }
  ~running_server() {
    if (thread_.joinable()) stop();
  }

  std::uint16_t port() const { return port_; }
  void ask_to_stop() const { CHECK(::eventfd_write(stop_.number(), 1) == 0); }
  int stop() {
    ask_to_stop();
    thread_.join();
    return code_;
  }

 private:
  struct function {
    void operator()(const request& asked, reply& to) const {
      if (asked.path == "/long") std::this_thread::sleep_for(std::chrono::milliseconds(2500));
      to.body.put({asked.body.data(), asked.body.size()});
    }
  };

  function function_;
  answerer answer_{function_};
  descriptor stop_{::eventfd(0, EFD_CLOEXEC)};
  http_server<> server_;
  std::uint16_t port_;
  std::thread thread_;
  int code_ = -1;
};

std::string post(std::string_view body) {
  return "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}
bool answered(const descriptor& s, std::string_view body) {
  return send_all(s, post(body)) && receive_message(s).ends_with("\r\n\r\n" + std::string(body));
}

} // namespace

TEST_SUITE("http_server") {
  TEST_CASE("many clients are served on their own connections, request after request") {
    running_server server;
    std::vector<descriptor> clients;
    for (int i = 0; i < 64; ++i) clients.push_back(connect_to_port(server.port()));
    for (int round = 0; round < 3; ++round) {
      for (std::size_t i = 0; i < clients.size(); ++i) CHECK(answered(clients[i], std::to_string(i)));
    }
    CHECK(server.stop() == 0);
    char byte = 0;
    CHECK(receive(clients[0], {&byte, 1}) == 0);
  }

  TEST_CASE("with all places taken the longest idle client makes room, and waiting ones get theirs") {
    limits few;
    few.connections = 2;
    running_server server(few);
    const auto first = connect_to_port(server.port());
    CHECK(answered(first, "1"));
    const auto second = connect_to_port(server.port());
    CHECK(answered(second, "2"));
    const auto third = connect_to_port(server.port());
    CHECK(answered(third, "3"));
    char byte = 0;
    CHECK(receive(first, {&byte, 1}) == 0);
    // Two that are in the middle of a request are not put out: a new one waits until one is done.
    CHECK(send_all(second, "POST / HTTP/1.1\r\n"));
    CHECK(send_all(third, "POST / HTTP/1.1\r\n"));
    const auto fourth = connect_to_port(server.port());
    CHECK(send_all(fourth, post("4")));
    CHECK(send_all(second, "Host: h\r\nConnection: close\r\nContent-Length: 1\r\n\r\n2"));
    CHECK(receive_message(second).ends_with("2"));
    CHECK(receive_message(fourth).ends_with("4"));
    CHECK(send_all(third, "Host: h\r\nContent-Length: 1\r\n\r\n3"));
    CHECK(receive_message(third).ends_with("3"));
  }

  TEST_CASE("clients that stand still or drip give way to others after a second, not after thirty") {
    limits few;
    few.connections = 4;
    running_server server(few);
    const auto still_in_head = connect_to_port(server.port());
    CHECK(send_all(still_in_head, "POST / HTTP/1.1\r\n"));
    const auto still_in_body = connect_to_port(server.port());
    CHECK(send_all(still_in_body, post("body").substr(0, 49)));
    const auto drips = connect_to_port(server.port());
    CHECK(send_all(drips, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n"));
    const auto fast = connect_to_port(server.port());
    CHECK(send_all(fast, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 30000\r\n\r\n"));
    std::thread others([&] {
      for (int i = 0; i < 30; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        static_cast<void>(send_all(drips, "x"));
        CHECK(send_all(fast, std::string(1000, 'x')));
      }
    });
    std::vector<descriptor> late;
    for (int i = 0; i < 3; ++i) { // the fast one is never put out, the others are
      const auto begun = std::chrono::steady_clock::now();
      late.push_back(connect_to_port(server.port()));
      CHECK(answered(late.back(), "late"));
      CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5));
      CHECK(send_all(late.back(), "POST / HTTP/1.1\r\n")); // and keeps the place
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    CHECK(receive_message(fast).ends_with(std::string(30'000, 'x')));
    CHECK(receive_message(still_in_head).starts_with("HTTP/1.1 408 "));
    CHECK(receive_message(still_in_body).starts_with("HTTP/1.1 408 "));
    CHECK_FALSE(receive_message(drips).starts_with("HTTP/1.1 200 "));
    others.join();
  }

  TEST_CASE("time in which the server itself stood still is not taken from its clients") {
    limits hasty;
    hasty.progress_seconds = 1;
    running_server server(hasty);
    const auto in_head = connect_to_port(server.port());
    const auto in_body = connect_to_port(server.port());
    const auto slow = connect_to_port(server.port());
    CHECK(send_all(in_head, "POST / HTTP/1.1\r\n"));
    CHECK(send_all(in_body, post("body").substr(0, 49)));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    CHECK(send_all(slow, "GET /long HTTP/1.1\r\nHost: h\r\n\r\n"));
    CHECK(receive_message(slow).starts_with("HTTP/1.1 200 "));
    CHECK(send_all(in_head, "Host: h\r\nContent-Length: 2\r\n\r\nhi"));
    CHECK(send_all(in_body, post("body").substr(49)));
    CHECK(receive_message(in_head).ends_with("hi"));
    CHECK(receive_message(in_body).ends_with("body"));
  }

  TEST_CASE("without a free descriptor the longest idle client makes room, and no time is spun away") {
    running_server server;
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    std::vector<descriptor> clients;
    for (int i = 0; i < 6; ++i) {
      clients.push_back(connect_to_port(server.port()));
      CHECK(answered(clients.back(), "hello"));
    }
    const descriptor last = connect_to_port(server.port());
    CHECK(answered(last, "6"));
    descriptor next(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)); // the highest number that is in use
    rlimit few{static_cast<rlim_t>(next.number()) + 1, before.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
    next.close();
    const descriptor late =
        connect_to_port(server.port()); // takes the last number: the server has none for it
    CHECK(answered(late, "late"));
    char byte = 0;
    CHECK(receive(clients[0], {&byte, 1}) == 0);
    for (std::size_t i = 1; i < clients.size(); ++i) CHECK(send_all(clients[i], "POST / HTTP/1.1\r\n"));
    CHECK(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  }

  TEST_CASE("a reply larger than the socket takes arrives whole, and so does a request") {
    running_server server;
    const std::string body(5'000'000, 'x');
    const auto client = connect_to_port(server.port());
    std::thread sender([&] { CHECK(send_all(client, post(body))); });
    CHECK(receive_message(client).ends_with("\r\n\r\n" + body));
    sender.join();
    CHECK(answered(client, "small"));
  }

  TEST_CASE("a body that is too large is told before it is sent, and the client hears it") {
    limits small;
    small.body_bytes = 1000;
    running_server server(small);
    const auto client = connect_to_port(server.port());
    CHECK(send_all(client, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n" +
                               std::string(50'000, 'x')));
    CHECK(receive_message(client).starts_with("HTTP/1.1 413 "));
  }

  TEST_CASE("clients that go away, say nothing or nonsense harm no other") {
    running_server server;
    for (int i = 0; i < 200; ++i) {
      const auto gone = connect_to_port(server.port());
      CHECK(send_all(gone, i % 2 == 0 ? post("gone").substr(0, 30) : post("gone")));
    }
    const auto bad = connect_to_port(server.port());
    CHECK(send_all(bad, "\x16\x03\x01 not HTTP\r\n\r\n"));
    CHECK(receive_message(bad).starts_with("HTTP/1.1 400 "));
    CHECK(answered(connect_to_port(server.port()), "fine"));
  }

  TEST_CASE("a slow head is answered with 408, a silent client is let go") {
    limits hasty;
    hasty.progress_seconds = 1;
    hasty.idle_seconds = 2;
    running_server server(hasty);
    const auto slow = connect_to_port(server.port());
    const auto silent = connect_to_port(server.port());
    CHECK(send_all(slow, "POST / HT"));
    CHECK(receive_message(slow).starts_with("HTTP/1.1 408 "));
    CHECK(receive_message(silent).empty());
  }

  TEST_CASE("when asked to stop it finishes what has begun, and a second time ends at once") {
    running_server server;
    const auto begun = connect_to_port(server.port());
    CHECK(answered(begun, "1"));
    CHECK(send_all(begun, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nla"));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    server.ask_to_stop();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    CHECK_FALSE(connect_to_port(server.port()));
    CHECK(send_all(begun, "st"));
    const auto last = receive_message(begun);
    CHECK(last.ends_with("last"));
    CHECK(last.find("Connection: close\r\n") != std::string::npos);

    running_server hurried;
    const auto stuck = connect_to_port(hurried.port());
    CHECK(answered(stuck, "1"));
    CHECK(send_all(stuck, "POST / HTTP/1.1\r\n"));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    hurried.ask_to_stop();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    CHECK(hurried.stop() == 0);
  }
}
