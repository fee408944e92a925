#include <pounce/serve/http_patience.hpp>

#include <doctest/doctest.h>

using namespace pounce::serving;

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr limits bounds;
constexpr std::int64_t all = bounds.progress_seconds * second;
constexpr auto rate = static_cast<std::size_t>(bounds.least_bytes_per_second);

http_patience begun(client_phase phase, std::int64_t now = 0) {
  http_patience p;
  p.begin(phase, now, bounds);
  return p;
}

} // namespace

TEST_SUITE("http_patience") {
  TEST_CASE("each phase has its time, and one that stands still is over") {
    for (const auto phase : {client_phase::head, client_phase::body, client_phase::answer}) {
      CHECK_FALSE(begun(phase).is_over(all - 1));
      CHECK(begun(phase).is_over(all));
    }
    for (const auto phase : {client_phase::arrived, client_phase::idle}) {
      CHECK_FALSE(begun(phase).is_over(bounds.idle_seconds * second - 1));
      CHECK(begun(phase).is_over(bounds.idle_seconds * second));
    }
    CHECK(begun(client_phase::lingers).is_over(2 * second));
  }

  TEST_CASE("a head has its time in all, however it trickles") {
    auto p = begun(client_phase::head);
    for (std::int64_t s = 0; s < bounds.progress_seconds; ++s) p.earn(1000, s * second, bounds);
    CHECK(p.is_over(all));
  }

  TEST_CASE("a body that comes fast enough may take any time, one that drips may not") {
    auto steady = begun(client_phase::body);
    auto drips = begun(client_phase::body);
    for (std::int64_t s = 1; s <= 3'600; ++s) {
      CHECK_FALSE(steady.is_over(s * second));
      steady.earn(rate, s * second, bounds);
      drips.earn(1, s * second, bounds);
    }
    CHECK(drips.is_over(3'600 * second));
    CHECK(drips.due_ns() < all + 8 * second); // an hour of single bytes is worth seconds
  }

  TEST_CASE("what was sent fast is no credit for standing still") {
    auto p = begun(client_phase::body);
    p.earn(6'000'000, second, bounds);
    CHECK_FALSE(p.is_over(second + all - 1));
    CHECK(p.is_over(second + all));
  }

  TEST_CASE("for another one an idle client goes at once, a slow one after a second, a fast one never") {
    CHECK(begun(client_phase::idle).may_be_put_out(0, bounds));
    CHECK_FALSE(
        begun(client_phase::arrived).may_be_put_out(second / 10 - 1, bounds)); // its request is on its way
    CHECK(begun(client_phase::arrived).may_be_put_out(second / 10, bounds));
    auto fast = begun(client_phase::body);
    for (const auto phase : {client_phase::head, client_phase::body, client_phase::answer}) {
      CHECK_FALSE(begun(phase).may_be_put_out(second - 1, bounds));
      CHECK(begun(phase).may_be_put_out(second, bounds));
    }
    for (std::int64_t ms = 100; ms < 60'000; ms += 100) {
      CHECK_FALSE(fast.may_be_put_out(ms * 1'000'000, bounds));
      fast.earn(rate, ms * 1'000'000, bounds);
    }
  }

  TEST_CASE("time that the server lost is given back") {
    auto p = begun(client_phase::head);
    p.forgive(100 * second);
    CHECK_FALSE(p.is_over(all + 100 * second - 1));
    CHECK_FALSE(p.may_be_put_out(100 * second, bounds));
    CHECK(p.is_over(all + 100 * second));
  }

  TEST_CASE("a rate of nothing, and more bytes than there are, are taken") {
    limits any = bounds;
    any.least_bytes_per_second = 0;
    auto p = begun(client_phase::body);
    p.earn(~std::size_t{0}, 5, any);
    CHECK(p.due_ns() == all + 5);
  }
}
