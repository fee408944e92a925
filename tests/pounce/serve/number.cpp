#include <pounce/serve/number.hpp>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>
#include <string>

#include <doctest/doctest.h>

using pounce::serving::decimal;
using pounce::serving::number_of_cell;

namespace {
std::uint64_t bits(double x) {
  std::uint64_t b = 0;
  std::memcpy(&b, &x, sizeof b);
  return b;
}
} // namespace

TEST_SUITE("number") {
  TEST_CASE("a short number is the double that the C library reads") {
    std::mt19937_64 random(7);
    for (int i = 0; i < 200'000; ++i) {
      const int digits = 1 + static_cast<int>(random() % 17);
      std::string text = random() % 2 != 0 ? "-" : "";
      const auto point = static_cast<int>(random() % 18);
      for (int d = 0; d < digits; ++d) {
        if (d == point && d != 0) text += '.';
        text += static_cast<char>('0' + random() % 10);
      }
      const auto number = decimal(text);
      REQUIRE(number);
      if (bits(*number) != bits(std::strtod(text.c_str(), nullptr))) CHECK_MESSAGE(false, text);
    }
  }

  TEST_CASE("every double written shortest comes back") {
    std::mt19937_64 random(8);
    for (int i = 0; i < 100'000; ++i) {
      double x = 0;
      const std::uint64_t b = random();
      std::memcpy(&x, &b, sizeof x);
      if (!std::isfinite(x)) continue;
      char text[64];
      std::snprintf(text, sizeof text, "%.17g", x);
      const auto number = decimal(text);
      REQUIRE(number);
      if (bits(*number) != bits(x)) CHECK_MESSAGE(false, text);
    }
  }

  TEST_CASE("signed zero stays, too small is zero, too large infinity") {
    CHECK(bits(*decimal("-0")) == bits(-0.0));
    CHECK(bits(*decimal("-0.000")) == bits(-0.0));
    CHECK(*decimal("1e-400") == 0);
    CHECK(bits(*decimal("-1e-400")) == bits(-0.0));
    CHECK(*decimal("0." + std::string(400, '0') + "1") == 0);
    CHECK(std::isinf(*decimal("1e400")));
    CHECK(*decimal("-" + std::string(400, '9')) == -INFINITY);
    CHECK(*decimal("4.9e-324") == std::numeric_limits<double>::denorm_min());
    CHECK(*decimal("1.7976931348623157e308") == std::numeric_limits<double>::max());
  }

  TEST_CASE("what is not one number is none") {
    for (const char* text : {"", "-", ".", "1.2.3", "1e", "0x10", "1 ", " 1", "1,5", "--1", "+1"}) {
      CAPTURE(text);
      CHECK_FALSE(decimal(text));
    }
  }

  TEST_CASE("a cell is read as Python's float reads it, and True and False") {
    CHECK(*number_of_cell(" +1.5\t") == 1.5);
    CHECK(*number_of_cell("True") == 1);
    CHECK(*number_of_cell("FALSE") == 0);
    CHECK(std::isnan(*number_of_cell("nan")));
    CHECK(*number_of_cell("-inf") == -INFINITY);
    CHECK(*number_of_cell(".5") == 0.5);
    CHECK(*number_of_cell("5.") == 5);
    for (const char* text : {"", " ", "nan(1)", "+-1", "yes", "1_000"}) CHECK_FALSE(number_of_cell(text));
  }
}
