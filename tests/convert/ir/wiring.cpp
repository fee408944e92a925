// convert/ir/wiring.cpp -- who reads whom.
#include <convert/ir/wiring.hpp>

#include "one_step.hpp"

using namespace convert::ir;

TEST_SUITE("ir/wiring") {
  TEST_CASE("a select reads the values of its columns, any other step its input") {
    CHECK(reads(step{9, convert::ir::select{{{2, 0}, {2, 1}, {1, 0}, {2, 0}}}, false}) ==
          std::vector<value>{2, 1, 2});
    CHECK(reads(step{9, complement{}, false}) == std::vector<value>{9});
  }

  TEST_CASE("a step counts once as a reader, an answer as well") {
    auto b = support::builder_over({"x"});
    const value twice = b.add(0, convert::ir::select{{{0, 0}, {0, 0}}});
    b.answer(role::raw, "raw", twice);
    b.answer(role::transform, "transform", twice);
    CHECK(reader_counts(std::move(b).take()) == std::vector<std::uint32_t>{1, 2});
  }

  TEST_CASE("renaming reaches every column of a select") {
    const std::vector<value> names{0, 5, 6};
    step s{0, convert::ir::select{{{2, 0}, {1, 1}}}, false};
    rename(s, names);
    CHECK(reads(s) == std::vector<value>{6, 5});
    step t{1, complement{}, false};
    rename(t, names);
    CHECK(t.input == 5);
  }

  TEST_CASE("checks and codes may refuse, unless they allow everything") {
    require check;
    CHECK(may_refuse({0, check, false}));
    check.missing_allowed = check.infinite_allowed = true;
    CHECK_FALSE(may_refuse({0, check, false}));
    check.lowest_excluded = true; // -inf itself is refused
    CHECK(may_refuse({0, check, false}));
    code_map map;
    map.columns.resize(2);
    CHECK_FALSE(may_refuse({0, map, false}));
    map.columns[1].unseen_refused = true;
    CHECK(may_refuse({0, map, false}));
    CHECK_FALSE(may_refuse({0, complement{}, false}));
  }
}
