// tests/convert/frontend/xgboost/wrapper.cpp -- XGBoost's classes in pickles, against what XGBoost 1.7.4 answers.
#include <convert/frontend/xgboost/wrapper.hpp>

#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "../answers.hpp"
#include "../same_as_golden.hpp"
#include "../wrapped.hpp"

using convert::xgboost::feature_names;
using convert::xgboost::wrapper_classes;

namespace {

const std::filesystem::path folder =
    std::filesystem::path(POUNCE_TEST_DATA) / "convert" / "frontend" / "xgboost" / "files";

convert::ir::model read(const std::string& name) {
  const auto file = wrapped::parsed(folder / name / "model.pkl");
  return wrapped::built(wrapper_classes(), file.root(), *feature_names(file.root()));
}

} // namespace

TEST_SUITE("convert/frontend/xgboost/wrapper") {

  TEST_CASE("wrappers answer as their own predict and predict_proba") {
    for (const char* name : {"binary", "missing_marker", "early_stopping", "softmax", "many_labels", "dart",
                             "linear", "logit_raw", "booster"}) {
      CAPTURE(name);
      CHECK(golden_models::largest_difference(read(name), folder / name) <= 1e-6);
    }
  }

  TEST_CASE("a wrapper takes infinite numbers and a linear one does not, as DMatrix does not") {
    CHECK(!answers::refuses(read("binary"), {INFINITY, 0.0, 0.0}));
    CHECK(answers::refuses(read("linear"), {INFINITY, 0.0, 0.0}));
    CHECK(answers::refuses(read("booster"), {INFINITY, 0.0, 0.0}));
  }

  TEST_CASE(
      "a missing marker that json does not know goes by way of a DMatrix, which refuses infinite numbers") {
    CHECK(golden_models::largest_difference(read("missing_float32"), folder / "missing_float32") <= 1e-6);
    CHECK(answers::refuses(read("missing_float32"), {INFINITY, 0.0, 0.0}));
    CHECK(answers::refuses(read("missing_float32"), {0.0, 0.0, 1e300}));
    CHECK(!answers::refuses(read("missing_marker"), {INFINITY, 0.0, 0.0})); // a Python float
  }

  TEST_CASE("a missing marker beyond floats is infinity, and a DMatrix takes infinite numbers then") {
    const auto m = read("missing_beyond_float");
    CHECK(golden_models::largest_difference(m, folder / "missing_beyond_float") <= 1e-6);
    CHECK(answers::of(m, "predict", {INFINITY, 0.5, 0.5}) ==
          answers::of(m, "predict", {answers::missing, 0.5, 0.5}));
  }

  TEST_CASE("a missing marker that is no number is refused: with it XGBoost predicts nothing") {
    CHECK(answers::refused_to([] { read("missing_none"); }) ==
          "`XGBRegressor.missing`: a value that is not a number is not supported");
  }

  TEST_CASE("features without names are f0, f1, ...") {
    const auto file = wrapped::parsed(folder / "binary" / "model.pkl");
    CHECK(*feature_names(file.root()) == std::vector<std::string>{"f0", "f1", "f2"});
  }

  TEST_CASE("another width than the model's is refused") {
    const auto file = wrapped::parsed(folder / "binary" / "model.pkl");
    CHECK(answers::refused_to([&] { wrapped::built(wrapper_classes(), file.root(), {"a"}); }) ==
          "`XGBClassifier`: the model takes 3 features, not 1");
  }
}
