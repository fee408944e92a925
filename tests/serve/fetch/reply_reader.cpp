// serve/fetch/reply_reader.cpp -- replies in pieces of any size, and what is none.
#include <serve/fetch/reply_reader.hpp>

#include <serve/fetch/fetch_error.hpp>

#include <doctest/doctest.h>

using namespace serve::fetch;

namespace {

/// "status|body|whether it is done" of a reply that comes in pieces of `size` bytes, or the error.
std::string read_as(const std::string& text, std::size_t size) {
  std::string out;
  try {
    reply_reader reader([&](const reply_head& h) { out += std::to_string(h.status) + " " + h.reason + "|"; },
                        [&](std::span<const std::byte> bytes) {
                          for (const auto b : bytes) out += static_cast<char>(b);
                        });
    const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
    for (std::size_t at = 0; at < bytes.size(); at += size) {
      reader.take(bytes.subspan(at, std::min(size, bytes.size() - at)));
    }
    reader.end();
  } catch (const fetch_error& why) {
    return why.what();
  }
  return out;
}

} // namespace

TEST_SUITE("serve/fetch/reply_reader") {
  TEST_CASE("a body ends by its length, its chunks or with the connection") {
    struct sample {
      std::string text;
      std::string out;
    };
    const sample samples[] = {
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "200 OK|hello"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "200 OK|"},
        {"HTTP/1.0 200 ok\nContent-type: text/plain\n\nhello", "200 ok|hello"},
        {"HTTP/1.1 404 Not Found\r\nTransfer-Encoding: "
         "Chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: "
         "u\r\n\r\n",
         "404 Not Found|abc0123456789"},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", "204 No Content|"},
    };
    for (const auto& s : samples) {
      CAPTURE(s.text);
      for (std::size_t size = 1; size <= s.text.size(); ++size) CHECK(read_as(s.text, size) == s.out);
    }
  }

  TEST_CASE("a reply that ends too early is an error at every byte") {
    const std::string whole = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    for (const auto& text : {whole, chunked}) {
      for (std::size_t n = 0; n < text.size(); ++n) {
        CHECK(read_as(text.substr(0, n), 7) == "the reply ended too early");
      }
    }
  }

  TEST_CASE("what is no reply is refused") {
    for (const std::string text :
         {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/2 200\r\n\r\n", "\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n"}) {
      CAPTURE(text);
      CHECK(read_as(text, 5).starts_with("the reply is not HTTP/1.1: "));
    }
    CHECK(read_as("HTTP/1.1 200 OK\r\n" + std::string(70000, 'a'), 1000) ==
          "the reply is not HTTP/1.1: a line without an end");
    CHECK(read_as("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(2000, '0'), 1000) ==
          "the reply is not HTTP/1.1: a line without an end");
  }
}
