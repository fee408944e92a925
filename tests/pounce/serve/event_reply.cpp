#include <pounce/serve/event_reply.hpp>

#include <string>

#include <support/event_answers.hpp>

#include <doctest/doctest.h>

using namespace pounce::serving;

TEST_SUITE("event_reply") {
  TEST_CASE("each form says what its platform reads") {
    support::event_function function;
    const answerer answer(function);
    std::string body = "x";
    request asked;
    asked.body = body;
    const auto written = [&](reply_form form) {
      char space[1024];
      text_writer<> to(space);
      to.put('<');
      write_event_reply(asked, answer, form, to);
      return std::string(to.text());
    };
    CHECK(written(reply_form::plain) == R"(<{"statusCode":200,"body":"\"POST|/||x\""})");
    CHECK(written(reply_form::azure) ==
          R"(<{"statusCode":200,"body":"\"POST|/||x\"","headers":{"content-type":"application/json"}})");
    CHECK(
        written(reply_form::gateway) ==
        R"(<{"statusCode":200,"isBase64Encoded":false,"body":"\"POST|/||x\"","headers":{"content-type":"application/json"}})");
    CHECK(written(reply_form::balancer).find(R"("statusDescription":"200 OK"})") != std::string::npos);
  }

  TEST_CASE("a function's odd status is an error of the server") {
    auto odd = [](const request&, reply& to) { to.status = 7; };
    char space[1024];
    text_writer<> to(space);
    write_event_reply(request{}, answerer(odd), reply_form::plain, to);
    CHECK(to.text() == R"({"statusCode":500,"body":""})");
  }
}
