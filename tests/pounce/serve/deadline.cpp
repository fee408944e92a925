#include <pounce/serve/deadline.hpp>

#include <limits>
#include <string>

#include <doctest/doctest.h>

using namespace pounce::serving;

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t wall_ms = 1'800'000'000'000;

/// Milliseconds that are left of a deadline so far from now, as the platform's clock has it; 0 if there is none.
std::int64_t left_ms(std::int64_t ahead_ms, std::int64_t now_ms = wall_ms) {
  const std::int64_t before = monotonic_ns();
  const std::int64_t at = deadline_of(std::to_string(wall_ms + ahead_ms), now_ms);
  const std::int64_t after = monotonic_ns();
  if (at == 0) return 0;
  CHECK(at >= before);
  const std::int64_t shortest = (at - after) / 1'000'000;
  const std::int64_t longest = (at - before) / 1'000'000;
  CHECK(shortest <= ahead_ms + (wall_ms - now_ms));
  CHECK(longest >= ahead_ms + (wall_ms - now_ms));
  return longest;
}

} // namespace

TEST_SUITE("deadline") {
  TEST_CASE("the time that is left is the platform's moment less this machine's") {
    CHECK(left_ms(1) >= 1);
    CHECK(left_ms(3'000) >= 3'000);
    CHECK(left_ms(longest_run_ms) >= longest_run_ms);
  }

  TEST_CASE("a clock that has jumped by more than a function runs gives no deadline, whichever way it went") {
    CHECK(left_ms(0) == 0);
    CHECK(left_ms(-1) == 0);
    CHECK(left_ms(longest_run_ms + 1) == 0);
    for (const std::int64_t jump : {day_ms, -day_ms, 365 * day_ms, -365 * day_ms}) {
      CHECK(left_ms(3'000, wall_ms + jump) == 0);
    }
    CHECK(left_ms(3'000, 0) == 0); // a machine that does not know the time
    CHECK(left_ms(3'000, -day_ms) == 0);
    CHECK(left_ms(3'000, std::numeric_limits<std::int64_t>::min()) == 0);
    CHECK(left_ms(3'000, std::numeric_limits<std::int64_t>::max()) == 0);
  }

  TEST_CASE("what is no moment is no deadline") {
    for (const char* text :
         {"", "abc", "-1", "1e12", " 1800000003000", "99999999999999999999", "999999999999999"}) {
      CHECK(deadline_of(text, wall_ms) == 0);
    }
  }

  TEST_CASE("the system's clock is the one of calendars") {
    CHECK(unix_ms() > 1'700'000'000'000);
    CHECK(unix_ms() / 1000 - std::time(nullptr) <= 1);
  }
}
