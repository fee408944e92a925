// tests/convert/frontend/xgboost/model.cpp -- whole model files: what they answer, what is refused.
#include <convert/frontend/xgboost/model.hpp>

#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "../answers.hpp"
#include "../same_as_golden.hpp"
#include "model_text.hpp"

using answers::of;
using answers::refused_to;
using convert::xgboost::read_model;
using xgboost_text::json;
using xgboost_text::parts;

namespace {

std::string refused(const parts& p) {
  return refused_to([&] { read_model(json(p)); });
}

} // namespace

TEST_SUITE("convert/frontend/xgboost/model") {

  TEST_CASE("predict and raw are base_score and the leaves") {
    const auto m = read_model(json());
    CHECK(of(m, "raw", {0.0, 0.0}) == std::vector{-0.5});
    CHECK(of(m, "predict", {0.5, 0.0}) == std::vector{2.5}); // less, not less or equal
    CHECK(of(m, "raw", {answers::missing, 0.0}) == std::vector{-0.5});
    CHECK(m.features[1].name == "f1");
  }

  TEST_CASE("rows are read as floats") {
    // The double below 0.5 rounds to 0.5, which is not less.
    const auto m = read_model(json());
    CHECK(of(m, "raw", {0.49999999999999994, 0.0}) == std::vector{2.5});
    CHECK(of(m, "raw", {0.49999997, 0.0}) == std::vector{-0.5});
  }

  TEST_CASE("infinite numbers are refused from 1.4 on") {
    CHECK(answers::refuses(read_model(json()), {INFINITY, 0.0}));
    CHECK(answers::refuses(read_model(json()), {1e300, 0.0})); // infinite as a float
    parts p;
    p.version = "[1,3,3]";
    CHECK(of(read_model(json(p)), "raw", {INFINITY, 0.0}) == std::vector{2.5});
  }

  TEST_CASE("every spelling of base_score is read") {
    parts p;
    for (const char* text : {"2.5E-1", "0.25", "[2.5E-1]", "[ 0.25 ]"}) {
      CAPTURE(text);
      p.base_score = text;
      CHECK(of(read_model(json(p)), "raw", {1.0, 0.0}) == std::vector{2.25});
    }
    p.targets = "2";
    p.tree_info = "[1]";
    CHECK(of(read_model(json(p)), "raw", {1.0, 0.0}) == std::vector{0.25, 2.25});
    p.base_score = "[1E0,2E0]";
    CHECK(of(read_model(json(p)), "raw", {1.0, 0.0}) == std::vector{1.0, 4.0});
  }

  TEST_CASE("a base_score that is no number is refused") {
    parts p;
    p.base_score = "[5E-1";
    CHECK(refused(p) == "`learner.learner_model_param.base_score`: `[5E-1` is not a number");
    p.base_score = "[1,2,3]";
    CHECK(refused(p) == "`learner.learner_model_param.base_score`: 3 numbers for 1 outputs");
    p.base_score = "nan";
    CHECK(refused(p) == "`learner.learner_model_param.base_score`: `nan` is not a number");
  }

  TEST_CASE("names are taken from the file") {
    parts p;
    p.names = R"("feature_names":["age","income"],)";
    CHECK(read_model(json(p)).features[0].name == "age");
    p.names = R"("feature_names":["age"],)";
    CHECK(refused(p) == "`learner.feature_names`: 1 names for 2 features");
  }

  TEST_CASE("all trees answer, whatever early stopping found best") {
    parts p;
    p.attributes = R"({"best_iteration":"0"})";
    p.trees = xgboost_text::tree("5E-1", "-1E0", "2E0") + "," + xgboost_text::tree("5E-1", "0", "10");
    p.tree_info = "[0,0]";
    CHECK(of(read_model(json(p)), "raw", {1.0, 0.0}) == std::vector{12.5});
  }

  TEST_CASE("what is not supported is refused by name") {
    parts p;
    p.objective = "reg:foo";
    CHECK(refused(p) == "objective `reg:foo` is not supported");
    p = {};
    p.booster = "gbforest";
    CHECK(refused(p) == "`learner.gradient_booster`: booster `gbforest` is not supported");
    p = {};
    p.features = "0";
    CHECK(refused(p) == "`learner.learner_model_param`: the model has no features: it was never fitted");
    p.features = "2000000000";
    CHECK(refused(p) == "`learner.learner_model_param`: 2000000000 features are too many");
  }

  TEST_CASE("a missing part is refused by its path") {
    CHECK(refused_to([] { read_model(R"({"learner":{},"version":[1,7,4]})"); }) ==
          "`learner`: there is no `objective`");
    CHECK(refused_to([] { read_model(R"({"Model":{"version":[1,7,4]}})"); }) ==
          "`Model`: there is no `learner`");
  }

  TEST_CASE("the snapshot inside a pickle is read") {
    const auto m = read_model(R"({"Config":{},"Model":)" + json() + "}");
    CHECK(of(m, "raw", {0.0, 0.0}) == std::vector{-0.5});
  }

  TEST_CASE("the golden models come back within 1e-6") {
    for (const auto& folder : golden_models::cases("xgboost-")) {
      CAPTURE(folder.string());
      const auto m = read_model(golden_models::file_text(golden_models::model_of(folder)));
      CHECK(golden_models::largest_difference(m, folder) <= 1e-6);
    }
  }
}
