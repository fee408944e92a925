#include <pounce/core/error.hpp>

#include <set>
#include <string>

#include <doctest/doctest.h>

TEST_SUITE("core/error") {
  TEST_CASE("every code has a text of its own, lower case and without a full stop") {
    std::set<std::string> texts;
    for (int code = 0; code <= static_cast<int>(pounce::errc::self_test_failed); ++code) {
      CAPTURE(code);
      const std::string text = pounce::message(static_cast<pounce::errc>(code));
      CHECK(text != "unknown error");
      CHECK(text.back() != '.');
      CHECK(texts.insert(text).second);
    }
  }

  TEST_CASE("a failure blames no row and no feature unless it says so") {
    const pounce::failure why{pounce::errc::too_short};
    CHECK(why.where == 0);
    CHECK(why.row == pounce::failure::nowhere);
    CHECK(why.feature == pounce::failure::nowhere);
  }
}
