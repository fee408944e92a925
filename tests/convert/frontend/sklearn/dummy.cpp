// convert/frontend/sklearn/dummy.cpp -- answers that do not look at the row.
#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code dummy(const std::string& strategy, attributes more = {}) {
  attributes all = {{"n_features_in_", integer(1)},
                    {"strategy", text(strategy)},
                    {"n_outputs_", integer(1)},
                    {"classes_", texts({"a", "b", "c"})},
                    {"class_prior_", numbers({0.25, 0.5, 0.25})}};
  for (auto& entry : more) all.push_back(entry);
  return object("DummyClassifier", all);
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/dummy") {
  TEST_CASE("the most frequent class is predicted, with the priors or for sure") {
    CHECK(answers::of(model_of(dummy("prior")), "proba", {missing}) == std::vector{0.25, 0.5, 0.25});
    CHECK(answers::of(model_of(dummy("most_frequent")), "proba", {1}) == std::vector{0.0, 1.0, 0.0});
    CHECK(answers::of(model_of(dummy("most_frequent")), "predict", {1}) == std::vector{1.0});
  }

  TEST_CASE("a constant is one of the classes") {
    CHECK(answers::of(model_of(dummy("constant", {{"constant", text("c")}})), "predict", {1}) ==
          std::vector{2.0});
    CHECK(refused(dummy("constant", {{"constant", text("d")}})) ==
          "`DummyClassifier.constant`: expected one of the classes");
  }

  TEST_CASE("chance is refused") {
    CHECK(refused(dummy("stratified")) == "`DummyClassifier`: strategy `stratified` answers by chance");
  }

  TEST_CASE("a regressor answers its constant") {
    CHECK(answers::of(model_of(object("DummyRegressor",
                                      {{"n_features_in_", integer(1)}, {"constant_", numbers({7})}})),
                      "predict", {1}) == std::vector{7.0});
  }

  TEST_CASE("a dummy on its own does not say how many features it takes") {
    CHECK(refused(object("DummyRegressor", {{"constant_", numbers({7})}})) ==
          "`DummyRegressor`: nothing says how many features it was fitted on");
  }
}
