#include <convert/pass/narrow_leaves.hpp>

#include <cmath>
#include <vector>

#include <convert/ir/build.hpp>
#include <convert/ir/evaluate.hpp>

#include <doctest/doctest.h>

namespace ir = convert::ir;

TEST_SUITE("convert/pass/narrow_leaves") {
  TEST_CASE("no answer moves further than the bound") {
    ir::forest f;
    f.features = 1;
    f.base = {0.125};
    f.leaves = {0.1, 0.7, 0.5};
    const auto stump = [](double threshold, std::uint32_t left, std::uint32_t right) {
      ir::tree t;
      t.nodes.resize(3);
      t.nodes[0].threshold = threshold;
      t.nodes[0].left = 1;
      t.nodes[0].right = 2;
      t.nodes[1].leaf = left;
      t.nodes[2].leaf = right;
      return t;
    };
    f.trees = {stump(0, 0, 1), stump(1, 2, 2)};
    ir::builder b(std::vector<ir::feature>{{"x", {}}});
    b.answer(ir::role::predict, "predict", b.add(b.row(), f));
    ir::model m = std::move(b).take();
    const ir::model before = m;
    const double bound = convert::pass::narrow_leaves(m);
    // The first tree's larger change; the second's leaf, 0.5, is a float.
    CHECK(bound ==
          std::fmax(std::fabs(0.1 - static_cast<double>(0.1F)), std::fabs(0.7 - static_cast<double>(0.7F))));
    for (const double x : {-1.0, 0.5, 2.0}) {
      const std::vector<double> row{x};
      const double moved =
          ir::outputs_of(m, ir::evaluate(m, row))[0] - ir::outputs_of(before, ir::evaluate(before, row))[0];
      CHECK(std::fabs(moved) <= bound);
      CHECK(moved != 0);
    }
  }
}
