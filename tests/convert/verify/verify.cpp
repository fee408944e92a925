// convert/verify/verify.cpp -- a file that answers otherwise is found out.
#include <convert/verify/verify.hpp>

#include <cmath>
#include <string>
#include <vector>

#include <convert/ir/build.hpp>
#include <convert/ir/evaluate.hpp>
#include <convert/lower/lower.hpp>
#include <convert/refusal.hpp>
#include <convert/verify/noise.hpp>
#include <convert/verify/probe_rows.hpp>
#include <convert/write/writer.hpp>

#include <doctest/doctest.h>

namespace ir = convert::ir;

namespace {

ir::model stump(double threshold) {
  ir::forest f;
  f.features = 1;
  f.base = {0};
  f.leaves = {1, 2};
  f.trees.resize(1);
  f.trees[0].nodes.resize(3);
  f.trees[0].nodes[0].threshold = threshold;
  f.trees[0].nodes[0].left = 1;
  f.trees[0].nodes[0].right = 2;
  f.trees[0].nodes[1].leaf = 0;
  f.trees[0].nodes[2].leaf = 1;
  ir::builder b(std::vector<ir::feature>{{"x", {}}});
  b.answer(ir::role::predict, "predict", b.add(b.row(), f));
  return std::move(b).take();
}

/// Three classes' probabilities from those of the pairs: x, 0.6 and 0.7, x moved by `by` before.
ir::model coupled(double by) {
  ir::builder b(std::vector<ir::feature>{{"x", {}}});
  const std::vector<double> others{0.6, 0.7};
  const std::vector<ir::value> pairs{b.shifted(b.row(), by), b.constant(others)};
  b.answer(ir::role::proba, "proba", b.add(b.concat(pairs), ir::pair_coupling{3}));
  return std::move(b).take();
}

/// A sum of 64 terms of size `size`, of which nothing is left where x is 1, plus `bias`.
ir::model cancelling(double size, double bias) {
  std::vector<double> weights;
  for (int i = 0; i < 32; ++i) {
    weights.push_back(size / (i + 3));
    weights.push_back(-size / (34 - i));
  }
  ir::builder b(std::vector<ir::feature>{{"x", {}}});
  const ir::value all = b.pick(b.row(), std::vector<std::uint32_t>(64, 0));
  b.answer(ir::role::raw, "raw", b.add(all, ir::linear{1, weights, {bias}}));
  return std::move(b).take();
}

convert::verify::report verified(const ir::model& m, const ir::model& other, double x) {
  return convert::verify::verify(m, convert::write::serialize(convert::lower::lower(other)),
                                 std::vector<std::vector<double>>{{x}});
}

/// A number between `low` and `high` around which one ulp makes the coupling stop a round earlier.
double jump_between(double low, double high) {
  const auto first = [](double x) { return ir::evaluate(coupled(0), std::vector{x}).values.back()[0]; };
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    const bool on_the_left = std::fabs(first(middle) - first(low)) > std::fabs(first(high) - first(middle));
    (on_the_left ? high : low) = middle;
  }
  return low;
}

} // namespace

TEST_SUITE("convert/verify/verify") {
  TEST_CASE("a model agrees with its own file on all probe rows") {
    const ir::model m = stump(0.5);
    const auto found = convert::verify::verify(m, convert::write::serialize(convert::lower::lower(m)),
                                               convert::verify::probe_rows(m, 100));
    CHECK(found.rows == 100);
    CHECK(found.largest_difference == 0);
  }

  TEST_CASE("a threshold that is one ulp off is found") {
    const ir::model m = stump(0.5);
    const auto other = convert::write::serialize(convert::lower::lower(stump(0.49999999999999994)));
    std::string why;
    try {
      (void)convert::verify::verify(m, other, convert::verify::probe_rows(m, 100));
    } catch (const convert::refusal& refused) {
      why = refused.what();
    }
    CHECK(why.find("the converted model does not answer as the source does (probe row ") == 0);
  }

  TEST_CASE(
      "where the coupling of probabilities could stop a round earlier an answer is not held against it") {
    const double jump = jump_between(0.54, 0.55);
    const double below = jump - 1e-9;
    const double above = jump + 1e-9;
    const auto first = [](double x) { return ir::evaluate(coupled(0), std::vector{x}).values.back()[0]; };
    REQUIRE(std::fabs(first(above) - first(below)) > 1e-3); // or there is nothing to forgive
    const auto file = convert::write::serialize(convert::lower::lower(coupled(2e-9)));
    const std::vector<std::vector<double>> at_the_jump{{below}};
    CHECK(convert::verify::verify(coupled(0), file, at_the_jump).rows == 1);
    const auto other = convert::write::serialize(convert::lower::lower(coupled(0.01)));
    CHECK_THROWS_AS(convert::verify::verify(coupled(0), other, std::vector<std::vector<double>>{{0.3}}),
                    convert::refusal);
  }

  TEST_CASE("what the order of a sum leaves of huge terms is noise, and counted; what is more than that is "
            "an error") {
    const auto some = verified(cancelling(1e8, 0.25), cancelling(1e8, 0.25), 1);
    CHECK(some.noisy == std::vector<std::size_t>{0});
    CHECK(some.lost == 0);
    const auto all = verified(cancelling(1e14, 0.25), cancelling(1e14, 0.25), 1);
    CHECK(all.noisy == std::vector<std::size_t>{0});
    CHECK(all.lost == 1);
    CHECK_THROWS_AS(verified(cancelling(1e8, 0.25), cancelling(1e8, 0.26), 1), convert::refusal);
    CHECK(verified(cancelling(1, 0.25), cancelling(1, 0.25), 1).noisy.empty());
    CHECK_THROWS_AS(verified(cancelling(1, 0.25), cancelling(1, 0.25000001), 1), convert::refusal);
  }

  TEST_CASE("sums that overflow in one order and not in another are noise") {
    ir::builder b(std::vector<ir::feature>{{"x", {}}});
    const ir::value all = b.pick(b.row(), std::vector<std::uint32_t>(16, 0));
    std::vector<double> weights(16, 1.0);
    for (std::size_t i = 0; i < 16; i += 2) weights[i] = -1;
    b.answer(ir::role::raw, "raw", b.add(all, ir::linear{1, weights, {0}}));
    const ir::model m = std::move(b).take();
    const ir::evaluation e = ir::evaluate(m, std::vector{1e308});
    CHECK(std::isinf(convert::verify::noise(m, std::vector{1e308}, e).of(m.outputs[0].from, 0)));
    CHECK(convert::verify::noise(m, std::vector{1.0}, ir::evaluate(m, std::vector{1.0}))
              .of(m.outputs[0].from, 0) < 1e-12);
  }

  TEST_CASE("test rows are rows that are answered, each followed by its answers") {
    const std::vector<std::vector<double>> rows{{0.25}, {0.75}, {3}};
    CHECK(convert::verify::test_rows(stump(0.5), rows, 2) == std::vector<double>{0.25, 1, 0.75, 2});
  }
}
