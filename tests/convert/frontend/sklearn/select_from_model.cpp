// convert/frontend/sklearn/select_from_model.cpp -- thresholds by mean, median and penalty, and calls too close.
#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code selector(const code& estimator, attributes more = {}) {
  attributes all = {{"n_features_in_", integer(4)}, {"estimator_", estimator}, {"threshold", none()}};
  for (auto& entry : more) all.push_back(entry);
  return object("SelectFromModel", all);
}

const std::vector<double> row = {10, 20, 30, 40};

} // namespace

TEST_SUITE("convert/frontend/sklearn/select_from_model") {
  TEST_CASE("coefficients of the mean's size or above stay") {
    CHECK(answers::of(model_of(selector(ridge({1, -4, 2, -5}, 0))), "transform", row) ==
          std::vector<double>{20, 40});
  }

  TEST_CASE("a median that is one of the coefficients keeps it") {
    const auto m = model_of(object("SelectFromModel", {{"n_features_in_", integer(3)},
                                                       {"estimator_", ridge({1, 3, 2}, 0)},
                                                       {"threshold", text("median")}}));
    CHECK(answers::of(m, "transform", {10, 20, 30}) == std::vector<double>{20, 30});
  }

  TEST_CASE("coefficients may be asked for by their name, which is what `auto` does") {
    const auto asked = [](const char* name) {
      return selector(ridge({1, -4, 2, -5}, 0), {{"importance_getter", text(name)}});
    };
    CHECK(answers::of(model_of(asked("coef_")), "transform", row) == std::vector<double>{20, 40});
    CHECK(refused(asked("feature_importances_")) ==
          "`SelectFromModel`: importance_getter other than `auto`, `coef_` and "
          "`feature_importances_` is not supported");
  }

  TEST_CASE("a lasso keeps what is not zero") {
    const auto lasso = object("Lasso", {{"coef_", numbers({0, 1e-4, 1, 0})}});
    CHECK(answers::of(model_of(selector(lasso)), "transform", row) == std::vector<double>{20, 30});
  }

  TEST_CASE("at most so many features stay, the first of equals") {
    CHECK(answers::of(model_of(selector(ridge({5, -5, 5, 1}, 0), {{"max_features", integer(2)}})),
                      "transform", row) == std::vector<double>{10, 20});
  }

  TEST_CASE("a feature as important as the mean is refused, for the last bit would decide") {
    CHECK(refused(selector(ridge({1, 2, 2, 3}, 0))) ==
          "`SelectFromModel`: feature 1 is so close to the threshold that rounding decides");
  }

  TEST_CASE("importances of an unknown class are refused") {
    CHECK(refused(selector(object("BaggingClassifier", {}))) ==
          "`SelectFromModel.estimator_`: feature importances of class `sklearn.any.BaggingClassifier` are "
          "not supported");
  }
}
