#include <pounce/serve/lambda_event.hpp>

#include <string>
#include <vector>

#include <support/event_answers.hpp>

#include <doctest/doctest.h>

using namespace pounce::serving;

namespace {

struct events {
  std::string reply(std::string event, std::size_t room = 4096) {
    std::vector<char> exact(event.begin(), event.end());
    std::vector<char> space(room);
    text_writer<> to(space);
    outcome = lambda_events<>(answer, sink)(exact, 0, to);
    return std::string(to.text());
  }

  support::event_function function;
  support::line_collector lines;
  answerer answer{function};
  line_sink sink{lines};
  event_outcome outcome;
};

} // namespace

TEST_SUITE("lambda_event") {
  TEST_CASE("an event of no known source is the request itself") {
    events e;
    CHECK(e.reply(R"({"data":[1]})") == R"({"statusCode":200,"body":"\"POST|/||{\\\"data\\\":[1]}\""})");
    CHECK(e.reply(R"({"x":1,"data":[1]})").find("|{") != std::string::npos);
    CHECK(e.reply("bad json") == R"({"statusCode":422,"body":"{\"error\":\"bad\"}"})");
    CHECK(e.reply("[1]").find("[1]") != std::string::npos);
    CHECK(e.reply("").starts_with(R"({"statusCode":200)"));
    CHECK(e.outcome);
  }

  TEST_CASE("function URLs and HTTP APIs, version 2") {
    events e;
    CHECK(
        e.reply(
            R"({"version":"2.0","rawPath":"/my/path","rawQueryString":"a=b","headers":{"content-type":"text/csv","x":"y"},)"
            R"("requestContext":{"http":{"method":"POST","path":"/x"},"stage":"$default"},"body":"1,2\n3,\"4\"","isBase64Encoded":false})") ==
        R"({"statusCode":200,"isBase64Encoded":false,"body":"\"POST|/my/path|text/csv|1,2\\n3,\\\"4\\\"\"","headers":{"content-type":"application/json"}})");
    CHECK(e.reply(R"({"version":"2.0","rawPath":"/","requestContext":{"http":{"method":"GET"}}})")
              .find("GET|/||") != std::string::npos);
    CHECK(e.reply(R"({"requestContext":{"http":{"method":"POST"}},"body":"aGVsbG8=","isBase64Encoded":true})")
              .find("|hello") != std::string::npos);
    CHECK(e.reply(R"({"requestContext":{"http":{"method":"POST"}},"body":"aGVsbG8","isBase64Encoded":true})")
              .find(R"({"statusCode":400)") == 0);
    CHECK(
        e.reply(R"({"requestContext":{"http":{"method":"POST"}},"body":"aGVsbG8\/","isBase64Encoded":true})")
            .starts_with(R"({"statusCode":200)"));
  }

  TEST_CASE("REST APIs, version 1, in whatever case their headers are") {
    events e;
    CHECK(
        e.reply(
            R"({"resource":"/p","path":"/p","httpMethod":"POST","headers":{"Content-Type":"text/csv"},"multiValueHeaders":{"Content-Type":["text/csv"]},)"
            R"("requestContext":{"stage":"prod","httpMethod":"POST"},"body":"x","isBase64Encoded":false})") ==
        R"({"statusCode":200,"isBase64Encoded":false,"body":"\"POST|/p|text/csv|x\"","headers":{"content-type":"application/json"}})");
    CHECK(e.reply(R"({"path":"/p","httpMethod":"GET","headers":null,"requestContext":{},"body":null})")
              .find("GET|/p||") != std::string::npos);
  }

  TEST_CASE("load balancers, with single headers or many") {
    events e;
    CHECK(
        e.reply(
            R"({"requestContext":{"elb":{"targetGroupArn":"arn"}},"httpMethod":"POST","path":"/","multiValueHeaders":{"content-type":["text/csv","x"]},"body":"x","isBase64Encoded":false})") ==
        R"({"statusCode":200,"isBase64Encoded":false,"body":"\"POST|/|text/csv|x\"","headers":{"content-type":"application/json"},)"
        R"("multiValueHeaders":{"content-type":["application/json"]},"statusDescription":"200 OK"})");
    CHECK(
        e.reply(
             R"({"requestContext":{"elb":{"targetGroupArn":"arn"}},"httpMethod":"POST","path":"/","headers":{},"body":"bad"})")
            .find(R"("statusDescription":"422 Unprocessable Content")") != std::string::npos);
  }

  TEST_CASE("a message over a web socket has no method: it is answered like a post") {
    events e;
    CHECK(e.reply(R"({"requestContext":{"routeKey":"$default","eventType":"MESSAGE"},"body":"hello"})")
              .find("POST|") != std::string::npos);
  }

  TEST_CASE("bytes are base64 on their way out") {
    events e;
    CHECK(
        e.reply(R"({"requestContext":{"http":{"method":"POST"}},"body":"bytes"})") ==
        R"({"statusCode":200,"isBase64Encoded":true ,"body":"AP8B","headers":{"content-type":"application/octet-stream"}})");
  }

  TEST_CASE("a reply that does not fit is 413, whole") {
    events e;
    CHECK(e.reply("huge", 500)
              .starts_with(R"({"statusCode":413,"body":"{\"error\":{\"code\":\"reply_too_large\")"));
    CHECK(e.outcome);
  }

  TEST_CASE("events of EventBridge are answered by a line, and fail aloud") {
    events e;
    CHECK(e.reply(R"({"id":"e1","detail-type":"rows","source":"my.app","detail":{"a":1}})") == "null");
    CHECK(e.outcome);
    CHECK(e.lines.lines == "{\"id\":\"e1\",\"status\":200,\"answer\":\"POST|/||{\\\"a\\\":1}\"}\n");
    e.lines.works = false;
    e.reply(R"({"id":"e1","detail-type":"rows","detail":{"a":1}})");
    CHECK(e.outcome.error_type == "Function.OutputFailed");
  }

  TEST_CASE("hostile events are answered, whatever they are") {
    events e;
    for (const char* event :
         {"{", R"({"requestContext":1})", R"({"requestContext":{"http":[]}})", R"({"Records":{}})",
          R"({"Records":[1]})", R"({"Records":[]})", R"({"httpMethod":"","headers":[],"body":{}})",
          R"({"requestContext":{"elb":null},"httpMethod":3})", R"({"detail-type":"x","detail":1})",
          R"({"requestContext":{},"headers":{"content-type":{}},"body":[1]})", "\xff",
          R"({"body":"\ud800"})"}) {
      CAPTURE(event);
      CHECK_FALSE(e.reply(event).empty());
    }
  }
}
