// pounce/kernels/across.cpp -- steps that look at several columns at once.
#include <doctest/doctest.h>

#include <pounce/kernels/across.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using format::norm_kind;
using format::reduce_kind;
using format::step_kind;
using format::zero_sum;

namespace {

std::vector<double> reduce(reduce_kind kind, std::vector<double> row, std::uint32_t groups) {
  return one_step(step_kind::reduce).variant(kind)(row, groups);
}

std::vector<double> normalize(zero_sum on_zero, std::vector<double> row) {
  one_step step(step_kind::normalize_sum);
  step.step.c.first = 2;
  return step.variant(on_zero)(row, static_cast<std::uint32_t>(row.size()));
}

} // namespace

TEST_SUITE("kernels/across") {
  TEST_CASE("norm divides by the length, or by 1 if that is 0") {
    one_step norm(step_kind::norm);
    CHECK(same(norm.variant(norm_kind::l1)({1, -3}, 2), {0.25, -0.75}));
    CHECK(same(norm.variant(norm_kind::l2)({3, -4}, 2), {0.6, -0.8}));
    CHECK(same(norm.variant(norm_kind::max)({2, -4}, 2), {0.5, -1}));
    for (const auto kind : {norm_kind::l1, norm_kind::l2, norm_kind::max}) {
      CHECK(same(norm.variant(kind)({0, -0.0}, 2), {0, -0.0}));
      CHECK(same(norm.variant(kind)({1, quiet_nan}, 2), {quiet_nan, quiet_nan}));
      CHECK(same(norm.variant(kind)({quiet_nan, 1}, 2), {quiet_nan, quiet_nan}));
    }
  }

  TEST_CASE("combine weighs groups in their order, with two roundings a product") {
    one_step combine(step_kind::combine);
    combine.step.a = combine.append({1, 2, 4});
    combine.step.alpha = 2;
    CHECK(same(combine({1, 10, 2, 20, 3, 30}, 2), {8.5, 85}));
    one_step fused(step_kind::combine);
    const double x = 1 + 0x1p-30;
    fused.step.a = fused.append({-1, x});
    fused.step.alpha = 1;
    CHECK(same(fused({1 + 0x1p-29, x}, 1), {0.0}));
  }

  TEST_CASE("combine rounds to float after each operation where it is asked to") {
    one_step combine(step_kind::combine);
    combine.step.a = combine.append({0.3F, 0.7F});
    combine.step.alpha = 3;
    const float first = 0.3F * 0.1F;
    const float second = 0.7F * 0.9F;
    const float sum = first + second;
    CHECK(same(combine.flags(format::rounds_to_f32)({0.1F, 0.9F}, 1), {double(sum / 3.0F)}));
  }

  TEST_CASE("reduce makes one number of each group") {
    CHECK(same(reduce(reduce_kind::sum, {1, 2, 3, 4}, 2), {3, 7}));
    CHECK(same(reduce(reduce_kind::mean, {1, 2, 3, 4}, 2), {1.5, 3.5}));
    CHECK(same(reduce(reduce_kind::min, {2, 1, 3, 4}, 2), {1, 3}));
    CHECK(same(reduce(reduce_kind::max, {2, 1, 3, 4}, 2), {2, 4}));
    CHECK(same(reduce(reduce_kind::product, {2, 1, 3, 4}, 2), {2, 12}));
    CHECK(same(reduce(reduce_kind::sum_squares, {1, -2, 3, 4}, 2), {5, 25}));
    CHECK(same(reduce(reduce_kind::sum_absolute, {1, -2, 3, 4}, 2), {3, 7}));
    CHECK(same(reduce(reduce_kind::l2, {3, -4, 0, 0}, 2), {5, 0}));
    CHECK(near(reduce(reduce_kind::log_sum_exp, {1000, 1000, 0, 0}, 2), {1000 + std::log(2.0), std::log(2.0)},
               1e-15));
    CHECK(same(reduce(reduce_kind::sum, {7}, 1), {7}));
  }

  TEST_CASE("reduce lets NaN through in every kind") {
    for (int i = 0; i <= static_cast<int>(reduce_kind::pairwise_sum); ++i) {
      CAPTURE(i);
      CHECK(
          same(reduce(static_cast<reduce_kind>(i), {1, quiet_nan, quiet_nan, 1}, 2), {quiet_nan, quiet_nan}));
    }
  }

  TEST_CASE("log_sum_exp is that of scipy at infinities") {
    CHECK(same(reduce(reduce_kind::log_sum_exp, {-infinity, -infinity, infinity, 0}, 2),
               {-infinity, infinity}));
    CHECK(same(reduce(reduce_kind::log_sum_exp, {-infinity, 3}, 1), {3}));
  }

  TEST_CASE("a pairwise sum adds in numpy's order") {
    // Eight sums side by side: the ones meet each other before they meet 2^53.
    const double big = 0x1p53;
    std::vector<double> lanes(16, 0.0);
    lanes[0] = lanes[8] = 1;
    lanes[2] = big;
    CHECK(same(reduce(reduce_kind::pairwise_sum, lanes, 1), {big + 2}));
    CHECK(same(reduce(reduce_kind::sum, lanes, 1), {big}));
    // 272 are 136 + 136, 136 are 64 + 72: the ones are summed among themselves, eight lanes of nine.
    std::vector<double> row(272, 0.0);
    std::fill(row.begin() + 200, row.end(), 1.0);
    row[0] = big;
    row[136] = -big;
    CHECK(same(reduce(reduce_kind::pairwise_sum, row, 1), {72}));
    CHECK(same(reduce(reduce_kind::pairwise_sum, std::vector<double>(100003, 1.0), 1), {100003}));
  }

  TEST_CASE("softmax is a distribution in each group and does not overflow") {
    one_step softmax(step_kind::softmax);
    softmax.step.c.first = 2;
    CHECK(near(softmax({1000, 1000, 0, std::log(3.0)}, 4), {0.5, 0.5, 0.25, 0.75}, 1e-15));
    CHECK(same(softmax({0, -infinity, quiet_nan, 1}, 4), {1, 0, quiet_nan, quiet_nan}));
    softmax.flags(format::logarithm);
    CHECK(near(softmax({0, std::log(3.0), 0, -2000}, 4), {std::log(0.25), std::log(0.75), 0, -2000}, 1e-15));
  }

  TEST_CASE("softmax in floats adds in doubles: what is less than half a last place counts together") {
    one_step softmax(step_kind::softmax);
    softmax.step.c.first = 1;
    softmax.flags(format::rounds_to_f32);
    std::vector<double> scores(9, -17.4F);
    scores[0] = 0;
    const float power = std::exp(-17.4F);
    REQUIRE(1.0F + power == 1.0F);
    const float sum = static_cast<float>(1.0 + 8.0 * power);
    CHECK(softmax(scores, 9)[0] == double(1.0F / sum));
    CHECK(softmax(scores, 9)[8] == double(power / sum));
  }

  TEST_CASE("normalize_sum divides by the sum; each variant has its own answer to a sum of 0") {
    CHECK(same(normalize(zero_sum::nan, {1, 3, 0, 0}), {0.25, 0.75, quiet_nan, quiet_nan}));
    CHECK(same(normalize(zero_sum::uniform, {1, 3, 0, 0}), {0.25, 0.75, 0.5, 0.5}));
    CHECK(same(normalize(zero_sum::unchanged, {1, 3, 1, -1}), {0.25, 0.75, 1, -1}));
    CHECK(same(normalize(zero_sum::uniform, {1, quiet_nan, 0, 1}), {quiet_nan, quiet_nan, 0, 1}));
  }

  TEST_CASE("complement puts 1 - x before each x") {
    CHECK(same(one_step(step_kind::complement)({0.25, quiet_nan}, 4), {0.75, 0.25, quiet_nan, quiet_nan}));
  }

  TEST_CASE("argmax is the first largest, or the first NaN") {
    one_step decide(step_kind::decide);
    decide.variant(format::decide_kind::argmax);
    CHECK(same(decide({1, 3, 3, 2}, 1), {1}));
    CHECK(same(decide({-infinity, -infinity}, 1), {0}));
    CHECK(same(decide({1, quiet_nan, 5, quiet_nan}, 1), {1}));
    CHECK(same(decide({quiet_nan, 5}, 1), {0}));
    CHECK(same(decide({0.0, -0.0}, 1), {0}));
    CHECK(same(decide({-0.0, 0.0}, 1), {0}));
    CHECK(same(decide({7}, 1), {0}));
  }

  TEST_CASE("by comparisons NaN is never greater, and none is greater than NaN") {
    one_step decide(step_kind::decide);
    for (const auto kind : {format::decide_kind::first_greater, format::decide_kind::last_greater}) {
      decide.variant(kind);
      const bool last = kind == format::decide_kind::last_greater;
      CHECK(same(decide({1, 3, 3, 2}, 1), {last ? 2.0 : 1.0}));
      CHECK(same(decide({1, quiet_nan, 5, quiet_nan}, 1), {2}));
      CHECK(same(decide({quiet_nan, 5}, 1), {0}));
      CHECK(same(decide({0.0, -0.0}, 1), {last ? 1.0 : 0.0}));
      CHECK(same(decide({7}, 1), {0}));
    }
  }

  TEST_CASE("the last largest is looked for before the first NaN") {
    one_step decide(step_kind::decide);
    decide.variant(format::decide_kind::last_until_nan);
    CHECK(same(decide({1, 3, 3, 2}, 1), {2}));
    CHECK(same(decide({3, 1, quiet_nan, 9}, 1), {0}));
    CHECK(same(decide({quiet_nan, 9, 9}, 1), {0}));
    CHECK(same(decide({-infinity, -infinity, quiet_nan}, 1), {1}));
    CHECK(same(decide({0.0, -0.0}, 1), {1}));
    CHECK(same(decide({7}, 1), {0}));
  }

  TEST_CASE("a threshold decides column by column; NaN is not above it") {
    one_step decide(step_kind::decide);
    decide.step.alpha = 0.5;
    CHECK(same(decide.variant(format::decide_kind::above)({0.5, 0.6, quiet_nan, infinity}, 4), {0, 1, 0, 1}));
    CHECK(same(decide.variant(format::decide_kind::at_least)({0.5, 0.4, quiet_nan, -infinity}, 4),
               {1, 0, 0, 0}));
  }

  TEST_CASE("pair_votes counts a positive decision for the first of its pair") {
    // pairs (0,1) (0,2) (1,2): 0 beats 1, 2 beats 0, and 0 is no vote for 1
    CHECK(same(one_step(step_kind::pair_votes)({1, -1, 0}, 3), {1, 0, 2}));
    CHECK(same(one_step(step_kind::pair_votes)({quiet_nan}, 2), {0, 1}));
  }
}
