// convert/frontend/sklearn/adaboost_scores.cpp -- what one vote and one row of probabilities add.
#include <convert/frontend/sklearn/adaboost_scores.hpp>

#include <cmath>

#include <doctest/doctest.h>

using namespace convert::sklearn;

TEST_SUITE("convert/frontend/sklearn/adaboost_scores") {
  TEST_CASE("a plain vote adds its weight, a symmetric one takes it from the others") {
    CHECK(vote_scores(samme::plain, 2, 1, 3) == std::vector{0.0, 2.0, 0.0});
    CHECK(vote_scores(samme::symmetric, 2, 1, 3) == std::vector{-1.0, 2.0, -1.0});
  }

  TEST_CASE("logarithms of probabilities are centred and grow with the number of classes") {
    const auto scores = real_scores({0.25, 0.25, 0.5});
    CHECK(scores[2] == doctest::Approx(2 * (std::log(0.5) - (2 * std::log(0.25) + std::log(0.5)) / 3)));
    CHECK(scores[0] + scores[1] + scores[2] == doctest::Approx(0));
  }
}
