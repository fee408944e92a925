#include <pounce/serve/refusal.hpp>

#include <string>

#include <doctest/doctest.h>

using pounce::errc;
using pounce::failure;
using namespace pounce::serving;

namespace {
std::string written(const refusal& why, std::string_view feature = {}) {
  char space[2048];
  text_writer<> to(space);
  write_refusal(why, feature, to);
  return std::string(to.text());
}
} // namespace

TEST_SUITE("refusal") {
  TEST_CASE("what the trainer refuses is 422, what should not happen is 500") {
    for (const errc code : {errc::wrong_width, errc::no_such_answer, errc::no_such_feature,
                            errc::not_a_category, errc::missing_refused, errc::infinite_refused,
                            errc::out_of_range, errc::unseen_refused, errc::beyond_float}) {
      CHECK(refused(code).status == 422);
      CHECK(refused(code).code != "internal");
    }
    CHECK(refused(errc::scratch_too_small).status == 500);
  }

  TEST_CASE("a row is counted from the request's first") {
    const auto why = refused(failure{errc::missing_refused, 0, 3, 1}, 64);
    CHECK(why.row == 67);
    CHECK(why.feature == 1);
    CHECK(
        written(why, "Age") ==
        R"({"error":{"code":"missing_refused","message":"a value is missing where the trainer takes none","row":67,"feature":"Age"}})");
    CHECK(written(why).ends_with(R"("row":67,"feature":1}})"));
  }

  TEST_CASE("places, counts and names stand in the message, the client's bytes escaped and cut") {
    refusal why{400, "x", "no"};
    why.byte = 7;
    why.name = "a\"\n";
    why.got = 1;
    why.wanted = 2;
    CHECK(written(why) == R"({"error":{"code":"x","message":"byte 7: no `a\"\n`: 1 where 2 are wanted"}})");
    const std::string endless = std::string(63, 'a') + "\xc3\xa9" + std::string(1000, 'b');
    why = {400, "x", "no"};
    why.name = endless;
    CHECK(written(why).find(std::string(63, 'a') + "...`") != std::string::npos);
  }
}
