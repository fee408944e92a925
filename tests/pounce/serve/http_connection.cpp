#include <pounce/serve/http_connection.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace pounce::serving;

namespace {

/// A connection to a function that says back what it was asked.
class echo {
 public:
  explicit echo(std::size_t largest_body = 64)
      : in_(http_connection_state<>::in_bytes(largest_body)), out_(http_connection_state<>::out_bytes(4096)),
        c_(in_, out_) {}

  /// What comes back for `bytes`, given `step` at a time and taken three bytes at a time.
  std::string say(std::string_view bytes, std::size_t step = 1'000'000) {
    std::string said;
    while (!bytes.empty() || !c_.pending().empty()) {
      const auto room = c_.room();
      const std::size_t n = std::min({step, room.size(), bytes.size()});
      std::copy_n(bytes.begin(), n, room.begin());
      bytes.remove_prefix(n);
      if (n != 0) c_.received(n, answer_);
      const std::size_t gone = std::min<std::size_t>(3, c_.pending().size());
      said += c_.pending().substr(0, gone);
      if (gone != 0) c_.sent(gone, answer_);
      if (n == 0 && gone == 0) break; // no more is wanted
    }
    return said;
  }

  http_connection_state<>& state() { return c_; }

 private:
  struct function {
    void operator()(const request& asked, reply& to) const {
      if (asked.path == "/huge") {
        while (!to.body.full()) to.body.put("x");
        return;
      }
      to.content_type = "text/plain";
      to.body.put(asked.method).put(' ').put(asked.path).put(' ').put({asked.body.data(), asked.body.size()});
    }
  };

  std::vector<char> in_;
  std::vector<char> out_;
  http_connection_state<> c_;
  function function_;
  answerer answer_{function_};
};

std::string reply_of(std::string_view text, std::string_view more = "") {
  return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(text.size()) +
         "\r\n" + std::string(more) + "\r\n" + std::string(text);
}

constexpr std::string_view post = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";
constexpr std::string_view chunked =
    "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";

} // namespace

TEST_SUITE("http_connection") {
  TEST_CASE("requests sent ahead are answered in their order, however the bytes arrive") {
    const std::string all = std::string(post) + std::string(chunked) +
                            "\r\n\r\nGET /g HTTP/1.1\r\nHost: h\r\n\r\n" + std::string(post);
    const std::string replies = reply_of("POST /a hello") + reply_of("POST /c hello") + reply_of("GET /g ") +
                                reply_of("POST /a hello");
    for (std::size_t step = 1; step < all.size(); ++step) {
      echo e;
      CHECK(e.say(all, step) == replies);
      CHECK(e.state().idle());
      CHECK_FALSE(e.state().closing());
    }
    echo e;
    CHECK(e.say(all) == replies);
    CHECK(e.say(all + all.substr(0, 70)) ==
          replies + reply_of("POST /a hello")); // half of the next one waits
    CHECK(e.say(all.substr(70)) == replies.substr(reply_of("POST /a hello").size()));
  }

  TEST_CASE("a client that waits for 100 Continue gets it, one that does not wait does not") {
    echo e;
    const std::string head =
        "POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
    CHECK(e.say(head) == "HTTP/1.1 100 Continue\r\n\r\n");
    CHECK(e.say("hello") == reply_of("POST /a hello"));
    CHECK(e.say(head + "hello") == reply_of("POST /a hello"));
  }

  TEST_CASE("HEAD gets the head only") {
    echo e;
    CHECK(e.say("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n") ==
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 8\r\n\r\n");
    CHECK(e.say(post) == reply_of("POST /a hello"));
  }

  TEST_CASE("the connection closes when asked, and takes nothing after") {
    echo e;
    CHECK(e.say("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n" + std::string(post)) ==
          reply_of("GET / ", "Connection: close\r\n"));
    CHECK(e.state().closing());
    CHECK(e.state().room().empty());
    echo last;
    last.state().finish();
    CHECK(last.say(post) == reply_of("POST /a hello", "Connection: close\r\n"));
    CHECK(last.state().closing());
  }

  TEST_CASE("bad requests are told why and end the connection") {
    const auto status = [](std::string_view bytes, std::size_t step = 1'000'000) {
      echo e;
      const auto said = e.say(bytes, step);
      CHECK(e.state().closing());
      CHECK(e.state().unread());
      CHECK(said.find("Connection: close\r\n") != std::string::npos);
      return said.substr(9, 3);
    };
    CHECK(status("nonsense\r\n\r\n") == "400");
    CHECK(status("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n") ==
          "400");
    CHECK(status("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n") == "400");
    CHECK(status("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 65\r\n\r\n") == "413");
    CHECK(status("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 65\r\n\r\n") ==
          "413");
    CHECK(status("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n41\r\n") == "413");
    CHECK(status("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n") == "431");
    CHECK(status("GET /" + std::string(100'000, 'x'), 100) == "431");
  }

  TEST_CASE("a reply that does not fit is an error, and the next is served") {
    echo e;
    CHECK(e.say("GET /huge HTTP/1.1\r\nHost: h\r\n\r\n").find("reply_too_large") != std::string::npos);
    CHECK(e.say(post) == reply_of("POST /a hello"));
  }

  TEST_CASE("what does not come in time is answered, what never began is closed") {
    echo e;
    CHECK(e.say("POST /a HTTP/1.1\r\nHo").empty());
    CHECK_FALSE(e.state().in_body());
    e.state().time_out();
    CHECK(e.state().pending().starts_with("HTTP/1.1 408 "));
    CHECK(e.state().closing());
    echo silent;
    CHECK(silent.state().idle());
    silent.state().time_out();
    CHECK(silent.state().pending().empty());
    CHECK(silent.state().closing());
  }

  TEST_CASE("a flood of requests costs no more a request than a few") {
    std::string flood;
    for (int i = 0; i < 2'000; ++i) flood += i % 2 == 0 ? post : chunked;
    echo e(std::size_t{1} << 20);
    std::size_t replies = 0;
    const auto said = e.say(flood);
    for (auto at = said.find("HTTP/1.1 200 OK"); at != std::string::npos;
         at = said.find("HTTP/1.1 200 OK", at + 1))
      ++replies;
    CHECK(replies == 2'000);
    CHECK(e.state().idle());
  }

  TEST_CASE("many small chunks need no more room than their body") {
    echo e(8);
    std::string text = "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 8; ++i) text += "1\r\nx\r\n";
    CHECK(e.say(text + "0\r\n\r\n", 5) == reply_of("POST /c xxxxxxxx"));
    CHECK(e.state().touched() > 0);
    e.state().forget_touched();
    CHECK(e.state().touched() == 0);
  }
}
