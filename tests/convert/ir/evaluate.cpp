// convert/ir/evaluate.cpp -- steps in a row, refusals, the columns of answers.
#include <convert/ir/evaluate.hpp>

#include <convert/ir/check.hpp>
#include <convert/refusal.hpp>
#include <support/random_model.hpp>

#include "one_step.hpp"

using namespace convert;
using namespace convert::ir;

TEST_SUITE("ir/evaluate") {
  TEST_CASE("every step reads values before it, answers are put side by side") {
    auto b = support::builder_over({"x", "y"});
    const value doubled = b.scaled(b.row(), 2);
    const value sum = b.add(doubled, reduce{reduce::kind::sum, 1});
    b.answer(role::raw, "raw", sum);
    b.answer(role::transform, "transform", doubled);
    const model m = std::move(b).take();
    const auto e = evaluate(m, std::vector{3.0, 4.0});
    CHECK(e.values == std::vector<std::vector<double>>{{3, 4}, {6, 8}, {14}});
    CHECK(outputs_of(m, e) == std::vector{14.0, 6.0, 8.0});
  }

  TEST_CASE("a refused row has no answers") {
    auto b = support::builder_over({"x", "y"});
    b.answer(role::raw, "raw", b.scaled(b.add(b.row(), require{}), 2));
    const model m = std::move(b).take();
    const auto e = evaluate(m, std::vector{1.0, no_number});
    REQUIRE(e.refused);
    CHECK(e.refused->why == row_refusal::kind::missing);
    CHECK(e.refused->feature == 1);
    CHECK(outputs_of(m, e).empty());
  }

  TEST_CASE("a row of another width is refused") {
    const model m = one_step(2, complement{});
    CHECK_THROWS_WITH_AS(evaluate(m, std::vector{1.0}), "the row has 1 numbers for 2 features", refusal);
  }

  TEST_CASE("select picks columns of any earlier values") {
    auto b = support::builder_over({"x", "y"});
    const value doubled = b.scaled(b.row(), 2);
    const value picked = b.add(0, convert::ir::select{{{doubled, 1}, {0, 1}, {doubled, 1}}});
    b.answer(role::raw, "raw", picked);
    const model m = std::move(b).take();
    CHECK(outputs_of(m, evaluate(m, std::vector{3.0, 4.0})) == std::vector{8.0, 4.0, 8.0});
  }

  TEST_CASE("random models are well formed and answer most of their rows") {
    std::vector<std::size_t> seen(std::variant_size_v<operation_of_step>, 0);
    std::size_t answered = 0;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
      CAPTURE(seed);
      const model m = support::random_model(seed);
      check(m);
      for (const step& s : m.steps) ++seen[s.what.index()];
      std::mt19937_64 engine(seed);
      for (int i = 0; i < 10; ++i) answered += !evaluate(m, support::random_row(m, engine)).refused ? 1 : 0;
    }
    for (std::size_t kind = 0; kind < seen.size(); ++kind) {
      CAPTURE(kind);
      CHECK(seen[kind] > 20);
    }
    CHECK(answered > 3000); // of 5000
  }

  TEST_CASE("the same seed makes the same model") {
    CHECK(support::random_model(3).steps.size() == support::random_model(3).steps.size());
    std::mt19937_64 one(5), two(5);
    CHECK(alike(support::random_row(support::random_model(3), one),
                support::random_row(support::random_model(3), two)));
  }
}
