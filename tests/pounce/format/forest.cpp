#include <pounce/format/forest.hpp>

#include <cmath>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

TEST_SUITE("format/forest") {
  TEST_CASE("keys of floats are ordered as the floats are") {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    const std::vector<float> ascending{
        -infinity, -3.4e38F, -1.0F,   -1e-38F, -1e-45F, 0.0F, 1e-45F, 1e-38F, std::nextafterf(1.0F, 0.0F),
        1.0F,      3.4e38F,  infinity};
    for (const float x : ascending) {
      for (const float y : ascending) {
        CAPTURE(x);
        CAPTURE(y);
        CHECK((pounce::format::float_key(x) < pounce::format::float_key(y)) == (x < y));
      }
    }
  }

  TEST_CASE("zeros of both signs have one key") {
    CHECK(pounce::format::float_key(-0.0F) == pounce::format::float_key(0.0F));
  }

  TEST_CASE("no number has the key of a missing one") {
    CHECK(pounce::format::float_key(-std::numeric_limits<float>::infinity()) > 0);
    CHECK(pounce::format::float_key(std::numeric_limits<float>::infinity()) < 0xFFFF'FFFFU);
  }
}
