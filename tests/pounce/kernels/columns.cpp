// pounce/kernels/columns.cpp -- picking, refusing, filling in and coding columns.
#include <doctest/doctest.h>

#include <pounce/kernels/columns.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using format::step_kind;
using pounce::errc;

namespace {

constexpr double largest_float = 0x1.fffffep+127;

std::optional<failure> refusal(int flags, double lowest, std::vector<double> row) {
  one_step require(step_kind::require);
  std::vector<std::uint32_t> features;
  for (std::size_t i = 0; i < row.size(); ++i) features.push_back(static_cast<std::uint32_t>(10 + i));
  require.step.a = require.append_indices(features);
  require.step.alpha = lowest;
  return require.flags(flags).run({std::vector<double>(row.size(), 1.0), row}, 1).refused;
}

} // namespace

TEST_SUITE("kernels/columns") {
  TEST_CASE("select picks columns of the row in any order and more than once") {
    one_step select(step_kind::select);
    select.step.a = select.append_indices({2, 0, 2});
    CHECK(same(select.run({{1, 2, 3}, {4, 5, quiet_nan}}, 3).values, {3, 1, 3, quiet_nan, 4, quiet_nan}));
  }

  TEST_CASE("select picks columns of the scratch, which follow those of the row") {
    const std::uint32_t addresses[] = {3, 1};
    const double row[] = {1, 2};
    double scratch[] = {7, 8, 0, 0};
    format::step s{};
    s.kind = step_kind::select;
    s.output = 4;
    s.output_width = 2;
    s.a = {0, 2};
    pounce::view::program p;
    p.indices = addresses;
    pounce::kernels::select(p, s, {row, 2, scratch, 4, nullptr, 1, 2});
    CHECK(scratch[2] == 8);
    CHECK(scratch[3] == 2);
  }

  TEST_CASE("a missing value is refused with its row and feature") {
    const auto why = refusal(0, -infinity, {1, quiet_nan, quiet_nan});
    REQUIRE(why);
    CHECK(why->code == errc::missing_refused);
    CHECK(why->row == 1);
    CHECK(why->feature == 11);
    CHECK_FALSE(refusal(format::missing_allowed, 0, {1, quiet_nan, quiet_nan}));
  }

  TEST_CASE("an infinite value is refused unless it is allowed") {
    CHECK(refusal(0, -infinity, {infinity})->code == errc::infinite_refused);
    CHECK(refusal(format::missing_allowed, -infinity, {-infinity})->code == errc::infinite_refused);
    CHECK_FALSE(refusal(format::infinite_allowed, -infinity, {infinity, -infinity}));
    CHECK_FALSE(refusal(format::infinite_allowed | format::in_float_range, -infinity, {infinity}));
  }

  TEST_CASE("what was computed and is not finite was too large for floats") {
    CHECK(refusal(format::computed, -infinity, {quiet_nan})->code == errc::beyond_float);
    CHECK(refusal(format::computed, -infinity, {1, -infinity})->code == errc::beyond_float);
    CHECK_FALSE(refusal(format::computed, -infinity, {1e300}));
  }

  TEST_CASE("a value that rounds to an infinite float is refused where floats are asked for") {
    CHECK_FALSE(refusal(0, -infinity, {1e300}));
    CHECK(refusal(format::in_float_range, -infinity, {1e300})->code == errc::out_of_range);
    CHECK(refusal(format::in_float_range, -infinity, {-0x1.ffffffp+127})->code == errc::out_of_range);
    CHECK_FALSE(
        refusal(format::in_float_range, -infinity, {std::nextafter(0x1.ffffffp+127, 0.0), largest_float}));
  }

  TEST_CASE("a value below the lowest is refused, the lowest itself only if it is excluded") {
    CHECK_FALSE(refusal(0, 0, {0.0, -0.0, subnormal}));
    CHECK(refusal(0, 0, {-subnormal})->code == errc::out_of_range);
    CHECK(refusal(format::lowest_excluded, 0, {-0.0})->code == errc::out_of_range);
    CHECK_FALSE(refusal(format::lowest_excluded, 0, {subnormal}));
    CHECK(refusal(format::infinite_allowed, 0, {-infinity})->code == errc::out_of_range);
  }

  TEST_CASE("impute fills in NaN, or a marker and then not NaN") {
    one_step impute(step_kind::impute);
    impute.step.a = impute.append({10, 20, 30});
    impute.step.alpha = 0;
    CHECK(same(impute.flags(format::marker_is_nan)({quiet_nan, 0, -infinity}, 3), {10, 0, -infinity}));
    CHECK(same(impute.flags(0)({quiet_nan, -0.0, 5}, 3), {quiet_nan, 20, 5}));
  }

  TEST_CASE("indicate says what is missing") {
    one_step indicate(step_kind::indicate);
    indicate.step.alpha = -1;
    CHECK(same(indicate.flags(format::marker_is_nan)({quiet_nan, -1, infinity}, 3), {1, 0, 0}));
    CHECK(same(indicate.flags(0)({quiet_nan, -1, infinity}, 3), {0, 1, 0}));
  }

  TEST_CASE("code_map looks each column up in its own table") {
    one_step map(step_kind::code_map);
    // column 0: 1 -> 100, 2.5 -> 200, unseen 300, missing 400; column 1: 0 -> 7, unseen NaN, missing 9
    map.step.a = map.append_indices({0, 2, 0, 5, 2, 1, 0, 6});
    map.step.b = map.append({1, 2.5, 0});
    map.step.c = map.append({100, 200, 300, 400, 7, quiet_nan, 9});
    CHECK(same(map({1, 0}, 2), {100, 7}));
    CHECK(same(map({2.5, -0.0}, 2), {200, 7}));
    CHECK(same(map({2, subnormal}, 2), {300, quiet_nan}));
    CHECK(same(map({quiet_nan, quiet_nan}, 2), {400, 9}));
    CHECK(same(map({infinity, 1e300}, 2), {300, quiet_nan}));
    CHECK(same(map({-infinity, -1e300}, 2), {300, quiet_nan}));
  }

  TEST_CASE("code_map refuses unseen and missing numbers where its rule says so") {
    one_step map(step_kind::code_map);
    map.step.a = map.append_indices({0, 1, 1, 5, 1, 1, 2, 6});
    map.step.b = map.append({1, 1});
    map.step.c = map.append({0, 0, 0, 0, 0, 0});
    CHECK_FALSE(map.run({{quiet_nan, 2}, {1, 1}}, 2).refused);
    const auto unseen = map.run({{1, 1}, {1, 1}, {2, quiet_nan}}, 2).refused;
    REQUIRE(unseen);
    CHECK(unseen->code == errc::unseen_refused);
    CHECK(unseen->row == 2);
    CHECK(unseen->feature == 5);
    const auto missing = map.run({{1, quiet_nan}}, 2).refused;
    REQUIRE(missing);
    CHECK(missing->code == errc::missing_refused);
    CHECK(missing->row == 0);
    CHECK(missing->feature == 6);
  }

  TEST_CASE("one_hot sets the column that the code counts and none for other numbers") {
    one_step hot(step_kind::one_hot);
    hot.step.a = hot.append_indices({3, 0, 2});
    CHECK(same(hot({0, 0, 1}, 5), {1, 0, 0, 0, 1}));
    CHECK(same(hot({2, 5, -0.0}, 5), {0, 0, 1, 1, 0}));
    for (const double odd :
         {3.0, -1.0, 0.5, 1e300, -1e300, 4294967296.0, quiet_nan, infinity, -infinity, subnormal}) {
      CAPTURE(odd);
      CHECK(same(hot({odd, odd, odd}, 5), {0, 0, 0, 0, 0}));
    }
  }
}
