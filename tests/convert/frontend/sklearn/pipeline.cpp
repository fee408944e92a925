// convert/frontend/sklearn/pipeline.cpp -- steps in a row, parts side by side, and what neither takes.
#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

TEST_SUITE("convert/frontend/sklearn/pipeline") {
  TEST_CASE("steps that do nothing are passed over") {
    const auto m =
        model_of(pipeline({text("passthrough"), none(), standard_scaler({1}, {2}), ridge({3}, 0)}));
    CHECK(answers::of(m, "predict", {5}) == std::vector{6.0}); // (5 - 1) / 2 * 3
  }

  TEST_CASE("a pipeline that ends in a transformer answers transform") {
    CHECK(answers::of(model_of(pipeline({standard_scaler({1}, {2}), text("passthrough")})), "transform",
                      {5}) == std::vector{2.0});
  }

  TEST_CASE("parts of a union are weighted and put side by side") {
    const auto m = model_of(object(
        "FeatureUnion", {{"transformer_list",
                          list({tuple({text("a"), standard_scaler({1}, {2})}),
                                tuple({text("b"), text("drop")}), tuple({text("c"), text("passthrough")})})},
                         {"transformer_weights", dict({{"a", integer(10)}})}}));
    CHECK(answers::of(m, "transform", {5}) == std::vector{20.0, 5.0});
  }

  TEST_CASE("an unknown class is refused by its name and place") {
    CHECK(refused(pipeline({standard_scaler({1}, {2}), object("GaussianProcessRegressor", {})})) ==
          "`Pipeline.steps[1][1]`: class `sklearn.any.GaussianProcessRegressor` is not supported");
  }

  TEST_CASE("a class of another package is not taken for scikit-learn's") {
    const auto foreign = global("mine", "StandardScaler") + ")\x81}b";
    CHECK(refused(pipeline({standard_scaler({1}, {2}), foreign})) ==
          "`Pipeline.steps[1][1]`: class `mine.StandardScaler` is not supported");
  }

  TEST_CASE("a step before the last that can not transform is refused") {
    CHECK(refused(pipeline({ridge({3}, 0), ridge({3}, 0)})) ==
          "`Pipeline.steps[0][1]`: class `sklearn.any.Ridge` does not transform");
  }

  TEST_CASE("pipelines that hold one another twice do not grow without end") {
    code nested = standard_scaler({1}, {2});
    for (int i = 0; i < 40; ++i) nested = pipeline({remembered(nested, i), recalled(i)});
    CHECK(refused(nested).ends_with("the same object is used too often"));
  }

  TEST_CASE("what a row needs to have is asked of its width") {
    CHECK(refused(pipeline({standard_scaler({1}, {2}), ridge({3, 4}, 0)})) ==
          "`Pipeline.steps[1][1]`: 2 features, but its input has 1");
  }

  TEST_CASE("imbalanced-learn's pipeline passes over its samplers, scikit-learn's does not know them") {
    const code smote = global("imblearn.over_sampling._smote.base", "SMOTE") + ")\x81}b";
    const code own = global("imblearn.base", "FunctionSampler") + ")\x81}b";
    const auto of = [](const std::string& package, const std::vector<code>& parts) {
      std::vector<code> named;
      for (const code& part : parts) named.push_back(tuple({text("a step"), part}));
      return global(package, "Pipeline") + ")\x81" + dict({{"steps", list(named)}}) + "b";
    };
    const std::vector<code> steps = {standard_scaler({1}, {2}), smote, own, ridge({3}, 0)};
    CHECK(answers::of(model_of(of("imblearn.pipeline", steps)), "predict", {5}) == std::vector{6.0});
    CHECK(refused(of("sklearn.pipeline", steps)) ==
          "`Pipeline.steps[1][1]`: class `imblearn.over_sampling._smote.base.SMOTE` is not supported");
    const code unknown = global("mine", "Sampler") + ")\x81}b";
    CHECK(refused(of("imblearn.pipeline", {unknown, ridge({3}, 0)})) ==
          "`Pipeline.steps[0][1]`: class `mine.Sampler` is not supported");
  }
}
