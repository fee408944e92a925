#include <pounce/core/rows.hpp>

#include <array>
#include <span>
#include <vector>

#include <doctest/doctest.h>

TEST_SUITE("core/rows") {
  TEST_CASE("an array, a vector and a span of either type are one row") {
    const double array[] = {1, 2, 3};
    const std::vector<float> vector{1, 2};
    CHECK(pounce::rows(array).width() == 3);
    CHECK(pounce::rows(array).count() == 1);
    CHECK(pounce::rows(array).doubles() == array);
    CHECK(pounce::rows(vector).floats() == vector.data());
    CHECK(pounce::rows(vector).doubles() == nullptr);
  }

  TEST_CASE("numbers and a width are as many rows as fit, and whole only if nothing is left over") {
    const std::array<double, 6> numbers{};
    const pounce::rows two(std::span<const double>(numbers), 3);
    CHECK(two.count() == 2);
    CHECK(two.whole());
    CHECK_FALSE(pounce::rows(std::span<const double>(numbers), 4).whole());
    CHECK_FALSE(pounce::rows(std::span<const double>(numbers), 0).whole());
  }

  TEST_CASE("answers are written in the caller's type") {
    std::array<float, 2> floats{};
    std::array<double, 2> doubles{};
    pounce::answers(floats).write(1, 0.1);
    pounce::answers(doubles).write(0, 0.1);
    CHECK(floats[1] == 0.1F);
    CHECK(doubles[0] == 0.1);
  }
}
