// convert/lower/forest.cpp -- thresholds in double, keys in float.
#include <convert/lower/forest.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

#include <pounce/format/forest.hpp>

#include <doctest/doctest.h>

namespace {

double random_double(std::mt19937_64& engine) {
  const auto bits = engine();
  const double x = std::bit_cast<double>(bits);
  return std::isnan(x) ? 1.0 : x;
}

} // namespace

TEST_SUITE("convert/lower/forest") {
  TEST_CASE("the largest float below a double is the largest") {
    std::mt19937_64 engine(5);
    for (int i = 0; i < 20000; ++i) {
      const double x =
          i % 2 == 0 ? random_double(engine) : static_cast<double>(static_cast<float>(engine() % 1000)) / 7;
      const float below = convert::lower::float_at_most(x);
      CAPTURE(x);
      CHECK(static_cast<double>(below) <= x);
      const float next = std::nextafterf(below, std::numeric_limits<float>::infinity());
      const bool could_be_larger = static_cast<double>(next) <= x && next > below;
      CHECK_FALSE(could_be_larger);
    }
    CHECK(convert::lower::float_at_most(1e300) == std::numeric_limits<float>::max());
    CHECK(convert::lower::float_at_most(-1e300) == -std::numeric_limits<float>::infinity());
  }

  TEST_CASE("a float goes left of a double threshold exactly if its key says so") {
    std::mt19937_64 engine(6);
    for (int i = 0; i < 20000; ++i) {
      const double t = random_double(engine);
      const float at = convert::lower::float_at_most(t);
      for (const float x : {at, std::nextafterf(at, -INFINITY), std::nextafterf(at, INFINITY),
                            static_cast<float>(t), -at, 0.0F, -0.0F}) {
        CAPTURE(t);
        CAPTURE(x);
        CHECK((static_cast<double>(x) <= t) ==
              (pounce::format::float_key(x) <= pounce::format::float_key(at)));
      }
    }
  }
}
