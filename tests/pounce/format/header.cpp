#include <pounce/format/header.hpp>

#include <doctest/doctest.h>

TEST_SUITE("format/header") {
  TEST_CASE("the magic can not survive a transfer that changes line ends or drops a bit") {
    const auto& m = pounce::format::magic;
    CHECK(m[0] >= 0x80);                   // a transfer of 7 bits
    CHECK((m[4] == '\r' && m[5] == '\n')); // CR LF to LF
    CHECK(m[7] == '\n');                   // LF to CR LF
  }
}
