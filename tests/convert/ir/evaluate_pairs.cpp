// convert/ir/evaluate_pairs.cpp -- pairs of classes in the oracle.
#include <doctest/doctest.h>

#include "one_step.hpp"

using namespace convert::ir;

TEST_SUITE("ir/evaluate_pairs") {
  TEST_CASE("a pair sums the columns of its two classes, each with its own row of weights") {
    const pair_sums s{{2, 1, 1}, {1, 2, 3, 4, 10, 20, 30, 40}, {0.5, 0.25, 0.125}};
    CHECK(made_of({1, 1, 1, 1}, s) == std::vector{6.5, 34.25, 70.125});
  }

  TEST_CASE("with float products each product is a float, sums stay doubles") {
    const double tenth = static_cast<double>(0.1F);
    const auto y = made_of({1, 1, 3}, pair_sums{{2, 1}, {16777216, 1, tenth}, {0.25}, true});
    CHECK(y == std::vector{16777217 + static_cast<double>(0.1F * 3.0F) + 0.25});
    CHECK(y != made_of({1, 1, 3}, pair_sums{{2, 1}, {16777216, 1, tenth}, {0.25}}));
  }

  TEST_CASE("three classes are coupled as libsvm couples them") {
    // scikit-learn 1.2.1, SVC(probability=True).predict_proba.
    const auto p = made_of({0.5120033865565463, 0.1644734172874517, 0.171138797055635}, pair_coupling{3});
    CHECK(p[0] == doctest::Approx(0.14377917321137865).epsilon(1e-14));
    CHECK(p[1] == doctest::Approx(0.1435530662036477).epsilon(1e-14));
    CHECK(p[2] == doctest::Approx(0.712667760584974).epsilon(1e-14));
  }

  TEST_CASE("two sure classes stop after their first rounds") {
    const auto p = made_of({1 - 1e-7}, pair_coupling{2});
    CHECK(p[0] > 0.99);
    CHECK(p[0] + p[1] == doctest::Approx(1.0).epsilon(1e-15));
  }
}
