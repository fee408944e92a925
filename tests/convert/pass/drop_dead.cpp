// convert/pass/drop_dead.cpp -- what nobody needs goes, what may refuse stays.
#include <convert/pass/drop_dead.hpp>

#include <support/builder_over.hpp>

#include "same_answers.hpp"

using namespace convert;

TEST_SUITE("pass/drop_dead") {
  TEST_CASE("a step that no answer is built upon goes away") {
    auto b = support::builder_over({"x"});
    b.scaled(b.row(), 2);
    const auto kept = b.shifted(b.row(), 1);
    b.scaled(kept, 3);
    b.answer(ir::role::raw, "raw", kept);
    auto m = std::move(b).take();
    pass::drop_dead(m);
    REQUIRE(m.steps.size() == 1);
    CHECK(m.outputs[0].from == 1);
    CHECK(ir::outputs_of(m, ir::evaluate(m, std::vector{4.0})) == std::vector{5.0});
  }

  TEST_CASE("a check stays although nobody reads it") {
    auto b = support::builder_over({"x"});
    b.add(b.row(), ir::require{});
    b.answer(ir::role::raw, "raw", b.scaled(b.row(), 2));
    auto m = std::move(b).take();
    pass::drop_dead(m);
    CHECK(m.steps.size() == 2);
  }

  TEST_CASE("a check that allows everything goes away") {
    auto b = support::builder_over({"x"});
    b.add(b.row(), ir::require{.missing_allowed = true, .infinite_allowed = true, .features = {}});
    b.answer(ir::role::raw, "raw", b.scaled(b.row(), 2));
    auto m = std::move(b).take();
    pass::drop_dead(m);
    CHECK(m.steps.size() == 1);
  }

  TEST_CASE("what a check is built upon stays with it") {
    auto b = support::builder_over({"x"});
    const auto root = b.add(b.row(), ir::unary{ir::function::sqrt});
    b.add(root, ir::require{});
    b.answer(ir::role::raw, "raw", b.row());
    auto m = std::move(b).take();
    pass::drop_dead(m);
    CHECK(m.steps.size() == 2);
  }

  TEST_CASE("answers and refusals stay the same to the bit") {
    CHECK(pass::check_exact(pass::drop_dead) > 100);
  }
}
