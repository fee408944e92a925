#include <pounce/serve/trace_id.hpp>

#include <cstdlib>
#include <string>

#include <doctest/doctest.h>

TEST_SUITE("trace_id") {
  TEST_CASE("the environment shows each invocation's id and forgets it in the end") {
    {
      pounce::serving::trace_id trace;
      trace.become("Root=1-5e");
      CHECK(std::string(std::getenv("_X_AMZN_TRACE_ID")) == "Root=1-5e");
      trace.become("x");
      CHECK(std::string(std::getenv("_X_AMZN_TRACE_ID")) == "x");
      trace.become(std::string(5000, 'y'));
      CHECK(std::string(std::getenv("_X_AMZN_TRACE_ID")).size() < 1024);
      trace.become("");
      CHECK(std::string(std::getenv("_X_AMZN_TRACE_ID")).empty());
    }
    CHECK(std::getenv("_X_AMZN_TRACE_ID") == nullptr);
  }
}
