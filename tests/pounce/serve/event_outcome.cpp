#include <pounce/serve/event_outcome.hpp>

#include <string>

#include <support/event_answers.hpp>

#include <doctest/doctest.h>

using namespace pounce::serving;

TEST_SUITE("event_outcome") {
  TEST_CASE("an answer is a line, a refusal an error with the line as its text") {
    support::event_function function;
    support::line_collector lines;
    const answerer answer(function);
    const line_sink sink(lines);
    char space[256];
    text_writer<> to(space);
    std::string body = "x";
    request asked;
    asked.body = body;
    CHECK(answer_line(answer, sink, "7", asked, to));
    CHECK(lines.lines == "{\"id\":\"7\",\"status\":200,\"answer\":\"POST|/||x\"}\n");
    CHECK(to.text() == "null");
    body = "bad";
    asked.body = body;
    to.shrink(0);
    CHECK(answer_line(answer, sink, "8", asked, to).error_type == "Function.BadEvent");
    CHECK(to.text() == "{\"id\":\"8\",\"status\":422,\"answer\":{\"error\":\"bad\"}}\n");
    body = "huge";
    asked.body = body;
    to.shrink(0);
    CHECK(answer_line(answer, sink, "9", asked, to).error_type == "Function.AnswerTooLarge");
    CHECK(to.text() == "the answer is larger than a line may be");
  }
}
