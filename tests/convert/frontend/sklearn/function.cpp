// convert/frontend/sklearn/function.cpp -- numpy's functions by name, and those that are not known.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code transformer(const code& function, bool validate, attributes more = {}) {
  attributes all = {{"n_features_in_", integer(1)}, {"func", function}, {"validate", boolean(validate)}};
  for (auto& entry : more) all.push_back(entry);
  return object("FunctionTransformer", all);
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/function") {
  TEST_CASE("a function of numpy is known wherever numpy keeps it") {
    for (const char* module : {"numpy", "numpy.core._multiarray_umath"}) {
      CAPTURE(module);
      const auto m = model_of(transformer(global(module, "log1p"), false));
      CHECK(answers::of(m, "transform", {0.5})[0] == doctest::Approx(std::log1p(0.5)).epsilon(1e-15));
    }
  }

  TEST_CASE("the hyperbolic sine is small where x is, and infinite only where it is") {
    const auto m = model_of(transformer(global("numpy", "sinh"), false));
    for (const double x : {1e-300, -1e-9, 0.7, -3.0, 30.0, -300.0, 709.9, 710.4})
      CHECK(answers::of(m, "transform", {x})[0] == doctest::Approx(std::sinh(x)).epsilon(1e-14).scale(0));
    CHECK(answers::of(m, "transform", {0}) == std::vector{0.0});
    CHECK(std::signbit(answers::of(m, "transform", {-0.0})[0]));
    CHECK(answers::of(m, "transform", {711})[0] == INFINITY);
    CHECK(answers::of(m, "transform", {-INFINITY})[0] == -INFINITY);
    CHECK(std::isnan(answers::of(m, "transform", {missing})[0]));
  }

  TEST_CASE("without a function the row is as it was") {
    CHECK(answers::of(model_of(transformer(none(), false)), "transform", {3}) == std::vector{3.0});
  }

  TEST_CASE("numbers are checked only if it is told to") {
    CHECK(answers::refuses(model_of(transformer(none(), true)), {missing}));
    CHECK(!answers::refuses(model_of(transformer(none(), false)), {missing}));
  }

  TEST_CASE("a function of the user's is refused by name") {
    CHECK(refused(transformer(global("__main__", "log1p"), false)) ==
          "`FunctionTransformer`: func `__main__.log1p` is not supported");
  }

  TEST_CASE("arguments of the function are refused") {
    CHECK(refused(transformer(global("numpy", "log1p"), false,
                              {{"kw_args", dict({{"where", boolean(true)}})}})) ==
          "`FunctionTransformer`: kw_args is not supported");
  }
}
