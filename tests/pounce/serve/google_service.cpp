#include <pounce/serve/google_service.hpp>

#include <string>

#include <support/event_answers.hpp>

#include <doctest/doctest.h>

using namespace pounce::serving;

TEST_SUITE("google_service") {
  TEST_CASE("every path asks the function but the two of browsers") {
    support::event_function function;
    support::line_collector lines;
    const answerer answer(function);
    const line_sink sink(lines);
    google_service<> service(answer, sink);
    char space[256];
    for (const char* path : {"/robots.txt", "/favicon.ico"}) {
      request asked;
      asked.path = path;
      reply to(space);
      service(asked, to);
      CHECK(to.status == 404);
    }
    CHECK(function.calls == 0);
    for (const char* path : {"/", "/anything/else", "/x/robots.txt"}) {
      request asked;
      asked.path = path;
      reply to(space);
      service(asked, to);
      CHECK(to.status == 200);
    }
    CHECK(function.calls == 3);
    request event;
    event.headers = "ce-id: 1\r\nce-source: s\r\nce-type: t\r\nce-specversion: 1.0\r\n";
    reply to(space);
    service(event, to);
    CHECK(to.status == 204);
    CHECK_FALSE(lines.lines.empty());
  }
}
