// convert/ir/check.cpp -- every kind of step with an input or constants that do not fit it.
#include <convert/ir/check.hpp>

#include <convert/refusal.hpp>

#include "one_step.hpp"

using namespace convert;
using namespace convert::ir;

namespace {

/// Why a step over one value of `width` columns is refused; empty if it is not.
std::string fault(std::uint32_t width, operation_of_step what) {
  const std::vector<std::uint32_t> widths{width};
  try {
    static_cast<void>(check_step({0, std::move(what), false}, widths));
    return {};
  } catch (const refusal& why) {
    return why.what();
  }
}

std::uint32_t width_of(std::uint32_t width, operation_of_step what) {
  const std::vector<std::uint32_t> widths{width};
  return check_step({0, std::move(what), false}, widths);
}

spline splines(std::vector<double> knots, std::uint32_t degree,
               spline::ends outside = spline::ends::extended) {
  spline s;
  s.outside = outside;
  s.degree = degree;
  s.columns.resize(1);
  s.columns[0].knots = std::move(knots);
  return s;
}

} // namespace

TEST_SUITE("ir/check") {
  TEST_CASE("a step says how many columns it makes") {
    CHECK(width_of(2, convert::ir::select{{{0, 1}, {0, 0}, {0, 1}}}) == 3);
    CHECK(width_of(2, one_hot{{3, 4}}) == 7);
    CHECK(width_of(4, elementwise{}) == 2);
    CHECK(width_of(2, polynomial{{{}, {0, 1}}}) == 2);
    CHECK(width_of(2, linear{3, std::vector<double>(6), std::vector<double>(3)}) == 3);
    CHECK(width_of(6, combine{{1, 1}, 1}) == 3);
    CHECK(width_of(6, reduce{reduce::kind::sum, 3}) == 3);
    CHECK(width_of(2, complement{}) == 4);
    CHECK(width_of(2, distance{distance::kind::manhattan, std::vector<double>(6)}) == 3);
    CHECK(width_of(5, decide{}) == 1);
    CHECK(width_of(5, decide{decide::kind::threshold, 0, false}) == 5);
    CHECK(width_of(6, pair_votes{4}) == 4);
    CHECK(width_of(3, pair_sums{{1, 1, 1}, std::vector<double>(6), std::vector<double>(3)}) == 3);
    CHECK(width_of(6, pair_coupling{4}) == 4);
    CHECK(width_of(1, quantile{{0, 1}, {{2, 3}}}) == 1);
    CHECK(width_of(1, splines({0, 1, 2, 3, 4, 5}, 2)) == 3);
    CHECK(width_of(1, splines({0, 1, 2, 3, 4, 5, 6, 7}, 2, spline::ends::wrapped)) == 3);
    CHECK(width_of(1, splines({0, 1}, 0, spline::ends::wrapped)) == 1);
    CHECK(width_of(1, splines({0, 1, 2, 3}, 1, spline::ends::wrapped)) ==
          1); // both hats of a knot that is its own other end
    CHECK(width_of(3, norm{}) == 3);
    CHECK(width_of(6, top{false, 2, 3}) == 12);
  }

  TEST_CASE("constants that are not one a column are refused") {
    CHECK(fault(2, require{}) == "`require`: 2 columns do not fit 0 feature numbers");
    CHECK(fault(2, impute{true, 0, {1}}) == "`impute`: 2 columns do not fit 1 fill values");
    CHECK(fault(1, code_map{}) == "`code_map`: 1 column do not fit 0 maps");
    CHECK(fault(2, one_hot{{1}}) == "`one_hot`: 2 columns do not fit 1 sizes");
    CHECK(fault(2, affine{affine::form::multiply_add, {1, 2}, {1}}) ==
          "`affine`: 2 columns do not fit 1 constants");
    CHECK(fault(2, clip{{1, 2}, {3}}) == "`clip`: 2 columns do not fit 1 upper ends");
    CHECK(fault(2, bin{}) == "`bin`: 2 columns do not fit 0 lists of edges");
    CHECK(fault(2, power{false, {1}}) == "`power`: 2 columns do not fit 1 lambdas");
    CHECK(fault(2, with_constants{operation::add, false, {1}}) ==
          "`with_constants`: 2 columns do not fit 1 constants");
    CHECK(fault(2, interpolate{}) == "`interpolate`: 2 columns do not fit 0 curves");
  }

  TEST_CASE("shapes that do not match are refused") {
    CHECK(fault(3, elementwise{}) == "`elementwise`: 3 columns do not fit two halves");
    CHECK(fault(2, polynomial{{{2}}}) == "`polynomial`: 2 columns do not fit a product with column 2");
    CHECK(fault(3, linear{2, std::vector<double>(4), {0, 0}}) ==
          "`linear`: 3 columns and 2 outputs do not fit 4 weights");
    CHECK(fault(3, linear{1, {1, 2, 3}, {}}) ==
          "`linear`: 1 column and 1 outputs do not fit 0 numbers of the bias");
    CHECK(fault(5, combine{{1, 1}, 1}) == "`combine`: 5 columns do not fit 2 groups of equal width");
    CHECK(fault(5, combine{}) == "`combine`: there are no groups");
    CHECK(fault(5, reduce{reduce::kind::sum, 0}) == "`reduce`: there are no groups");
    CHECK(fault(5, softmax{false, 6}) == "`softmax`: 5 columns do not fit 6 groups of equal width");
    CHECK(fault(5, normalize_sum{normalize_sum::zero_sum::nan, 2}) ==
          "`normalize_sum`: 5 columns do not fit 2 groups of equal width");
    CHECK(fault(2, distance{distance::kind::manhattan, {1, 2, 3}}) ==
          "`distance`: 2 columns do not fit 3 coordinates of points");
    CHECK(fault(0, decide{}) == "`decide`: there is nothing to decide upon");
    CHECK(fault(4, pair_votes{3}) == "`pair_votes`: 4 columns do not fit the pairs of 3 classes");
    CHECK(fault(4, pair_sums{{1, 2}, {}, {}}) ==
          "`pair_sums`: 4 columns do not fit the 3 members of the classes");
    CHECK(fault(3, pair_sums{{1, 2}, {1, 2}, {0}}) ==
          "`pair_sums`: 3 columns and 1 outputs do not fit 2 weights");
    for (const std::uint32_t count : {0U, 4U})
      CHECK(fault(6, top{false, count, 2}) == "`top`: a group has fewer columns than are wanted, or none is");
    CHECK(fault(6, top{false, 1, 4}) == "`top`: 6 columns do not fit 4 groups of equal width");
    CHECK(fault(1, pair_coupling{257}) == "`pair_coupling`: there are more than 256 classes");
    CHECK(fault(1, quantile{{0, 1}, {{3, 2}}}) == "`quantile`: quantiles are not ascending");
    CHECK(fault(1, quantile{{0, 1}, {{3}}}) == "`quantile`: there are not as many quantiles as references");
    CHECK(fault(1, splines({0, 1, 2, 3, 4}, 2)) == "`spline`: there are too few knots for the degree");
    CHECK(fault(1, splines({0, 1, 2, 3, 4, 5}, 2, spline::ends::wrapped)) ==
          "`spline`: there are too few knots for the degree");
    CHECK(fault(1, splines({0, 1, 2}, 1, spline::ends::wrapped)) ==
          "`spline`: there are too few knots for the degree");
    CHECK(fault(1, splines({0, 1, 2, 5, 4, 5}, 2)) == "`spline`: knots are not ascending");
    CHECK(fault(1, splines({0, 1, 2, 3, 4, 5}, 2, spline::ends::straight)) ==
          "`spline`: the ends are not one number a function");
    CHECK(fault(2, splines({0, 1, 2, 3, 4, 5}, 2)) == "`spline`: 2 columns do not fit 1 lists of knots");
    CHECK(fault(1, splines(std::vector<double>(40), 16)) ==
          "`spline`: the degree of the splines is above 15");
    const auto table = [](std::uint32_t count, std::vector<double> points, std::vector<double> values,
                          std::vector<double> bounds = {}) {
      neighbors s;
      s.count = count;
      s.points = std::move(points);
      s.values = std::move(values);
      s.bounds = std::move(bounds);
      return s;
    };
    CHECK(width_of(2, table(2, {1, 2, 3, 4}, {1, 2})) == 4);
    CHECK(fault(2, table(1, {1, 2, 3}, {1})) == "`neighbors`: 2 columns do not fit 3 coordinates of points");
    CHECK(fault(2, table(1, {1, 2, 3, 4}, {1})) == "`neighbors`: there is not one row of values a point");
    CHECK(fault(2, table(3, {1, 2, 3, 4}, {1, 2})) == "`neighbors`: there are fewer points than neighbors");
    CHECK(fault(1, table(1, {1, 2}, {1, 2}, {1, 2, 3, 4})) ==
          "`neighbors`: 1 column do not fit 4 bounds of a tree's nodes");
    network net;
    net.layers.resize(1);
    net.layers[0].inputs = 3;
    CHECK(fault(2, net) == "`network`: 2 columns do not fit a layer of 3 inputs");
    forest f;
    f.features = 3;
    CHECK(fault(2, f) == "`forest`: 2 columns do not fit a forest of 3 features");
    f.features = 2;
    CHECK(fault(2, f) == "`forest`: the forest has not as many base values as outputs");
  }

  TEST_CASE("constants that mean nothing are refused") {
    CHECK(fault(1, clip{{no_number}, {1}}) == "`clip`: an end is NaN");
    CHECK(fault(1, bin{{{2, 1}}, false}) == "`bin`: edges are not ascending");
    CHECK(fault(1, bin{{{no_number}}, false}) == "`bin`: edges are not ascending");
    CHECK(fault(1, interpolate{{{{1, 0}, {0, 0}}}, false}) ==
          "`interpolate`: the points of a curve are not ascending");
    CHECK(fault(1, interpolate{{{{1}, {0, 0}}}, false}) ==
          "`interpolate`: a curve has no points or half a point");
    code_map map;
    map.columns.resize(1);
    map.columns[0].keys = {1, 1};
    map.columns[0].codes = {1, 2};
    CHECK(fault(1, map) == "`code_map`: keys are not ascending or not different");
    map.columns[0].keys = {-0.0, 0.0};
    CHECK(fault(1, map) == "`code_map`: keys are not ascending or not different");
    map.columns[0].keys = {1};
    CHECK(fault(1, map) == "`code_map`: there are not as many codes as keys");
    CHECK(fault(1, impute{false, no_number, {1}}) ==
          "`impute`: the marker of missing values is NaN and yet a number");
  }

  TEST_CASE("a value that does not come before the step is refused") {
    const std::vector<std::uint32_t> widths{2};
    CHECK_THROWS_WITH_AS(static_cast<void>(check_step({1, complement{}, false}, widths)),
                         "`complement`: value 1 does not come before it", refusal);
    CHECK(fault(2, convert::ir::select{{{1, 0}}}) == "`select`: value 1 does not come before it");
    CHECK(fault(2, convert::ir::select{{{0, 2}}}) == "`select`: column 2 of value 0 is past its 2 columns");
  }

  TEST_CASE("a feature that the model does not have is refused") {
    require check;
    check.features = {no_feature, 2};
    CHECK(fault(2, check) == "`require`: feature 2 is past the 2 of the model");
    code_map map;
    map.columns.resize(1);
    map.columns[0].feature = 1;
    CHECK(fault(1, map) == "`code_map`: feature 1 is past the 1 of the model");
  }

  TEST_CASE("a value wider than the limit is refused") {
    CHECK(fault(2, one_hot{{1U << 31U, 1U << 31U}}) ==
          "`one_hot`: 4294967296 columns are more than a value may have");
  }

  TEST_CASE("the answers of a model must exist") {
    model m = one_step(2, complement{});
    check(m);
    m.outputs[0].labels.resize(2);
    CHECK_THROWS_WITH_AS(check(m), "answer `raw`: labels need one column, not 4", refusal);
    m.outputs[0].from = 2;
    CHECK_THROWS_WITH_AS(check(m), "answer `raw`: value 2 does not exist", refusal);
    m.outputs.clear();
    CHECK_THROWS_WITH_AS(check(m), "the model has no answer", refusal);
  }

  TEST_CASE("a malformed forest makes a malformed model") {
    forest f;
    f.features = 1;
    f.base = {0};
    model m = one_step(1, f);
    std::get<forest>(m.steps[0].what).trees.resize(1);
    CHECK_THROWS_WITH_AS(check(m), "step 0: `forest`: tree 0: it has no nodes", refusal);
  }
}
