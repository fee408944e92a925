#include <pounce/format/names.hpp>

#include <doctest/doctest.h>

TEST_SUITE("format/names") {
  // FNV-1a of "", "a" and "foobar" (http://www.isthe.com/chongo/src/fnv/test_fnv.c): 811c9dc5, e40c292c, bf9cf968.
  TEST_CASE("a name's hash is its FNV-1a with the upper bits folded in") {
    const auto folded = [](std::uint32_t h) { return h ^ (h >> 15); };
    CHECK(pounce::format::name_hash("") == folded(0x811C9DC5U));
    CHECK(pounce::format::name_hash("a") == folded(0xE40C292CU));
    CHECK(pounce::format::name_hash("foobar") == folded(0xBF9CF968U));
  }
}
