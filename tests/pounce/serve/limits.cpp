#include <pounce/serve/limits.hpp>

#include <doctest/doctest.h>

TEST_SUITE("limits") {
  TEST_CASE("the defaults hold what the clouds send and keep to their times") {
    constexpr pounce::serving::limits l;
    static_assert(l.body_bytes >= 6'000'000 && l.reply_bytes >= 6'000'000, "AWS Lambda's payloads");
    CHECK(l.idle_seconds > 600); // Google's load balancers close first
    CHECK(l.stop_seconds < 10);  // Cloud Run kills then
  }
}
