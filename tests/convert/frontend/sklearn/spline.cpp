// convert/frontend/sklearn/spline.cpp -- splines and their five ways on.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code curve(const std::vector<double>& knots, int degree) {
  return object("BSpline", {{"t", numbers(knots)}, {"k", integer(degree)}});
}

/// Degree 1 over the base knots 0, 1, 3: hats.
code hats(const std::string& extrapolation, attributes others = {}, int features = 1) {
  const std::vector<code> curves(static_cast<std::size_t>(features), curve({-1, 0, 1, 3, 5}, 1));
  attributes state = {{"n_features_in_", integer(features)},
                      {"extrapolation", text(extrapolation)},
                      {"include_bias", boolean(true)},
                      {"bsplines_", list(curves)}};
  for (auto& other : others) {
    std::erase_if(state, [&](const auto& a) { return a.first == other.first; });
    state.push_back(other);
  }
  return object("SplineTransformer", state);
}

std::vector<double> made(const code& transformer, const std::vector<double>& row) {
  return answers::of(model_of(transformer), "transform", row);
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/spline") {
  TEST_CASE("inside of the knots all ways are the same") {
    for (const auto* how : {"error", "constant", "linear", "continue"}) {
      CHECK(made(hats(how), {0.25}) == std::vector{0.75, 0.25, 0.0});
      CHECK(made(hats(how), {0}) == std::vector{1.0, 0.0, 0.0});
      CHECK(made(hats(how), {3}) == std::vector{0.0, 0.0, 1.0});
    }
  }

  TEST_CASE("outside each goes on in its own way") {
    CHECK(made(hats("constant"), {-2}) == std::vector{1.0, 0.0, 0.0});
    CHECK(made(hats("constant"), {9}) == std::vector{0.0, 0.0, 1.0});
    CHECK(made(hats("linear"), {-2}) == std::vector{3.0, -2.0, 0.0});
    CHECK(made(hats("linear"), {4}) == std::vector{0.0, -0.5, 1.5});
    CHECK(made(hats("continue"), {-2}) == std::vector{3.0, -2.0, 0.0});
    const auto strict = model_of(hats("error"));
    CHECK(answers::refuses(strict, {std::nextafter(0.0, -1)}));
    CHECK(answers::refuses(strict, {std::nextafter(3.0, 4)}));
  }

  TEST_CASE("constants of degree 0 are nothing below, and above the trainer raises") {
    const auto m = model_of(hats("constant", {{"bsplines_", list({curve({0, 1, 2}, 0)})}}));
    CHECK(answers::of(m, "transform", {1.5}) == std::vector{0.0, 1.0});
    CHECK(answers::of(m, "transform", {2}) == std::vector{0.0, 1.0});
    CHECK(answers::of(m, "transform", {-1}) == std::vector{0.0, 0.0});
    CHECK(answers::refuses(m, {std::nextafter(2.0, 3)}));
    // One number fits into no columns, as numpy broadcasts.
    const auto single = model_of(hats("constant", {{"bsplines_", list({curve({0, 1}, 0)})}}));
    CHECK(answers::of(single, "transform", {0.5}) == std::vector{1.0});
    CHECK(answers::of(single, "transform", {9}) == std::vector{0.0});
  }

  TEST_CASE("knots under SciPy's newer name are read") {
    const code renamed = object("BSpline", {{"_t", numbers({-1, 0, 1, 3, 5})}, {"k", integer(1)}});
    CHECK(made(hats("continue", {{"bsplines_", list({renamed})}}), {0.25}) == std::vector{0.75, 0.25, 0.0});
  }

  TEST_CASE("periodic rows wrap, and the last function is the first") {
    const code wrapped = hats("periodic", {{"bsplines_", list({curve({-2, 0, 1, 3, 4}, 1)})}});
    CHECK(made(wrapped, {0.25}) == std::vector{0.75, 0.25});
    CHECK(made(wrapped, {3.25}) == std::vector{0.75, 0.25});
    CHECK(made(wrapped, {-1}) == std::vector{0.5, 0.5});
    CHECK(refused(hats("periodic", {{"bsplines_", list({curve({2, 2, 2, 2, 2}, 1)})}})) ==
          "`SplineTransformer`: a period of zero is not supported");
  }

  TEST_CASE("a period from one knot to the next has one function, which is 1 everywhere") {
    for (const code& one : {curve({0, 3}, 0), curve({-3, 0, 3, 6}, 1)})
      for (const double x : {0.0, 0.75, 3.0, -7.5, 1e10})
        CHECK(made(hats("periodic", {{"bsplines_", list({one})}}), {x}) == std::vector{1.0});
  }

  TEST_CASE("without a bias each column loses its last function") {
    const code two = hats("constant", {{"include_bias", boolean(false)}}, 2);
    CHECK(made(two, {0.25, 3}) == std::vector{0.75, 0.25, 0.0, 0.0});
  }

  TEST_CASE("below degree 2 the straight lines of later columns begin a knot further inside") {
    // transform counts its degree up: the second column begins at its third knot from each end.
    const code two = hats("linear", {}, 2);
    CHECK(made(two, {-2, 1}) == std::vector{3.0, -2.0, 0.0, 0.0, 1.0, 0.0});
    // Below the knot 1 the slopes are those at 1: of the hats from 1 to 3.
    CHECK(made(two, {1, 0}) == std::vector{0.0, 1.0, 0.0, 0.0, 1.5, 0.0});
  }

  TEST_CASE("NaN is refused, or gives zeros where missing numbers are handled so") {
    CHECK(answers::refuses(model_of(hats("constant")), {missing}));
    const code zeros = hats("constant", {{"handle_missing", text("zeros")}});
    CHECK(made(zeros, {missing}) == std::vector{0.0, 0.0, 0.0});
    CHECK(made(zeros, {HUGE_VAL}) == std::vector{0.0, 0.0, 1.0});
    CHECK(refused(hats("constant", {{"handle_missing", text("mean")}})) ==
          "`SplineTransformer`: handle_missing `mean` is not supported");
  }

  TEST_CASE("what can not be continued is refused by name") {
    CHECK(refused(hats("cubic")) == "`SplineTransformer`: extrapolation `cubic` is not supported");
    CHECK(refused(hats("linear", {{"bsplines_", list({curve({-1, 0, 0, 3, 5}, 1)})}})) ==
          "`SplineTransformer`: extrapolation `linear` with so few different knots is not supported");
    CHECK(refused(hats("continue", {{"bsplines_", list({curve(std::vector<double>(40, 0.0), 16)})}})) ==
          "`SplineTransformer`: degree 16 is not supported");
    CHECK(refused(hats("continue", {{"bsplines_", list({curve({0, missing, 1, 2, 3}, 1)})}})) ==
          "`SplineTransformer.bsplines_[0]`: a knot that is not finite is not supported");
    CHECK(refused(hats("continue", {}, 2)).empty());
  }
}
