#include <pounce/serve/request.hpp>

#include <string>

#include <doctest/doctest.h>

using namespace pounce::serving;

TEST_SUITE("request") {
  TEST_CASE("text is told from bytes by its type") {
    for (const char* type : {"text/csv", "application/json; charset=utf-8", "application/problem+json",
                             "image/svg+xml", "application/yaml"}) {
      CHECK(is_text(type));
    }
    for (const char* type : {"image/png", "application/octet-stream", ""}) CHECK_FALSE(is_text(type));
  }

  TEST_CASE("an answerer calls the function that it looks at") {
    int calls = 0;
    auto function = [&calls](const request& asked, reply& to) {
      ++calls;
      to.body.put(asked.path);
    };
    const answerer answer(function);
    char space[64];
    reply to(space);
    request asked;
    asked.path = "/x";
    answer(asked, to);
    CHECK(calls == 1);
    CHECK(to.body.text() == "/x");
    CHECK(to.status == 200);
  }
}
