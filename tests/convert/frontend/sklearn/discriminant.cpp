// convert/frontend/sklearn/discriminant.cpp -- a discriminant as the last step, and before it.
#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code discriminant(const std::string& solver) {
  return object("LinearDiscriminantAnalysis", {{"n_features_in_", integer(2)},
                                               {"solver", text(solver)},
                                               {"coef_", numbers({1, 2})},
                                               {"intercept_", numbers({0})},
                                               {"classes_", texts({"no", "yes"})},
                                               {"xbar_", numbers({1, 1})},
                                               {"scalings_", numbers({3, 10, 4, 20})}, // (2, 2)
                                               {"_max_components", integer(1)}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/discriminant") {
  TEST_CASE("the last step predicts") {
    const auto m = model_of(discriminant("svd"));
    CHECK(answers::of(m, "raw", {1, 1}) == std::vector{3.0});
    CHECK(answers::of(m, "predict", {1, 1}) == std::vector{1.0});
  }

  TEST_CASE("a step before the last projects") {
    const auto m = model_of(pipeline({discriminant("svd"), ridge({1}, 0)}));
    CHECK(answers::of(m, "predict", {2, 3}) == std::vector{11.0}); // (2 - 1) * 3 + (3 - 1) * 4
  }

  TEST_CASE("least squares do not project") {
    CHECK(refused(pipeline({discriminant("lsqr"), ridge({1}, 0)})) ==
          "`Pipeline.steps[0][1]`: solver `lsqr` does not transform");
  }
}
