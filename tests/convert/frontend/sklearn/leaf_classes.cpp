// convert/frontend/sklearn/leaf_classes.cpp -- counts and fractions at a leaf, and numpy's order of additions.
#include <convert/frontend/sklearn/leaf_classes.hpp>

#include <limits>

#include <doctest/doctest.h>

using namespace convert::sklearn;

TEST_SUITE("convert/frontend/sklearn/leaf_classes") {
  TEST_CASE("counts become fractions up to 1.3 and are taken as they are later") {
    const std::vector<double> value = {1, 3};
    CHECK(leaf_probabilities(value, 2, {1, 3, 2}) == std::vector{0.25, 0.75});
    CHECK(leaf_probabilities(value, 2, {1, 4, 0}) == std::vector{1.0, 3.0});
  }

  TEST_CASE("a sum of zero divides by one") {
    CHECK(leaf_probabilities(std::vector{0.0, 0.0}, 2, {1, 2, 1}) == std::vector{0.0, 0.0});
  }

  TEST_CASE("padding after the classes of an output counts for nothing") {
    CHECK(leaf_probabilities(std::vector{1.0, 1.0, 6.0}, 2, {1, 2, 1}) == std::vector{0.5, 0.5});
  }

  TEST_CASE("sums below eight numbers go from left to right") {
    // 2^53 + 1 rounds to 2^53 each time; pairwise, 1 + 1 would have been added first.
    CHECK(pairwise_sum(std::vector{0x1p53, 1.0, 1.0}) == 0x1p53);
  }

  TEST_CASE("eight numbers are added in pairs") {
    // ((2^53 + 1) + (1 + 1)) + 0: the first pair rounds to 2^53, the second is 2.
    CHECK(pairwise_sum(std::vector{0x1p53, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0}) == 0x1p53 + 2);
  }

  TEST_CASE("more than 128 numbers are halved at a multiple of eight") {
    std::vector<double> numbers(136, 0.0);
    numbers[0] = 0x1p53;
    numbers[8] = 1; // lane 0 of the first half, 64 numbers
    numbers[64] = 1;
    numbers[72] = 1; // lane 0 of the second half
    CHECK(pairwise_sum(numbers) == 0x1p53 + 2);
  }

  TEST_CASE("the first largest number wins, and the first NaN before it") {
    CHECK(first_largest(std::vector{1.0, 3.0, 3.0}) == 1);
    CHECK(first_largest(std::vector{1.0, 3.0, std::numeric_limits<double>::quiet_NaN()}) == 2);
  }
}
