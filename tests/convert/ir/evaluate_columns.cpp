// convert/ir/evaluate_columns.cpp -- checks, fills, codes, indicators.
#include <convert/ir/evaluate_step.hpp>

#include "one_step.hpp"

using namespace convert::ir;

namespace {

using kind = row_refusal::kind;

std::optional<kind> refused(double x, const require& s) {
  const auto e = evaluate(one_step(1, s), std::vector{x});
  return e.refused ? std::optional(e.refused->why) : std::nullopt;
}

} // namespace

TEST_SUITE("ir/evaluate_columns") {
  TEST_CASE("require refuses NaN and infinity unless they are allowed") {
    require s;
    CHECK(refused(no_number, s) == kind::missing);
    CHECK(refused(endless, s) == kind::infinite);
    CHECK(refused(-endless, s) == kind::infinite);
    CHECK(refused(1e308, s) == std::nullopt);
    s.missing_allowed = true;
    CHECK(refused(no_number, s) == std::nullopt);
    CHECK(refused(endless, s) == kind::infinite);
    s.infinite_allowed = true;
    CHECK(refused(-endless, s) == std::nullopt);
  }

  TEST_CASE("require refuses what rounds to an infinite float") {
    require s;
    s.in_float_range = true;
    // Half way between the largest float and 2^128 rounds to even, which is 2^128: infinite.
    CHECK(refused(0x1.ffffffp127, s) == kind::out_of_range);
    CHECK(refused(-0x1.ffffffp127, s) == kind::out_of_range);
    CHECK(refused(0x1.fffffefffffffp127, s) == std::nullopt);
    CHECK(refused(endless, s) == kind::infinite);
    s.infinite_allowed = true;
    CHECK(refused(endless, s) == std::nullopt);
  }

  TEST_CASE("require says of computed numbers that floats were too small") {
    const require s{.computed = true, .features = {}};
    CHECK(refused(no_number, s) == kind::beyond_float);
    CHECK(refused(-endless, s) == kind::beyond_float);
    CHECK(refused(1e300, s) == std::nullopt);
  }

  TEST_CASE("require refuses what lies below its lowest value") {
    require s;
    s.lowest = 0;
    CHECK(refused(0, s) == std::nullopt);
    CHECK(refused(-0.0, s) == std::nullopt);
    CHECK(refused(-5e-324, s) == kind::out_of_range);
    s.lowest_excluded = true;
    CHECK(refused(0, s) == kind::out_of_range);
    CHECK(refused(-0.0, s) == kind::out_of_range);
    CHECK(refused(5e-324, s) == std::nullopt);
    s.missing_allowed = true;
    CHECK(refused(no_number, s) == std::nullopt);
  }

  TEST_CASE("require names the feature of the first column that it refuses") {
    auto b = support::builder_over({"a", "b", "c"});
    const value picked = b.pick(b.row(), std::vector<std::uint32_t>{2, 1});
    b.answer(role::raw, "raw", b.add(picked, require{}));
    const auto e = evaluate(std::move(b).take(), std::vector{no_number, endless, no_number});
    REQUIRE(e.refused);
    CHECK(e.refused->feature == 2);
    CHECK(e.refused->why == kind::missing);
  }

  TEST_CASE("impute fills NaN, or a marker and then not NaN") {
    const impute fills{true, 0, {7, 8}};
    CHECK(alike(made_of({no_number, 1}, fills), {7, 1}));
    const impute marker{false, -1, {7, 8}};
    CHECK(alike(made_of({no_number, -1}, marker), {no_number, 8}));
    const impute zero{false, 0, {7, 8}};
    CHECK(alike(made_of({-0.0, 0.0}, zero), {7, 8}));
    const impute nothing{true, 0, {no_number, 8}};
    CHECK(alike(made_of({no_number, endless}, nothing), {no_number, endless}));
  }

  TEST_CASE("indicate_missing is 1 where impute would fill") {
    CHECK(alike(made_of({no_number, 0, -1}, indicate_missing{}), {1, 0, 0}));
    CHECK(alike(made_of({no_number, 0, -1}, indicate_missing{false, -1}), {0, 0, 1}));
  }

  TEST_CASE("code_map looks numbers up, each column in its own table") {
    code_map s;
    s.columns.resize(2);
    s.columns[0].keys = {-1, 0, 2.5};
    s.columns[0].codes = {10, 11, 12};
    s.columns[0].unseen = 13;
    s.columns[0].missing = 14;
    s.columns[1].unseen = no_number;
    CHECK(alike(made_of({2.5, 1}, s), {12, no_number}));
    CHECK(alike(made_of({-0.0, no_number}, s), {11, 0}));
    CHECK(alike(made_of({2.4, endless}, s), {13, no_number}));
    CHECK(alike(made_of({no_number, 0}, s), {14, no_number}));
  }

  TEST_CASE("code_map refuses unseen and missing numbers where the trainer does") {
    code_map s;
    s.columns.resize(1);
    s.columns[0].keys = {1};
    s.columns[0].codes = {0};
    s.columns[0].unseen_refused = true;
    s.columns[0].missing_refused = true;
    const model m = one_step(1, s);
    const auto unseen = evaluate(m, std::vector{2.0}).refused;
    REQUIRE(unseen);
    CHECK(unseen->why == kind::unseen);
    CHECK(unseen->feature == 0);
    CHECK(evaluate(m, std::vector{no_number}).refused->why == kind::missing);
    CHECK(!evaluate(m, std::vector{1.0}).refused);
  }

  TEST_CASE("one_hot unfolds codes, and what is no code into zeros") {
    CHECK(alike(made_of({1, 0}, one_hot{{3, 2}}), {0, 1, 0, 1, 0}));
    for (const double x : {-1.0, 3.0, 0.5, no_number, endless, -endless}) {
      CAPTURE(x);
      CHECK(alike(made_of({x, -0.0}, one_hot{{3, 2}}), {0, 0, 0, 1, 0}));
    }
    CHECK(made_of({1, 0}, one_hot{{0, 1}}) == std::vector{1.0});
  }
}
