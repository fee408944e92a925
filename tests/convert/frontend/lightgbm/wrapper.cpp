// tests/convert/frontend/lightgbm/wrapper.cpp -- LightGBM's classes in pickles, against what LightGBM 4.6 answers.
#include <convert/frontend/lightgbm/wrapper.hpp>

#include <string>

#include <doctest/doctest.h>

#include "../answers.hpp"
#include "../same_as_golden.hpp"
#include "../wrapped.hpp"

using convert::lightgbm::feature_names;
using convert::lightgbm::wrapper_classes;

namespace {

const std::filesystem::path folder =
    std::filesystem::path(POUNCE_TEST_DATA) / "convert" / "frontend" / "lightgbm" / "files";

convert::ir::model read(const std::string& name) {
  const auto file = wrapped::parsed(folder / name / "model.pkl");
  return wrapped::built(wrapper_classes(), file.root(), *feature_names(file.root()));
}

} // namespace

TEST_SUITE("convert/frontend/lightgbm/wrapper") {

  TEST_CASE("wrappers answer as their own predict and predict_proba") {
    for (const char* name : {"binary", "early_stopping", "booster", "ranker", "names"}) {
      CAPTURE(name);
      CHECK(golden_models::largest_difference(read(name), folder / name) <= 1e-12);
    }
  }

  TEST_CASE("labels are the encoder's classes") {
    const auto m = read("binary");
    REQUIRE(m.outputs.at(0).labels.size() == 2);
    CHECK(m.outputs.at(0).labels[1].text == "5");
  }

  TEST_CASE("categories that pandas named become the feature's vocabulary") {
    const auto m = read("names");
    REQUIRE(m.features.at(1).vocabulary.size() == 4);
    CHECK(m.features[1].vocabulary[3].text == "x y");
    CHECK(m.features[1].name == "f1");
  }

  TEST_CASE("another width than the model's is refused") {
    const auto file = wrapped::parsed(folder / "booster" / "model.pkl");
    CHECK(answers::refused_to([&] { wrapped::built(wrapper_classes(), file.root(), {"a"}); }) ==
          "`Booster`: the model takes 3 features, not 1");
  }
}
