// convert/ir/build.cpp -- what the builder appends, and what it refuses.
#include <convert/ir/build.hpp>

#include <convert/ir/print.hpp>
#include <convert/refusal.hpp>

#include "one_step.hpp"

using namespace convert;
using namespace convert::ir;

TEST_SUITE("ir/build") {
  TEST_CASE("a step that does not fit is refused and not appended") {
    auto b = support::builder_over({"x", "y"});
    b.add(b.row(), complement{});
    CHECK_THROWS_WITH_AS(b.add(b.row(), pair_votes{3}),
                         "`pair_votes`: 2 columns do not fit the pairs of 3 classes", refusal);
    CHECK_THROWS_WITH_AS(b.add(7, complement{}), "`complement`: value 7 does not come before it", refusal);
    CHECK(b.peek().steps.size() == 1);
  }

  TEST_CASE("a malformed forest is refused") {
    auto b = support::builder_over({"x"});
    forest f;
    f.features = 1;
    f.base = {0};
    f.trees.resize(1);
    CHECK_THROWS_WITH_AS(b.add(b.row(), f), "tree 0: it has no nodes", refusal);
  }

  TEST_CASE("slices, picks and concatenations of everything are the value itself") {
    auto b = support::builder_over({"x", "y"});
    const std::vector<value> one{b.row()};
    CHECK(b.slice(b.row(), 0, 2) == b.row());
    CHECK(b.pick(b.row(), std::vector<std::uint32_t>{0, 1}) == b.row());
    CHECK(b.concat(one) == b.row());
    CHECK(b.pick(b.row(), std::vector<std::uint32_t>{1, 0}) == 1);
    CHECK(b.width(b.slice(b.row(), 1, 1)) == 1);
    CHECK_THROWS_AS(b.slice(b.row(), 1, 2), refusal);
  }

  TEST_CASE("concat puts all columns of all values side by side") {
    auto b = support::builder_over({"x", "y"});
    const std::vector<value> both{b.scaled(b.row(), 10), b.row()};
    b.answer(role::raw, "raw", b.concat(both));
    const model m = std::move(b).take();
    CHECK(outputs_of(m, evaluate(m, std::vector{1.0, 2.0})) == std::vector{10.0, 20.0, 1.0, 2.0});
  }

  TEST_CASE("a constant is the same for every row, even one of NaN") {
    auto b = support::builder_over({"x"});
    b.answer(role::raw, "raw", b.constant(std::vector{-0.0, 7.0, endless}));
    const model m = std::move(b).take();
    for (const double x : {1.0, no_number, endless}) {
      const auto y = outputs_of(m, evaluate(m, std::vector{x}));
      CHECK(y == std::vector{-0.0, 7.0, endless});
      CHECK(std::signbit(y[0]));
    }
  }

  TEST_CASE("scaled, divided and shifted work on every column") {
    auto b = support::builder_over({"x", "y"});
    b.answer(role::raw, "raw", b.shifted(b.divided(b.scaled(b.row(), 3), 2), 1));
    const model m = std::move(b).take();
    CHECK(outputs_of(m, evaluate(m, std::vector{2.0, 4.0})) == std::vector{4.0, 7.0});
  }

  TEST_CASE("origins are followed through select, require and impute, and end at arithmetic") {
    auto b = support::builder_over({"x", "y"});
    const value swapped = b.pick(b.row(), std::vector<std::uint32_t>{1, 0});
    const value checked = b.add(swapped, require{});
    const value filled = b.add(checked, impute{true, 0, {1, 2}});
    const std::vector<value> both{filled, b.scaled(b.row(), 2)};
    const value all = b.concat(both);
    CHECK(b.origins(all) == std::vector<std::uint32_t>{1, 0, no_feature, no_feature});
    CHECK(b.origins(b.row()) == std::vector<std::uint32_t>{0, 1});
  }

  TEST_CASE("floats are what steps in f32 made, and their copies") {
    auto b = support::builder_over({"x", "y"});
    CHECK_FALSE(b.is_f32(b.row()));
    const value single = b.add(b.row(), unary{function::exp}, true);
    const value wide = b.add(single, unary{function::exp});
    CHECK(b.is_f32(b.add(b.slice(single, 1, 1), require{})));
    CHECK_FALSE(b.is_f32(wide));
    const std::vector<value> both{single, b.slice(wide, 0, 1)};
    CHECK_FALSE(b.is_f32(b.concat(both)));
  }

  TEST_CASE("a check that does not name its features gets the ones it can be traced to") {
    auto b = support::builder_over({"x", "y"});
    const value y = b.slice(b.row(), 1, 1);
    b.add(y, require{});
    code_map map;
    map.columns.resize(1);
    b.add(y, map);
    CHECK(std::get<require>(b.peek().steps[1].what).features == std::vector<std::uint32_t>{1});
    CHECK(std::get<code_map>(b.peek().steps[2].what).columns[0].feature == 1);
  }

  TEST_CASE("answers are sorted by role and otherwise keep their order") {
    auto b = support::builder_over({"x"});
    b.answer(role::raw, "raw", b.row());
    b.answer(role::predict, "predict_0", b.row());
    b.answer(role::predict, "predict_1", b.row());
    const model m = std::move(b).take();
    CHECK(m.outputs[0].name == "predict_0");
    CHECK(m.outputs[1].name == "predict_1");
    CHECK(m.outputs[2].name == "raw");
  }

  TEST_CASE("answers that can not be are refused") {
    auto b = support::builder_over({"x", "y"});
    CHECK_THROWS_WITH_AS(b.answer(role::raw, "raw", 1), "answer `raw`: value 1 does not exist", refusal);
    CHECK_THROWS_WITH_AS(b.answer(role::predict, "predict", 0, {label{}}),
                         "answer `predict`: labels need one column, not 2", refusal);
    CHECK_THROWS_WITH_AS(std::move(b).take(), "the model has no answer", refusal);
  }
}
