// convert/ir/evaluate_rows.cpp -- sums, norms, products, distances, decisions.
#include <convert/ir/evaluate_step.hpp>

#include "one_step.hpp"

using namespace convert::ir;

TEST_SUITE("ir/evaluate_rows") {
  TEST_CASE("norm divides by the row's norm, and a row of zeros by 1") {
    CHECK(made_of({3, -4}, norm{norm::kind::l2}) == std::vector{0.6, -0.8});
    CHECK(made_of({3, -5}, norm{norm::kind::l1}) == std::vector{0.375, -0.625});
    CHECK(made_of({3, -4}, norm{norm::kind::max}) == std::vector{0.75, -1.0});
    for (const auto how : {norm::kind::l1, norm::kind::l2, norm::kind::max}) {
      CHECK(made_of({0, -0.0}, norm{how}) == std::vector{0.0, 0.0});
      CHECK(alike(made_of({1, no_number}, norm{how}), {no_number, no_number}));
      CHECK(alike(made_of({no_number, 1}, norm{how}), {no_number, no_number}));
      CHECK(alike(made_of({1, endless}, norm{how}), {0, no_number}));
    }
    // 1e200 squared overflows: the norm is infinite, as numpy's is.
    CHECK(made_of({1e200, 1}, norm{norm::kind::l2}) == std::vector{0.0, 0.0});
  }

  TEST_CASE("polynomial multiplies from left to right, nothing gives 1") {
    const polynomial s{{{}, {1}, {0, 0, 1}, {1, 0}}};
    CHECK(made_of({2, 3}, s) == std::vector{1.0, 3.0, 12.0, 6.0});
    CHECK(alike(made_of({no_number, 3}, s), {1, 3, no_number, no_number}));
    // (1e200 * 1e200) * 1e-200 overflows on the way, 1e200 * (1e200 * 1e-200) would not.
    CHECK(made_of({1e200, 1e-200}, polynomial{{{0, 0, 1}, {0, 1, 0}}}) ==
          std::vector{endless, 1e200 * (1e200 * 1e-200)});
  }

  TEST_CASE("linear adds the products from left to right, floats before their bias") {
    CHECK(made_of({5, 7}, linear{2, {1, 2, -1, 0.5}, {10, 0}}) == std::vector{29.0, -1.5});
    // ((0 + 1e16) + 1) + -1e16 loses the 1.
    CHECK(made_of({1e16, 1, -1e16}, linear{1, {1, 1, 1}, {0}}) == std::vector{0.0});
    CHECK(made_of({16777216, 1, 1}, linear{1, {1, 1, 1}, {0}}, true) == std::vector{16777216.0});
    CHECK(made_of({16777216, -16777216}, linear{1, {1, 1}, {1}}, true) == std::vector{1.0});
    CHECK(std::isnan(made_of({endless}, linear{1, {0}, {0}})[0]));
  }

  TEST_CASE("a fused linear adds products that are not rounded, 256 of them to a sum") {
    const double x = 1 + 0x1p-12; // its square is 1 + 2^-11 + 2^-24
    CHECK(made_of({1, x}, linear{1, {-1 - 0x1p-11, x}, {0}}, true) == std::vector{0.0});
    CHECK(made_of({1, x}, linear{1, {-1 - 0x1p-11, x}, {0}, true}, true) == std::vector{0x1p-24});
    // Each one is lost beside 2^24, but not all those of the second sum.
    std::vector<double> ones(260, 1.0);
    std::vector<double> weights = ones;
    weights[0] = 16777216;
    CHECK(made_of(ones, linear{1, weights, {0}, true}, true) == std::vector{16777220.0});
    CHECK(made_of(ones, linear{1, weights, {-16777216}, true}, true) == std::vector{4.0});
  }

  TEST_CASE("network runs its layers with their activations") {
    network net;
    net.layers.resize(2);
    net.layers[0] = {2, 2, {1, 1, 1, -1}, {0, 0}, function::relu, 0, 0};
    net.layers[1] = {2, 1, {2, 3}, {1}, function::leaky_relu, 0.5, 0};
    CHECK(made_of({1, 2}, net) == std::vector{7.0}); // hidden 3 and -1 -> 0; 2 * 3 + 1
    net.layers[1].bias[0] = -10;
    CHECK(made_of({1, 2}, net) == std::vector{-2.0}); // -4, halved
    CHECK(made_of({1, 2}, network{}) == std::vector{1.0, 2.0});
  }

  TEST_CASE("complement puts 1 - x before each x") {
    CHECK(made_of({0.25, 2}, complement{}) == std::vector{0.75, 0.25, -1.0, 2.0});
  }

  TEST_CASE("distances go to each point") {
    using kind = distance::kind;
    const std::vector<double> points{0, 0, 4, 7};
    CHECK(made_of({1, 3}, distance{kind::squared_euclidean, points}) == std::vector{10.0, 25.0});
    CHECK(made_of({4, 3}, distance{kind::euclidean, points}) == std::vector{5.0, 4.0});
    CHECK(made_of({1, 3}, distance{kind::manhattan, points}) == std::vector{4.0, 7.0});
    CHECK(made_of({1, 3}, distance{kind::chebyshev, points}) == std::vector{3.0, 4.0});
    CHECK(std::isnan(made_of({no_number, 3}, distance{kind::chebyshev, points})[0]));
  }

  TEST_CASE("argmax takes the first largest, and NaN before all") {
    // numpy 1.24, argmax.
    CHECK(made_of({1, 3, 3}, decide{}) == std::vector{1.0});
    CHECK(made_of({1, no_number, 9, no_number}, decide{}) == std::vector{1.0});
    CHECK(made_of({-endless, -endless}, decide{}) == std::vector{0.0});
    CHECK(made_of({-0.0, 0.0}, decide{}) == std::vector{0.0});
  }

  TEST_CASE("by comparisons NaN is never greater, and none is greater than NaN") {
    // std::max_element, and its twin with >=.
    const decide first{decide::kind::first_greater};
    const decide last{decide::kind::last_greater};
    CHECK(made_of({1, 3, 3, 2}, first) == std::vector{1.0});
    CHECK(made_of({1, 3, 3, 2}, last) == std::vector{2.0});
    for (const auto& s : {first, last}) {
      CHECK(made_of({1, no_number, 9, no_number}, s) == std::vector{2.0});
      CHECK(made_of({no_number, 9}, s) == std::vector{0.0});
    }
    CHECK(made_of({-0.0, 0.0}, first) == std::vector{0.0});
    CHECK(made_of({0.0, -0.0}, last) == std::vector{1.0});
  }

  TEST_CASE("the last largest is looked for before the first NaN") {
    const decide s{decide::kind::last_until_nan};
    CHECK(made_of({1, 3, 3, 2}, s) == std::vector{2.0});
    CHECK(made_of({3, 1, no_number, 9}, s) == std::vector{0.0});
    CHECK(made_of({no_number, 9, 9}, s) == std::vector{0.0});
    CHECK(made_of({-endless, -endless, no_number}, s) == std::vector{1.0});
    CHECK(made_of({0.0, -0.0}, s) == std::vector{1.0});
  }

  TEST_CASE("a threshold decides each column by itself") {
    decide s{decide::kind::threshold, 0.5, false};
    CHECK(made_of({0.5, 0.6, no_number}, s) == std::vector{0.0, 1.0, 0.0});
    s.or_equal = true;
    CHECK(made_of({0.5, 0.4, no_number}, s) == std::vector{1.0, 0.0, 0.0});
  }

  TEST_CASE("pair votes go to the first of the pair only if the decision is positive") {
    // Pairs (0,1), (0,2), (1,2).
    CHECK(made_of({1, -1, 1}, pair_votes{3}) == std::vector{1.0, 1.0, 1.0});
    CHECK(made_of({0, -0.0, no_number}, pair_votes{3}) == std::vector{0.0, 1.0, 2.0});
    CHECK(made_of({1}, pair_votes{2}) == std::vector{1.0, 0.0});
  }
}
