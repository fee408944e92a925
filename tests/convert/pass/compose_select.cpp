// convert/pass/compose_select.cpp -- picks of picks.
#include <convert/pass/compose_select.hpp>

#include <convert/pass/drop_dead.hpp>
#include <support/builder_over.hpp>

#include "same_answers.hpp"

using namespace convert;

TEST_SUITE("pass/compose_select") {
  TEST_CASE("a pick of a pick reads the row itself") {
    auto b = support::builder_over({"a", "b", "c"});
    const auto reversed = b.pick(b.row(), std::vector<std::uint32_t>{2, 1, 0});
    const auto again = b.pick(reversed, std::vector<std::uint32_t>{2, 0});
    b.answer(ir::role::raw, "raw", again);
    auto m = std::move(b).take();
    pass::compose_select(m);
    pass::drop_dead(m);
    REQUIRE(m.steps.size() == 1);
    CHECK(ir::text_of(m.steps[0]) == "select v0[0] v0[2]");
  }

  TEST_CASE("a pick that undoes another is no step") {
    auto b = support::builder_over({"a", "b"});
    const std::vector<std::uint32_t> swapped{1, 0};
    b.answer(ir::role::raw, "raw", b.pick(b.pick(b.row(), swapped), swapped));
    auto m = std::move(b).take();
    pass::compose_select(m);
    pass::drop_dead(m);
    CHECK(m.steps.empty());
    CHECK(m.outputs[0].from == 0);
  }

  TEST_CASE("a pick does not look through a check") {
    auto b = support::builder_over({"a", "b"});
    const auto checked = b.add(b.row(), ir::require{});
    b.answer(ir::role::raw, "raw", b.slice(checked, 1, 1));
    auto m = std::move(b).take();
    pass::compose_select(m);
    CHECK(ir::text_of(m.steps[1]) == "select v1[1]");
  }

  TEST_CASE("answers and refusals stay the same to the bit") {
    const auto both = [](ir::model& m) {
      pass::compose_select(m);
      pass::drop_dead(m);
    };
    CHECK(pass::check_exact(both, {.kinds = pass::kinds_of<ir::select, ir::require, ir::complement>()}) >
          500);
    pass::check_exact(pass::compose_select);
  }
}
