#include <pounce/core/result.hpp>

#include <memory>

#include <doctest/doctest.h>

TEST_SUITE("core/result") {
  TEST_CASE("a result holds a value or the failure that stopped it") {
    const pounce::result<int> seven = 7;
    CHECK(seven.has_value());
    CHECK(*seven == 7);
    const pounce::result<int> none = pounce::failure{pounce::errc::bad_forest, 42};
    CHECK_FALSE(none);
    CHECK(none.error().code == pounce::errc::bad_forest);
    CHECK(none.error().where == 42);
  }

  TEST_CASE("a move-only value moves out of its result") {
    pounce::result<std::unique_ptr<int>> held = std::make_unique<int>(3);
    const std::unique_ptr<int> taken = *std::move(held);
    CHECK(*taken == 3);
  }

  TEST_CASE("a result without a value is done unless it failed") {
    const pounce::result<void> done;
    CHECK(done);
    const pounce::result<void> failed = pounce::errc::wrong_width;
    CHECK_FALSE(failed);
    CHECK(failed.error().code == pounce::errc::wrong_width);
  }
}
