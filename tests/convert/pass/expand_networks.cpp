#include <convert/pass/expand_networks.hpp>

#include <variant>
#include <vector>

#include <convert/ir/build.hpp>
#include <convert/ir/evaluate.hpp>

#include <doctest/doctest.h>

namespace ir = convert::ir;

TEST_SUITE("convert/pass/expand_networks") {
  TEST_CASE("a network becomes linear and unary steps with the same answers, and what follows reads them") {
    ir::builder b({{"x", {}}, {"y", {}}});
    const ir::value doubled = b.scaled(b.row(), 2);
    ir::network n;
    n.layers.push_back({2, 2, {1, -2, 0.5, 4}, {0.25, -1}, ir::function::tanh, 0, 0});
    n.layers.push_back({2, 1, {3, -1}, {0.5}, ir::function::identity, 0, 0});
    const ir::value scores = b.add(b.add(doubled, n), ir::require{.computed = true, .features = {}});
    b.answer(ir::role::raw, "raw", b.shifted(scores, 1));
    ir::model m = std::move(b).take();
    const ir::model before = m;
    convert::pass::expand_networks(m);
    for (const auto& s : m.steps) {
      CHECK_FALSE(std::holds_alternative<ir::network>(s.what));
      CHECK_FALSE(std::holds_alternative<ir::require>(s.what)); // doubles are the trainer's own
    }
    for (const std::vector<double>& row : {std::vector{0.1, 0.2}, std::vector{-3.0, 7.5}}) {
      CHECK(ir::outputs_of(m, ir::evaluate(m, row)) == ir::outputs_of(before, ir::evaluate(before, row)));
    }
  }
}
