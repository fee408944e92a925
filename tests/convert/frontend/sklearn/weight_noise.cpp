// convert/frontend/sklearn/weight_noise.cpp -- weights of columns that determine each other, beside large ones that are right.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <convert/frontend/sklearn/weight_noise.hpp>

#include "pickled.hpp"

using namespace pickled;

namespace {

code regression(const std::vector<double>& weights, double intercept) {
  return object(
      "LinearRegression",
      {{"n_features_in_", integer(2)}, {"coef_", numbers(weights)}, {"intercept_", number(intercept)}});
}

code scaler(const std::vector<double>& scale) {
  return object("StandardScaler", {{"n_features_in_", integer(2)},
                                   {"with_mean", boolean(true)},
                                   {"with_std", boolean(true)},
                                   {"mean_", numbers({0, 0})},
                                   {"scale_", numbers(scale)}});
}

code behind_a_scaler(const code& model) {
  return object("Pipeline",
                {{"steps", list({tuple({text("s"), scaler({2, 3})}), tuple({text("m"), model})})}});
}

code classifier(double weight, double intercept) {
  return object("RidgeClassifier",
                {{"n_features_in_", integer(2)},
                 {"coef_", numbers({weight, weight})},
                 {"intercept_", numbers({intercept})},
                 {"_label_binarizer",
                  object("LabelBinarizer", {{"classes_", texts({"a", "b"})}, {"y_type_", text("binary")}})}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/weight_noise") {
  TEST_CASE("weights of 1e13 behind a scaler are refused, those of a large target are not") {
    CHECK(refused(behind_a_scaler(regression({3e13, -3e13}, 1))) ==
          "`Pipeline.steps[1][1].coef_`: answers would be rounding errors, which scikit-learn does not "
          "repeat from machine "
          "to machine either: there are columns that others determine (leave them out, as OneHotEncoder's "
          "drop=\"first\" does, or fit Ridge in place of LinearRegression)");
    CHECK(refused(behind_a_scaler(regression({3e11, -2e11}, 1e12))) == "");
    CHECK(model_of(behind_a_scaler(regression({3e11, -2e11}, 1e12))).sums_cancel);
    CHECK_FALSE(model_of(behind_a_scaler(regression({3e5, -2e5}, 1e12))).sums_cancel);
  }

  TEST_CASE("features as they come may be as small as their weights are large") {
    CHECK(refused(regression({3e30, -3e30}, 1)) == "");
    CHECK_FALSE(model_of(regression({3e30, -3e30}, 1)).sums_cancel);
  }

  TEST_CASE("singular values tell where a least squares took rounding for a direction, whatever the size of "
            "the columns") {
    const auto fitted = [](double size, double least, std::int32_t rank, double weight) {
      return object("LinearRegression", {{"n_features_in_", integer(2)},
                                         {"coef_", numbers({weight, -weight})},
                                         {"intercept_", number(1)},
                                         {"rank_", integer(rank)},
                                         {"singular_", numbers({size, least * size})}});
    };
    CHECK(refused(fitted(10, 1e-15, 2, 1e13))
              .starts_with("`LinearRegression.coef_`: answers would be rounding errors"));
    CHECK(refused(fitted(1e-29, 1e-15, 2, 1e43)) != "");
    CHECK(refused(fitted(10, 1e-15, 1, 1)) == ""); // left out by its rank
    CHECK(refused(fitted(10, 1e-15, 2, 1)) == ""); // nothing along it
    CHECK(refused(fitted(1e-29, 0.5, 2, 1e29)) == "");
    CHECK_FALSE(model_of(fitted(1e-29, 0.5, 2, 1e29)).sums_cancel);
    CHECK(model_of(fitted(10, 1e-8, 2, 1e7)).sums_cancel);
  }

  TEST_CASE("a decision is about one where classes meet, so an intercept of 1e9 is rounding") {
    CHECK(
        refused(classifier(1, 1e9)).starts_with("`RidgeClassifier.coef_`: answers would be rounding errors"));
    CHECK(model_of(classifier(1, 1e6)).sums_cancel);
    CHECK_FALSE(model_of(classifier(1, 1e3)).sums_cancel);
    CHECK(refused(classifier(1e30, 1)) == "");
    CHECK(refused(behind_a_scaler(classifier(1e9, 1))) != "");
    const code diverged = object("Perceptron", {{"n_features_in_", integer(2)},
                                                {"classes_", texts({"a", "b"})},
                                                {"coef_", numbers({1e15, 2e15})},
                                                {"intercept_", numbers({1e14})}});
    CHECK(refused(diverged) == ""); // no decision is about one: nothing cancels
    CHECK_FALSE(model_of(diverged).sums_cancel);
  }

  TEST_CASE("columns are about one behind scalers, encoders, splines and norms, and their products are") {
    convert::ir::builder b(std::vector<convert::ir::feature>{{"x", {}}, {"y", {}}});
    using namespace convert::ir;
    const auto about_one = [&b](value v) { return convert::sklearn::is_about_one(b.peek(), v); };
    const value scaled = b.add(b.row(), affine{affine::form::subtract_divide, {5, 5}, {1, 2}});
    CHECK(about_one(b.row()) == std::vector{false, false});
    CHECK(about_one(scaled) == std::vector{false, true}); // the first is centred only
    CHECK(about_one(b.add(scaled, polynomial{{{1, 1}, {0, 1}, {}}})) == std::vector{true, false, true});
    CHECK(about_one(b.add(b.row(), one_hot{{2, 1}})) == std::vector{true, true, true});
    CHECK(about_one(b.add(b.row(), norm{})) == std::vector{true, true});
    const std::vector<std::uint32_t> second = {1};
    CHECK(about_one(b.pick(scaled, second)) == std::vector{true});
    CHECK(about_one(b.add(scaled, unary{function::exp})) == std::vector{false, false});
  }
}
