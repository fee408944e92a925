// convert/pass/drop_require.cpp -- needless checks, and those that only look needless.
#include <convert/pass/drop_require.hpp>

#include <limits>

#include <support/builder_over.hpp>

#include "same_answers.hpp"

using namespace convert;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// The steps left of `steps` in a chain over one feature.
std::size_t left_of(const std::vector<ir::operation_of_step>& steps) {
  auto b = support::builder_over({"x"});
  ir::value v = b.row();
  for (const auto& s : steps) v = b.add(v, s);
  b.answer(ir::role::raw, "raw", v);
  auto m = std::move(b).take();
  pass::drop_require(m);
  return m.steps.size();
}

} // namespace

TEST_SUITE("pass/drop_require") {
  const ir::require finite;
  const ir::require finite_or_nan{.missing_allowed = true, .features = {}};
  const ir::require finite_f32{.in_float_range = true, .features = {}};

  TEST_CASE("a check behind one that is as strict goes away") {
    CHECK(left_of({finite, finite}) == 1);
    CHECK(left_of({finite, finite_or_nan}) == 1);
    CHECK(left_of({finite_f32, finite}) == 1);
    CHECK(left_of({finite_or_nan, finite}) == 2);
    CHECK(left_of({finite, finite_f32}) == 2);
  }

  TEST_CASE("an imputer leaves no NaN to look for") {
    const ir::impute fills{true, 0, {0.5}};
    const ir::impute fills_nan{true, 0, {not_a_number}};
    const ir::impute fills_marker{false, -1, {0.5}};
    const ir::impute fills_huge{true, 0, {1e300}};
    CHECK(left_of({finite_or_nan, fills, finite}) == 2);
    CHECK(left_of({finite_or_nan, fills_nan, finite}) == 3);
    CHECK(left_of({finite_or_nan, fills_marker, finite}) == 3); // NaN is not the marker
    CHECK(left_of({fills, finite}) == 2);                       // infinities are left
    CHECK(left_of({finite_f32, fills_huge, finite_f32}) == 2);  // there is no NaN to fill
    const ir::require nan_or_f32{.missing_allowed = true, .in_float_range = true, .features = {}};
    CHECK(left_of({nan_or_f32, fills_huge, finite_f32}) == 3);
  }

  TEST_CASE("a scaler may overflow, so the check behind it stays") {
    const ir::affine doubled{ir::affine::form::subtract_divide, {0}, {0.5}};
    CHECK(left_of({finite, doubled, finite}) == 3);
  }

  TEST_CASE("indicators and counts are finite and not negative") {
    const ir::require not_negative{.in_float_range = true, .lowest = 0, .features = {}};
    const ir::require positive{.lowest = 0, .lowest_excluded = true, .features = {}};
    const ir::one_hot indicators{{3}};
    const ir::bin counts{{{1, 2}}, false};
    CHECK(left_of({indicators, not_negative}) == 1);
    CHECK(left_of({counts, not_negative}) == 1);
    CHECK(left_of({indicators, positive}) == 2);
    CHECK(left_of({positive, not_negative}) == 2); // the float range is not known
    const ir::require at_least_zero{.lowest = 0, .features = {}};
    CHECK(left_of({positive, at_least_zero}) == 1);
  }

  TEST_CASE("answers and refusals stay the same to the bit") {
    const auto kinds = pass::kinds_of<ir::require, ir::impute, ir::select, ir::bin, ir::clip, ir::one_hot,
                                      ir::unary, ir::code_map>();
    CHECK(pass::check_exact(pass::drop_require, {.kinds = kinds}, 1000) > 200);
    pass::check_exact(pass::drop_require);
  }
}
