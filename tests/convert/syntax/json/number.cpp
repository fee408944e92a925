// tests/convert/syntax/json/number.cpp -- one rounding to double, one to float.
#include <convert/syntax/json/number.hpp>

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using convert::json::parse_number;

TEST_SUITE("convert/syntax/json/number") {

  TEST_CASE("a float is rounded from the text and not from the double") {
    // Just above the middle between 1 and the next float, 1 + 2^-24. The double nearest to it is the middle itself,
    // which would go to the even neighbour, 1.
    const auto n = parse_number("1.00000005960464477539062500000001");
    CHECK(n.real == 1.0 + std::ldexp(1.0, -24));
    CHECK(static_cast<float>(n.real) == 1.0F);
    CHECK(n.single == 1.0F + std::ldexp(1.0F, -23));
  }

  TEST_CASE("XGBoost's spelling of floats is read back to the last bit") {
    CHECK(parse_number("5E-1").single == 0.5F);
    CHECK(parse_number("7.172398E-1").single == 0.7172398F);
    CHECK(parse_number("1E-45").single == std::numeric_limits<float>::denorm_min());
    CHECK(parse_number("3.4028235E38").single == std::numeric_limits<float>::max());
    CHECK(std::signbit(parse_number("-0E0").single));
  }

  TEST_CASE("beyond the range a number is infinite or zero") {
    CHECK(parse_number("1e39").single == INFINITY);
    CHECK(parse_number("-1e39").single == -INFINITY);
    CHECK(parse_number("1e39").real == 1e39);
    CHECK(parse_number("1e-50").single == 0);
    CHECK(parse_number("1e-400").real == 0);
    CHECK(std::signbit(parse_number("-1e-400").real));
    CHECK(parse_number("0.00000000000000000000000000000000000000000000000000001").single == 0);
  }

  TEST_CASE("subnormal doubles pass") { CHECK(parse_number("4.94e-324").real == 4.94e-324); }
}
