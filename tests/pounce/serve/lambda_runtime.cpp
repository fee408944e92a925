#include <pounce/serve/lambda_runtime.hpp>

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <support/event_answers.hpp>
#include <support/loopback.hpp>

#include <doctest/doctest.h>

using namespace pounce::serving;

namespace {

/// The runtime API as a script: each of its replies in turn, then 500 for good.
struct scripted_api {
  std::string reply(const std::string& request) {
    requests.push_back(request);
    if (replies.empty()) return "HTTP/1.1 500 Gone\r\nContent-Length: 0\r\n\r\n";
    auto next = replies.front();
    replies.pop_front();
    return next;
  }

  /// Runs until the script is over; the exit code.
  int run() {
    support::text_server server([this](const std::string& request) { return reply(request); });
    address = server.address();
    std::vector<char> memory(lambda_runtime<>::memory_bytes);
    return lambda_runtime<>(*address_of(address), address, memory, clock).run(answer, sink, &trace);
  }

  std::deque<std::string> replies;
  std::vector<std::string> requests;
  std::string address;
  lambda_runtime<>::wall_clock clock = &unix_ms<>;
  support::event_function function;
  support::line_collector lines;
  answerer answer{function};
  line_sink sink{lines};
  trace_id trace;
};

std::string event(const std::string& id, const std::string& body, const std::string& headers = "") {
  return "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: " + id + "\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
std::string status(const std::string& code) { return "HTTP/1.1 " + code + "\r\nContent-Length: 0\r\n\r\n"; }
const std::string taken = status("202 Accepted");

std::string first_line(const std::string& request) { return request.substr(0, request.find('\r')); }
std::string body_of(const std::string& request) { return request.substr(request.find("\r\n\r\n") + 4); }

constexpr const char* next_line = "GET /2018-06-01/runtime/invocation/next HTTP/1.1";

} // namespace

TEST_SUITE("lambda_runtime") {
  TEST_CASE("each event gets its reply, and the loop goes on until the API is gone") {
    scripted_api api;
    api.replies = {event("id-1", R"({"data":[1]})"), taken, event("id-2", "bad"), taken};
    CHECK(api.run() == 1);
    REQUIRE(api.requests.size() >= 5);
    CHECK(first_line(api.requests[0]) == next_line);
    CHECK(api.requests[0].find("Host: " + api.address + "\r\n") != std::string::npos);
    CHECK(first_line(api.requests[1]) == "POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1");
    CHECK(body_of(api.requests[1]).starts_with(R"({"statusCode":200)"));
    CHECK(first_line(api.requests[2]) == next_line);
    CHECK(first_line(api.requests[3]) == "POST /2018-06-01/runtime/invocation/id-2/response HTTP/1.1");
    CHECK(body_of(api.requests[3]).starts_with(R"({"statusCode":422)"));
    for (std::size_t i = 4; i < api.requests.size(); ++i) CHECK(first_line(api.requests[i]) == next_line);
  }

  TEST_CASE("an event that fails is reported as an error, by its type") {
    scripted_api api;
    api.replies = {event("id-1", R"({"Records":[{"eventSource":"aws:s3"}]})"), taken, event("id-2", "x"),
                   taken};
    CHECK(api.run() == 1);
    CHECK(first_line(api.requests[1]) == "POST /2018-06-01/runtime/invocation/id-1/error HTTP/1.1");
    CHECK(api.requests[1].find("Lambda-Runtime-Function-Error-Type: Function.UnknownEvent\r\n") !=
          std::string::npos);
    CHECK(body_of(api.requests[1]).starts_with(R"({"errorMessage":"records of that source)"));
    CHECK(body_of(api.requests[1]).ends_with(R"(,"errorType":"Function.UnknownEvent","stackTrace":[]})"));
    CHECK(first_line(api.requests[3]) == "POST /2018-06-01/runtime/invocation/id-2/response HTTP/1.1");
  }

  TEST_CASE("a reply that the platform finds too large becomes an error, and the next event is served") {
    scripted_api api;
    api.replies = {event("id-1", "x"), status("413 Too Large"), taken, event("id-2", "x"), taken};
    CHECK(api.run() == 1);
    CHECK(first_line(api.requests[2]) == "POST /2018-06-01/runtime/invocation/id-1/error HTTP/1.1");
    CHECK(api.requests[2].find("Function.ResponseSizeTooLarge") != std::string::npos);
    CHECK(first_line(api.requests[4]) == "POST /2018-06-01/runtime/invocation/id-2/response HTTP/1.1");
  }

  TEST_CASE("a reply larger than the platform's limit is not tried") {
    scripted_api api;
    api.replies = {event("id-1", "huge"), taken};
    CHECK(api.run() == 1);
    CHECK(body_of(api.requests[1]).find("reply_too_large") != std::string::npos);
  }

  TEST_CASE("throttling and failures that pass are waited for") {
    scripted_api api;
    api.replies = {status("429 Slow"),
                   status("503 Later"),
                   event("id-1", "x"),
                   status("429 Slow"),
                   "",
                   status("502 Bad"),
                   taken,
                   event("id-2", "x"),
                   taken};
    CHECK(api.run() == 1);
    std::vector<std::string> lines;
    for (const auto& r : api.requests) lines.push_back(first_line(r));
    const std::string first = "POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1";
    REQUIRE(lines.size() > 9);
    CHECK(lines[2] == next_line);
    CHECK(lines[3] == first);
    CHECK(lines[4] == first);
    CHECK(lines[5] == first);
    CHECK(lines[6] == first);
    CHECK(lines[7] == next_line);
    CHECK(lines[8] == "POST /2018-06-01/runtime/invocation/id-2/response HTTP/1.1");
  }

  TEST_CASE("events that the platform has given up do not end the loop") {
    scripted_api api;
    api.replies = {event("id-1", "x"), status("403 Invalid"), event("id-2", "x"), status("410 Gone"),
                   event("id-3", "x"), status("400 Bad"),     event("id-4", "x"), taken};
    CHECK(api.run() == 1);
    REQUIRE(api.requests.size() > 7);
    CHECK(first_line(api.requests[7]) == "POST /2018-06-01/runtime/invocation/id-4/response HTTP/1.1");
  }

  TEST_CASE("an event without an id is passed over, one that is too large is an error") {
    scripted_api api;
    api.replies = {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
                   event("a b", "x"),
                   event("id-1", std::string((6 << 20) + 100'000, 'x')),
                   taken,
                   event("id-2", "x"),
                   taken};
    CHECK(api.run() == 1);
    REQUIRE(api.requests.size() > 5);
    CHECK(first_line(api.requests[1]) == next_line);
    CHECK(first_line(api.requests[2]) == next_line);
    CHECK(first_line(api.requests[3]) == "POST /2018-06-01/runtime/invocation/id-1/error HTTP/1.1");
    CHECK(api.requests[3].find("Function.EventTooLarge") != std::string::npos);
    CHECK(first_line(api.requests[5]) == "POST /2018-06-01/runtime/invocation/id-2/response HTTP/1.1");
  }

  TEST_CASE("the trace id and the deadline are the event's own") {
    scripted_api api;
    auto look = [](const request& asked, reply& to) {
      const char* const trace = std::getenv("_X_AMZN_TRACE_ID");
      to.body.put(trace == nullptr ? "none" : trace)
          .put(asked.deadline_ns > monotonic_ns() ? " ahead"
               : asked.deadline_ns == 0           ? " none"
                                                  : " past");
    };
    api.answer = answerer(look);
    const auto in = [](std::int64_t ms) {
      return "Lambda-Runtime-Deadline-Ms: " + std::to_string(unix_ms() + ms) + "\r\n";
    };
    api.replies = {event("1", R"({"data":1})", "Lambda-Runtime-Trace-Id: Root=1\r\n" + in(60'000)),
                   taken,
                   event("2", R"({"data":1})", in(-60'000)),
                   taken,
                   event("3", R"({"data":1})", "Lambda-Runtime-Deadline-Ms: abc\r\n"),
                   taken};
    CHECK(api.run() == 1);
    CHECK(body_of(api.requests[1]) == R"({"statusCode":200,"body":"Root=1 ahead"})");
    CHECK(body_of(api.requests[3]) ==
          R"({"statusCode":200,"body":" none"})"); // the clocks differ: none is better than a stale one
    CHECK(body_of(api.requests[5]) == R"({"statusCode":200,"body":" none"})");
  }

  TEST_CASE("the time of day may jump between events and while one is answered: no event loses time by it") {
    static std::int64_t jumped_ms;
    jumped_ms = 0;
    scripted_api api;
    api.clock = []() noexcept { return unix_ms() + jumped_ms; };
    auto look = [](const request& asked, reply& to) {
      const std::int64_t before = asked.deadline_ns == 0 ? 0 : asked.deadline_ns - monotonic_ns();
      jumped_ms += 86'400'000; // while the event is answered: what was left is left
      const std::int64_t after = asked.deadline_ns == 0 ? 0 : asked.deadline_ns - monotonic_ns();
      const bool kept = before > 50'000'000'000 && after > 50'000'000'000 && after <= 60'000'000'000;
      to.body.put(asked.deadline_ns == 0 ? "none" : kept ? "kept" : "lost");
      if (jumped_ms > 86'400'000) jumped_ms = -86'400'000; // and between them, to yesterday
    };
    api.answer = answerer(look);
    const auto deadline = "Lambda-Runtime-Deadline-Ms: " + std::to_string(unix_ms() + 60'000) + "\r\n";
    api.replies = {
        event("1", R"({"data":1})", deadline), taken, event("2", R"({"data":1})", deadline), taken,
        event("3", R"({"data":1})", deadline), taken, event("4", R"({"data":1})", deadline), taken};
    CHECK(api.run() == 1);
    CHECK(body_of(api.requests[1]) == R"({"statusCode":200,"body":"kept"})");
    CHECK(body_of(api.requests[3]) == R"({"statusCode":200,"body":"none"})"); // the clock is at tomorrow
    CHECK(body_of(api.requests[5]) == R"({"statusCode":200,"body":"none"})"); // at yesterday
    CHECK(body_of(api.requests[7]) == R"({"statusCode":200,"body":"kept"})"); // right again
  }

  TEST_CASE("a function that can not start says why") {
    scripted_api api;
    api.replies = {taken};
    support::text_server server([&](const std::string& request) { return api.reply(request); });
    std::vector<char> memory(lambda_runtime<>::memory_bytes);
    const auto address = server.address();
    lambda_runtime<>(*address_of(address), address, memory)
        .fail_to_start("Runtime.CanNotStart", "model.pounce: no such \"file\"");
    REQUIRE(api.requests.size() == 1);
    CHECK(first_line(api.requests[0]) == "POST /2018-06-01/runtime/init/error HTTP/1.1");
    CHECK(
        body_of(api.requests[0]) ==
        R"({"errorMessage":"model.pounce: no such \"file\"","errorType":"Runtime.CanNotStart","stackTrace":[]})");
  }
}
