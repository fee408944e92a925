// convert/pass/fuse_affine.cpp -- neutral steps and pairs, to the bit.
#include <convert/pass/fuse_affine.hpp>

#include <limits>

#include <convert/pass/drop_dead.hpp>
#include <support/builder_over.hpp>

#include "same_answers.hpp"

using namespace convert;
using ir::operation;
using form = ir::affine::form;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

ir::with_constants with(operation what, double c, bool reversed = false) { return {what, reversed, {c}}; }

/// What is left of a chain over one feature, as text.
std::string left_of(const std::vector<ir::step>& steps) {
  auto b = support::builder_over({"x"});
  ir::value v = b.row();
  for (const auto& s : steps) v = b.add(v, s.what, s.f32);
  b.answer(ir::role::raw, "raw", v);
  auto m = std::move(b).take();
  pass::fuse_affine(m);
  pass::drop_dead(m);
  std::string text;
  for (const auto& s : m.steps) text += ir::text_of(s) + "\n";
  return text;
}

std::string left_of(const ir::operation_of_step& what, bool f32 = false) { return left_of({{0, what, f32}}); }

} // namespace

TEST_SUITE("pass/fuse_affine") {
  TEST_CASE("arithmetic that changes no bit goes away") {
    const ir::affine divides{form::subtract_divide, {0.0}, {1}};
    const ir::affine multiplies{form::subtract_multiply, {0.0}, {1}};
    const ir::affine adds{form::multiply_add, {1}, {-0.0}};
    const ir::clip clips{{-infinity}, {infinity}};
    CHECK(left_of(divides).empty());
    CHECK(left_of(multiplies).empty());
    CHECK(left_of(adds).empty());
    CHECK(left_of(clips).empty());
    CHECK(left_of(with(operation::multiply, 1, true)).empty());
    CHECK(left_of(with(operation::divide, 1)).empty());
    CHECK(left_of(with(operation::minimum, infinity)).empty());
    CHECK(left_of(ir::unary{}).empty());
  }

  TEST_CASE("what turns -0.0 into 0.0 stays") {
    const ir::affine adds_zero{form::multiply_add, {1}, {0.0}};
    const ir::affine subtracts_minus_zero{form::subtract_divide, {-0.0}, {1}};
    CHECK(!left_of(adds_zero).empty());
    CHECK(!left_of(subtracts_minus_zero).empty());
    CHECK(!left_of(with(operation::add, 0.0)).empty());
    CHECK(!left_of(with(operation::subtract, -0.0)).empty());
    CHECK(!left_of(with(operation::subtract, 0.0, true)).empty()); // 0 - x
    CHECK(!left_of(with(operation::divide, 1, true)).empty());     // 1 / x
  }

  TEST_CASE("in f32 neutral arithmetic rounds, unless its input is a float already") {
    CHECK(!left_of(with(operation::multiply, 1), true).empty());
    const ir::step rounds{0, ir::unary{ir::function::to_f32}, false};
    const ir::step neutral{0, with(operation::multiply, 1), true};
    CHECK(left_of({rounds, neutral}) == "unary v0 what=to_f32\n");
    CHECK(left_of({rounds, rounds}) == "unary v0 what=to_f32\n");
  }

  TEST_CASE("two steps with constants become one affine") {
    const auto pair = [](const ir::with_constants& first, const ir::with_constants& second) {
      return left_of({{0, first, false}, {0, second, false}});
    };
    CHECK(pair(with(operation::subtract, 2), with(operation::divide, 4)) ==
          "affine v0 how=subtract_divide a=[2] b=[4]\n");
    CHECK(pair(with(operation::add, 2, true), with(operation::multiply, 4)) ==
          "affine v0 how=subtract_multiply a=[-2] b=[4]\n");
    CHECK(pair(with(operation::multiply, 2), with(operation::subtract, 4)) ==
          "affine v0 how=multiply_add a=[2] b=[-4]\n");
  }

  TEST_CASE("pairs stay two steps where the order of operations is another or one of them rounds") {
    const auto is_fused = [](const ir::with_constants& first, const ir::with_constants& second, bool f32) {
      return left_of({{0, first, f32}, {0, second, false}}).find("affine") != std::string::npos;
    };
    CHECK(is_fused(with(operation::subtract, 2), with(operation::divide, 4), false));
    CHECK(!is_fused(with(operation::divide, 2), with(operation::subtract, 4), false));
    CHECK(!is_fused(with(operation::subtract, 2), with(operation::divide, 4, true), false));
    CHECK(!is_fused(with(operation::subtract, 2, true), with(operation::divide, 4), false));
    CHECK(!is_fused(with(operation::subtract, 2), with(operation::divide, 4), true));
  }

  TEST_CASE("a step that others read too is not fused away") {
    auto b = support::builder_over({"x"});
    const auto first = b.add(b.row(), with(operation::subtract, 2));
    b.answer(ir::role::raw, "raw", b.add(first, with(operation::divide, 4)));
    b.answer(ir::role::transform, "transform", first);
    auto m = std::move(b).take();
    pass::fuse_affine(m);
    CHECK(std::holds_alternative<ir::with_constants>(m.steps[1].what));
  }

  TEST_CASE("answers and refusals stay the same to the bit") {
    const auto both = [](ir::model& m) {
      pass::fuse_affine(m);
      pass::drop_dead(m);
    };
    const auto kinds = pass::kinds_of<ir::with_constants, ir::affine, ir::unary>();
    CHECK(pass::check_exact(both, {.kinds = kinds}, 1000) > 500);
    pass::check_exact(both);
  }
}
