#include <pounce/serve/http_client.hpp>

#include <string>
#include <vector>

#include <support/loopback.hpp>

#include <doctest/doctest.h>

using pounce::serving::http_client;
using support::text_server;

namespace {

class asking {
 public:
  explicit asking(const text_server& server, std::size_t body = 4096)
      : buffer_(http_client<>::largest_head_bytes + body),
        client_(*pounce::serving::address_of(server.address()), buffer_) {}

  /// "status body" of the answer to a request; "none" without one.
  std::string ask(const std::string& text) {
    const auto r = client_.exchange(
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text);
    if (!r) return "none";
    return std::to_string(r->status) + " " +
           (r->too_large ? "too large" : std::string(r->body.data(), r->body.size()));
  }

 private:
  std::vector<char> buffer_;
  http_client<> client_;
};

} // namespace

TEST_SUITE("http_client") {
  TEST_CASE("one connection serves many requests, in each framing") {
    int connections = 0;
    text_server server([&](const std::string& request) -> std::string {
      ++connections;
      if (request.ends_with("chunks"))
        return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
      if (request.ends_with("none")) return "HTTP/1.1 204 No Content\r\n\r\n";
      if (request.ends_with("early"))
        return "HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nz";
      return "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok";
    });
    asking a(server);
    CHECK(a.ask("x") == "202 ok");
    CHECK(a.ask("chunks") == "200 abcde");
    CHECK(a.ask("none") == "204 ");
    CHECK(a.ask("early") == "200 z");
    CHECK(a.ask("x") == "202 ok");
    CHECK(connections == 5);
  }

  TEST_CASE("a kept connection that was closed is made anew, a fresh one that breaks is none") {
    int requests = 0;
    text_server server([&](const std::string&) -> std::string {
      ++requests;
      return requests % 2 == 0 ? "" : "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1";
    });
    {
      asking a(server);
      CHECK(a.ask("x") == "200 1"); // the first request
      CHECK(a.ask("x") == "200 1"); // the second is closed on, the third answered
    }
    asking b(server);
    CHECK(b.ask("x") == "none"); // the fourth, on a fresh connection
  }

  TEST_CASE("bodies that break off, do not fit or make no sense are not taken for whole") {
    text_server server([&](const std::string& request) -> std::string {
      if (request.ends_with("close"))
        return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1";
      if (request.ends_with("large")) return "HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n";
      if (request.ends_with("chunky"))
        return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n";
      return "nonsense\r\n\r\n";
    });
    asking a(server);
    CHECK(a.ask("close") == "200 1");
    CHECK(a.ask("large") == "200 too large");
    CHECK(a.ask("chunky") == "200 too large");
    CHECK(a.ask("x") == "none");
  }

  TEST_CASE("no server is no answer") {
    std::vector<char> buffer(http_client<>::largest_head_bytes + 10);
    http_client<> client(*pounce::serving::address_of("127.0.0.1:1"), buffer);
    CHECK_FALSE(client.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  }
}
