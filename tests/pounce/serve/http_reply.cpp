#include <pounce/serve/http_reply.hpp>

#include <string>

#include <doctest/doctest.h>

using namespace pounce::serving;

TEST_SUITE("http_reply") {
  TEST_CASE("the head stands right before the body") {
    char space[reply_head_bytes + 64];
    reply made(std::span<char>(space).subspan(reply_head_bytes));
    made.body.put("[0]");
    CHECK(with_head(std::span<char>(space), made, http_connection::stays, http_body::sent) ==
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n[0]");
    CHECK(with_head(std::span<char>(space), made, http_connection::closes, http_body::left_out) ==
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3\r\nConnection: "
          "close\r\n\r\n");
    made.status = 405;
    CHECK(with_head(std::span<char>(space), made, http_connection::stays, http_body::sent)
              .find("\r\nAllow: GET, HEAD, POST\r\n") != std::string_view::npos);
    made.status = 204;
    CHECK(with_head(std::span<char>(space), made, http_connection::stays, http_body::sent) ==
          "HTTP/1.1 204 No Content\r\n\r\n");
    made.status = 7;
    CHECK(with_head(std::span<char>(space), made, http_connection::stays, http_body::sent)
              .starts_with("HTTP/1.1 500 "));
  }

  TEST_CASE("a type that no head holds is replaced") {
    char space[reply_head_bytes + 64];
    reply made(std::span<char>(space).subspan(reply_head_bytes));
    const std::string endless(10'000, 'x');
    made.content_type = endless;
    CHECK(with_head(std::span<char>(space), made, http_connection::stays, http_body::sent)
              .find("application/octet-stream") != std::string_view::npos);
  }
}
