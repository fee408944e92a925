#include <pounce/serve/cloud_event.hpp>

#include <string>
#include <vector>

#include <support/event_answers.hpp>

#include <doctest/doctest.h>

using namespace pounce::serving;

namespace {

struct events {
  /// The status for a body under a content type, with more header lines.
  int post(std::string body, std::string_view type, std::string_view headers = "") {
    std::vector<char> exact(body.begin(), body.end());
    request asked;
    asked.body = exact;
    asked.content_type = type;
    asked.headers = headers;
    reply to(space);
    cloud_events<>(answer, sink)(asked, event_mode_of(asked), to);
    text = to.body.text();
    return to.status;
  }

  support::event_function function;
  support::line_collector lines;
  answerer answer{function};
  line_sink sink{lines};
  std::vector<char> space = std::vector<char>(4096);
  std::string text;
};

constexpr const char* headers = "ce-id: 1\r\nce-source: s\r\nce-type: t\r\nce-specversion: 1.0\r\n";
std::string event(const std::string& data) {
  return R"({"specversion":"1.0","id":"2","source":"s","type":"t",)" + data + "}";
}

} // namespace

TEST_SUITE("cloud_event") {
  TEST_CASE("the mode shows in the content type, or in the headers") {
    request asked;
    CHECK(event_mode_of(asked) == event_mode::none);
    asked.content_type = "application/cloudevents+json; charset=utf-8";
    CHECK(event_mode_of(asked) == event_mode::structured);
    asked.content_type = "Application/CloudEvents-Batch+json";
    CHECK(event_mode_of(asked) == event_mode::batch);
    asked.content_type = "application/json";
    asked.headers = headers;
    CHECK(event_mode_of(asked) == event_mode::binary);
  }

  TEST_CASE("an event in binary mode is its body") {
    events e;
    CHECK(e.post("x", "text/csv", headers) == 204);
    CHECK(e.text.empty());
    CHECK(e.lines.lines == "{\"id\":\"1\",\"status\":200,\"answer\":\"POST|/|text/csv|x\"}\n");
    e.lines.lines.clear();
    CHECK(e.post("x", "",
                 "CE-Id: \"a%20%22b%C3%A9\"\r\nce-source: s\r\nce-type: t\r\nce-specversion: 1.0\r\n") ==
          204);
    CHECK(e.lines.lines.starts_with("{\"id\":\"a \\\"b\xc3\xa9\","));
  }

  TEST_CASE("an event in structured mode carries its data as JSON, text or base64") {
    events e;
    CHECK(e.post(event(R"("datacontenttype":"application/json","data":{"a":[1]})"),
                 "application/cloudevents+json") == 204);
    CHECK(e.lines.lines ==
          "{\"id\":\"2\",\"status\":200,\"answer\":\"POST|/|application/json|{\\\"a\\\":[1]}\"}\n");
    e.lines.lines.clear();
    CHECK(e.post(event(R"("datacontenttype":"text/csv","data":"1,2\n")"), "application/cloudevents+json") ==
          204);
    CHECK(e.lines.lines.find("|text/csv|1,2\\n\"") != std::string::npos);
    e.lines.lines.clear();
    CHECK(e.post(event(R"("data_base64":"aGk=")"), "application/cloudevents+json") == 204);
    CHECK(e.lines.lines.find("||hi\"") != std::string::npos);
    CHECK(e.post(event(R"("x":1)"), "application/cloudevents+json") == 204);
  }

  TEST_CASE("a message of Pub/Sub is what it carries") {
    events e;
    CHECK(e.post(event(R"("data":{"subscription":"s","message":{"messageId":"7","data":"aGk="}})"),
                 "application/cloudevents+json") == 204);
    CHECK(e.lines.lines.find("||hi\"") != std::string::npos);
    e.lines.lines.clear();
    CHECK(e.post(R"({"message":{"data":"aGk="}})", "application/json", headers) == 204);
    CHECK(e.lines.lines.find("|hi\"") != std::string::npos);
  }

  TEST_CASE("a batch is its events; one that fails makes all come again") {
    events e;
    CHECK(e.post("[" + event(R"("data":1)") + "," + event(R"("data":2)") + "]",
                 "application/cloudevents-batch+json") == 204);
    CHECK(e.function.calls == 2);
    CHECK(e.post("[]", "application/cloudevents-batch+json") == 204);
    CHECK(e.post("[" + event(R"("data":"bad")") + "," + event(R"("data":2)") + "]",
                 "application/cloudevents-batch+json") == 422);
    CHECK(e.function.calls == 4);
    CHECK(e.post("[" + event(R"("data":2)") + ",{}]", "application/cloudevents-batch+json") == 400);
    CHECK(e.post("{}", "application/cloudevents-batch+json") == 400);
    CHECK(e.post("[] x", "application/cloudevents-batch+json") == 400);
  }

  TEST_CASE("what lacks an attribute is 400, what the function refuses 422, a lost line 500") {
    events e;
    for (const char* gone :
         {"ce-id: 1\r\n", "ce-source: s\r\n", "ce-type: t\r\n", "ce-specversion: 1.0\r\n"}) {
      std::string some = headers;
      some.erase(some.find(gone), std::string_view(gone).size());
      CHECK(e.post("x", "", some) == 400);
    }
    CHECK(e.post("x", "", "ce-id: %ff\r\nce-source: s\r\nce-type: t\r\nce-specversion: 1.0\r\n") == 400);
    CHECK(e.post("x", "", "ce-id: 1\r\nce-source: s\r\nce-type: t\r\nce-specversion: 9\r\n") == 400);
    CHECK(e.post("x", "",
                 "ce-id: " + std::string(300, 'a') +
                     "\r\nce-source: s\r\nce-type: t\r\nce-specversion: 1.0\r\n") == 400);
    for (const char* body : {"{}", "[]", "", R"({"specversion":"1.0","id":"","source":"s","type":"t"})"})
      CHECK(e.post(body, "application/cloudevents+json") == 400);
    CHECK(e.post(event(R"("data":1,"data_base64":"aGk=")"), "application/cloudevents+json") == 400);
    CHECK(e.post(event(R"("data_base64":"?")"), "application/cloudevents+json") == 400);
    CHECK(e.post("bad", "", headers) == 422);
    CHECK(e.text.find("\"error\"") != std::string::npos);
    e.lines.works = false;
    CHECK(e.post("x", "", headers) == 500);
  }
}
