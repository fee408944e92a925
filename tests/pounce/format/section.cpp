#include <pounce/format/section.hpp>

#include <set>

#include <doctest/doctest.h>

TEST_SUITE("format/section") {
  TEST_CASE("a kind's first letter is its lowest byte") {
    CHECK(pounce::format::four_letters("ABOU") == 0x554F4241U);
  }

  TEST_CASE("no two kinds are the same") {
    std::set<std::uint32_t> kinds;
    for (const auto& s : pounce::format::known_sections)
      CHECK(kinds.insert(static_cast<std::uint32_t>(s.kind)).second);
  }
}
