#include <pounce/serve/reservation.hpp>

#include <utility>

#include <doctest/doctest.h>

using pounce::serving::reservation;

TEST_SUITE("reservation") {
  TEST_CASE("reserved memory is zero, aligned and whole") {
    auto r = reservation::of(100'000);
    REQUIRE(r);
    const auto bytes = r->bytes();
    CHECK(bytes.size() >= 100'000);
    CHECK(reinterpret_cast<std::uintptr_t>(bytes.data()) % reservation::page_bytes == 0);
    CHECK(bytes[0] == std::byte{0});
    bytes[bytes.size() - 1] = std::byte{1};
    reservation moved = *std::move(r);
    CHECK(moved.mapped());
    CHECK(moved.bytes().back() == std::byte{1});
    CHECK(pounce::serving::as_text(moved.bytes()).size() == moved.bytes().size());
  }

  TEST_CASE("more than there is, is a failure") {
    const auto r = reservation::of(std::size_t{1} << 60);
    REQUIRE_FALSE(r);
    CHECK(r.error().code == pounce::errc::not_mapped);
  }
}
