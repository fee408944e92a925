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

  TEST_CASE("an answer that is not JSON is a string in its line, whatever it holds, and can be kept") {
    support::line_collector lines;
    const line_sink sink(lines);
    std::string_view type = "text/plain";
    auto function = [&](const request& asked, reply& to) {
      to.content_type = type;
      to.body.put({asked.body.data(), asked.body.size()});
    };
    const answerer answer(function);
    char space[256];
    request asked;
    const auto kept = [&](std::string body) {
      text_writer<> to(space);
      asked.body = body;
      lines.lines.clear();
      CHECK(answer_line(answer, sink, "7", asked, to, line_answer::kept));
      CHECK(lines.lines == "{\"id\":\"7\",\"status\":200,\"answer\":" + std::string(to.text()) + "}\n");
      return std::string(to.text());
    };
    CHECK(kept("it is \"a\"\n") == R"("it is \"a\"\n")");
    CHECK(kept("") == "\"\"");
    type = "application/octet-stream";
    CHECK(kept("\x01\x02") == "\"AQI=\"");
    for (const char* json : {"application/json", "Text/JSON; charset=utf-8", "application/problem+json"}) {
      type = json;
      CHECK(kept("[1]") == "[1]");
    }
    type = "text/plain";
    std::string large(300, 'x'); // does not fit as it is, nor with its quotes
    for (const std::size_t size : {300U, 221U, 222U, 220U, 219U}) {
      text_writer<> to(space);
      std::string body = large.substr(0, size);
      asked.body = body;
      const bool fits = static_cast<bool>(answer_line(answer, sink, "7", asked, to));
      CHECK(fits == (size + 36 <= sizeof space));
    }
  }
}
