// convert/frontend/sklearn/linear.cpp -- linear regressors: shapes of coefficients, links, what is refused.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

TEST_SUITE("convert/frontend/sklearn/linear") {
  TEST_CASE("a prediction is the sum of products and the intercept") {
    const auto m = model_of(ridge({2, -1}, 0.5));
    CHECK(answers::of(m, "predict", {3, 4}) == std::vector{2.5}); // 2 * 3 - 4 + 0.5
  }

  TEST_CASE("rows of coefficients are targets and one intercept serves all") {
    const auto m = model_of(object(
        "Lasso",
        {{"n_features_in_", integer(2)}, {"coef_", numbers({1, 2, 3, 4})}, {"intercept_", number(0)}}));
    CHECK(answers::of(m, "predict", {1, 10}) == std::vector{21.0, 43.0});
  }

  TEST_CASE("missing and infinite numbers are refused") {
    const auto m = model_of(ridge({2, -1}, 0.5));
    CHECK(answers::refuses(m, {missing, 1}));
    CHECK(answers::refuses(m, {1, -INFINITY}));
  }

  TEST_CASE("the automatic link of a Tweedie regressor is the logarithm above power 0") {
    for (const auto& [asked, expected] : {std::pair{0.0, 2.0}, std::pair{1.5, std::exp(2.0)}}) {
      const double power = asked; // clang 14 captures no structured bindings
      CAPTURE(power);
      const auto m = model_of(object("TweedieRegressor", {{"n_features_in_", integer(1)},
                                                          {"coef_", numbers({1})},
                                                          {"intercept_", number(0)},
                                                          {"link", text("auto")},
                                                          {"power", number(power)}}));
      CHECK(answers::of(m, "predict", {2}).front() == doctest::Approx(expected).epsilon(1e-15));
    }
  }

  TEST_CASE("a sparse matrix of coefficients is read as the dense one") {
    const auto sparse =
        global("scipy.sparse._csr", "csr_matrix") + ")\x81" +
        dict({{"data", numbers({5})}, {"indices", integers({1})}, {"indptr", integers({0, 1})}}) + "b";
    const auto m = model_of(
        object("Lasso", {{"n_features_in_", integer(2)}, {"coef_", sparse}, {"intercept_", number(1)}}));
    CHECK(answers::of(m, "predict", {7, 2}) == std::vector{11.0});
  }

  TEST_CASE("coefficients that do not fit the features are refused") {
    CHECK(refused(object(
              "Ridge",
              {{"n_features_in_", integer(2)}, {"coef_", numbers({1, 2, 3})}, {"intercept_", number(0)}})) ==
          "`Ridge.coef_`: 3 numbers do not fit 2 features");
  }

  TEST_CASE("an estimator that was not fitted is refused") {
    CHECK(refused(object("Ridge", {{"n_features_in_", integer(2)}})) ==
          "`Ridge`: `Ridge` has no attribute `coef_`");
  }
}
