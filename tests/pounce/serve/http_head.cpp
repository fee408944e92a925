#include <pounce/serve/http_head.hpp>

#include <string>

#include <doctest/doctest.h>

using namespace pounce::serving;

namespace {

http_head head;

head_state request_state(std::string_view bytes) {
  return head_reader<>(bytes, http_message::request, head).read();
}
head_state response_state(std::string_view bytes) {
  return head_reader<>(bytes, http_message::response, head).read();
}

/// The status with which a head is refused; 0 if it is not.
int refused_with(std::string_view bytes) {
  return request_state(bytes) == head_state::wrong ? head.status : 0;
}

std::string with(std::string_view header) {
  return "POST / HTTP/1.1\r\nHost: a\r\n" + std::string(header) + "\r\n\r\n";
}

} // namespace

TEST_SUITE("http_head") {
  TEST_CASE("a request's head is its parts") {
    const std::string bytes =
        "POST /a/b?c=d HTTP/1.1\r\nHost: x\r\nContent-Type:  text/csv \r\nContent-Length: 12\r\n\r\nbody";
    REQUIRE(request_state(bytes) == head_state::whole);
    CHECK(head.method == "POST");
    CHECK(head.path == "/a/b");
    CHECK(head.query == "c=d");
    CHECK(head.framing == http_framing::length);
    CHECK(head.content_length == 12);
    CHECK(head.keep_alive);
    CHECK(bytes.substr(head.bytes) == "body");
    CHECK(find_header(head.headers, "CONTENT-TYPE") == "text/csv");
    CHECK_FALSE(find_header(head.headers, "content"));
    CHECK(request_state("GET http://x/y HTTP/1.1\r\nHost: x\r\n\r\n") == head_state::whole);
    CHECK(head.path == "/y");
    CHECK(request_state("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n") == head_state::whole);
  }

  TEST_CASE("every beginning of a head is incomplete") {
    const std::string bytes = with("Content-Length: 3");
    for (std::size_t n = 0; n < bytes.size(); ++n)
      CHECK(request_state(bytes.substr(0, n)) == head_state::incomplete);
    CHECK(request_state(bytes) == head_state::whole);
  }

  TEST_CASE("whether the connection stays, by version and by header") {
    REQUIRE(request_state("GET / HTTP/1.0\r\n\r\n") == head_state::whole);
    CHECK_FALSE(head.keep_alive);
    REQUIRE(request_state("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n") == head_state::whole);
    CHECK(head.keep_alive);
    REQUIRE(request_state(with("Connection: upgrade, Close")) == head_state::whole);
    CHECK_FALSE(head.keep_alive);
    REQUIRE(request_state(with("Expect: 100-Continue")) == head_state::whole);
    CHECK(head.expects_continue);
    REQUIRE(request_state(with("Transfer-Encoding: Chunked")) == head_state::whole);
    CHECK(head.framing == http_framing::chunked);
  }

  TEST_CASE("two ways to say where a body ends are refused") {
    CHECK(refused_with(with("Content-Length: 3\r\nTransfer-Encoding: chunked")) == 400);
    CHECK(refused_with(with("Transfer-Encoding: chunked\r\nContent-Length: 3")) == 400);
    CHECK(refused_with(with("Content-Length: 3\r\nContent-Length: 3")) == 400);
    CHECK(refused_with(with("Content-Length: 3\r\nContent-Length: 4")) == 400);
    CHECK(refused_with(with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")) == 400);
    CHECK(refused_with(with("Transfer-Encoding: gzip, chunked")) == 501);
    CHECK(refused_with(with("Transfer-Encoding: identity")) == 501);
    CHECK(refused_with("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == 400);
  }

  TEST_CASE("lengths are digits and nothing else") {
    for (const char* length : {"", "-1", "+3", "3,3", "0x3", "3 3", "a"}) {
      CAPTURE(length);
      CHECK(refused_with(with("Content-Length: " + std::string(length))) == 400);
    }
    CHECK(refused_with(with("Content-Length: 99999999999999999999999999")) == 413);
  }

  TEST_CASE("what is not HTTP/1.1 to the letter is refused") {
    for (const char* bytes :
         {"GET /\r\n\r\n", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", " GET / HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", "GET / HTTP/1.1\nHost: a\n\n",
          "GET / HTTP/1.1\r\nHost: a\r\n Folded: x\r\n\r\n", "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nnocolon\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n",
          "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\x01\r\n\r\n", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET nopath HTTP/1.1\r\nHost: a\r\n\r\n", "GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET / http/1.1\r\nHost: a\r\n\r\n", "\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n"}) {
      CAPTURE(bytes);
      CHECK(refused_with(bytes) == 400);
    }
    CHECK(refused_with("GET / HTTP/2.0\r\nHost: a\r\n\r\n") == 505);
    CHECK(refused_with(with("Expect: 200-ok")) == 417);
    CHECK(refused_with(std::string("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", 29)) == 400);
  }

  TEST_CASE("a response's head is its parts") {
    REQUIRE(response_state("HTTP/1.1 202 Accepted\r\nContent-Length: 16\r\n\r\n") == head_state::whole);
    CHECK(head.status == 202);
    CHECK(head.content_length == 16);
    REQUIRE(response_state("HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n") == head_state::whole);
    CHECK(head.framing == http_framing::chunked);
    for (const char* bytes : {"HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 099 x\r\n\r\n",
                              "HTTP/1.1\r\n\r\n", "HTTP/1.1 abc\r\n\r\n"}) {
      CAPTURE(bytes);
      CHECK(response_state(bytes) == head_state::wrong);
    }
  }
}
