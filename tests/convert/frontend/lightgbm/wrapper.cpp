// tests/convert/frontend/lightgbm/wrapper.cpp -- LightGBM's classes in pickles, against what LightGBM 4.6 answers.
#include <convert/frontend/lightgbm/wrapper.hpp>

#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "../answers.hpp"
#include "../same_as_golden.hpp"
#include "../wrapped.hpp"
#include "model_text.hpp"

using convert::lightgbm::feature_names;
using convert::lightgbm::wrapper_classes;

namespace {

const std::filesystem::path folder =
    std::filesystem::path(POUNCE_TEST_DATA) / "convert" / "frontend" / "lightgbm" / "files";

convert::ir::model read(const std::string& name) {
  const auto file = wrapped::parsed(folder / name / "model.pkl");
  return wrapped::built(wrapper_classes(), file.root(), *feature_names(file.root()));
}

/// An object in the text protocol of pickles; attributes are keys and values, ready to be set.
std::string object(const std::string& module, const std::string& name, const std::string& attributes) {
  return "ccopy_reg\n_reconstructor\n(c" + module + "\n" + name + "\nc__builtin__\nobject\nNtR(d" +
         attributes + "b";
}

std::string booster(const std::string& model, const std::string& more = "") {
  std::string line;
  for (const char c : model) line += c == '\n' ? "\\u000a" : std::string(1, c);
  return object("lightgbm.basic", "Booster", "Vhandle\nV" + line + "\nsVbest_iteration\nI-1\ns" + more);
}

/// Two classes, 3 and 8, as LightGBM 2 pickled them.
std::string classifier(const std::string& model, const std::string& more = "",
                       const std::string& module = "lightgbm.sklearn",
                       const std::string& name = "LGBMClassifier") {
  return object(module, name,
                "V_Booster\n" + booster(model) + "sV_le\n" +
                    object("lightgbm.compat", "_LGBMLabelEncoder", "Vclasses_\n(lI3\naI8\nas") + "s" + more);
}

convert::ir::model of_pickle(const std::string& pickle) {
  const std::string text = pickle + ".";
  std::vector<std::byte> bytes(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) bytes[i] = static_cast<std::byte>(text[i]);
  const auto file = convert::pickle::read(std::move(bytes));
  return wrapped::built(wrapper_classes(), file.root(), {"a", "b"});
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

  TEST_CASE("categories that an old pickle keeps beside the text are the feature's vocabulary") {
    std::string text = lightgbm_text::text_of(
        {lightgbm_text::tree("0", "1", "2", "1", "num_cat=1\ncat_boundaries=0 1\ncat_threshold=2\n")});
    text.replace(text.find("[0:1] [0:1]"), 11, "0:1:2 [0:1]");
    const auto m = of_pickle(booster(text, "Vpandas_categorical\n(l(lI50\naI70\naI90\naas"));
    CHECK(answers::of(m, "predict", {70, 0}) == std::vector{1.0}); // code 1
    CHECK(answers::of(m, "predict", {90, 0}) == std::vector{2.0});
    CHECK(answers::of(m, "predict", {1, 0}) == std::vector{2.0}); // no category
    CHECK(answers::of(of_pickle(booster(text)), "predict", {1, 0}) == std::vector{1.0});
  }

  TEST_CASE("raw scores of a function as objective are probabilities before 3.0 and answers from then on") {
    lightgbm_text::parts p;
    p.objective = "";
    p.trees = {lightgbm_text::tree("0.5", "0.4", "0.6")};
    const auto old = of_pickle(classifier(lightgbm_text::text(p)));
    CHECK(answers::of(old, "predict", {1, 0}) == std::vector{1.0}); // label 8
    CHECK(answers::of(old, "proba", {0, 0}) == std::vector{0.6, 0.4});
    const auto later = of_pickle(classifier(lightgbm_text::text(p), "V_n_features_in\nI2\ns"));
    CHECK(answers::of(later, "predict", {1, 0}) == std::vector{0.6});
  }

  TEST_CASE("a column for each of two classes is refused: before 4.5 LightGBM mixed them up") {
    lightgbm_text::parts p;
    p.objective = "objective=multiclass num_class:2\n";
    p.classes = 2;
    p.trees = {lightgbm_text::tree("0", "1", "1"), lightgbm_text::tree("0", "2", "2")};
    CHECK(
        answers::refused_to([&] { of_pickle(classifier(lightgbm_text::text(p))); }) ==
        "`LGBMClassifier`: objective `multiclass` with two classes: before 4.5 LightGBM's own predict_proba "
        "mixed up its columns; train it with objective `binary`, or with 4.6");
  }

  TEST_CASE("a column for each of two classes is a probability each from 4.6 on, which its parameters tell") {
    lightgbm_text::parts p;
    p.objective = "objective=multiclassova num_class:2 sigmoid:1\n";
    p.classes = 2;
    p.trees = {lightgbm_text::tree("0.5", "2", "0"), lightgbm_text::tree("0.5", "0", "2")};
    p.tail = "parameters:\n[bagging_by_query: 0]\nend of parameters\n";
    const auto m = of_pickle(classifier(lightgbm_text::text(p)));
    CHECK(answers::of(m, "predict", {0, 0}) == std::vector{0.0}); // label 3
    CHECK(answers::of(m, "predict", {1, 0}) == std::vector{1.0}); // label 8
    const double sure = 1 / (1 + std::exp(-2.0));
    CHECK(answers::of(m, "proba", {1, 0}) == std::vector{0.5, sure});
  }

  TEST_CASE("what Dask trained answers as the wrapper that it is") {
    lightgbm_text::parts p;
    p.objective = "objective=binary sigmoid:1\n";
    p.trees = {lightgbm_text::tree("0.5", "-2", "2")};
    const auto m =
        of_pickle(classifier(lightgbm_text::text(p), "Vclient\nNs", "lightgbm.dask", "DaskLGBMClassifier"));
    CHECK(answers::of(m, "predict", {1, 0}) == std::vector{1.0}); // label 8
    const auto regresses = [](const std::string& name) {
      return of_pickle(object("lightgbm.dask", name, "V_Booster\n" + booster(lightgbm_text::text()) + "s"));
    };
    CHECK(answers::of(regresses("DaskLGBMRegressor"), "predict", {1, 0}) == std::vector{2.0});
    CHECK(answers::of(regresses("DaskLGBMRanker"), "predict", {0, 0}) == std::vector{-1.0});
  }

  TEST_CASE("another width than the model's is refused") {
    const auto file = wrapped::parsed(folder / "booster" / "model.pkl");
    CHECK(answers::refused_to([&] { wrapped::built(wrapper_classes(), file.root(), {"a"}); }) ==
          "`Booster`: the model takes 3 features, not 1");
  }
}
