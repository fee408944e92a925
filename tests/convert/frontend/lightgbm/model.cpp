// tests/convert/frontend/lightgbm/model.cpp -- whole model files: what they answer, what is refused.
#include <convert/frontend/lightgbm/model.hpp>

#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include <convert/lower/lower.hpp>

#include "../answers.hpp"
#include "../same_as_golden.hpp"
#include "model_text.hpp"

using answers::of;
using convert::lightgbm::read_model;
using lightgbm_text::parts;
using lightgbm_text::refused;
using lightgbm_text::text;
using lightgbm_text::text_of;
using lightgbm_text::tree;

TEST_SUITE("convert/frontend/lightgbm/model") {

  TEST_CASE("predict and raw are the sum of the leaves in f64") {
    const auto m = read_model(text_of({tree("0.5", "0.1", "2"), tree("0.5", "0.2", "2")}));
    CHECK(of(m, "raw", {0.5, 0.0}) == std::vector{0.1 + 0.2}); // less or equal
    CHECK(of(m, "predict", {0.6, 0.0}) == std::vector{4.0});
    CHECK(m.features[0].name == "a");
  }

  TEST_CASE("trees take turns with the classes") {
    parts p;
    p.objective = "";
    p.classes = 2;
    p.trees = {tree("0", "1", "1"), tree("0", "2", "2"), tree("0", "10", "10"), tree("0", "20", "20"),
               tree("0", "5", "5")};
    CHECK(of(read_model(text(p)), "raw", {0.0, 0.0}) ==
          std::vector{11.0, 22.0}); // half an iteration does not count
  }

  TEST_CASE("a random forest answers the mean and its raw score is the sum") {
    parts p;
    p.more_header = "average_output\n";
    p.objective = "objective=poisson\n";
    p.trees = {tree("0", "1", "1"), tree("0", "2", "2")};
    const auto m = read_model(text(p));
    CHECK(of(m, "raw", {0.0, 0.0}) == std::vector{3.0});
    CHECK(of(m, "predict", {0.0, 0.0}) == std::vector{std::exp(1.5)});
  }

  TEST_CASE("a model without trees answers zero") {
    std::string file = text();
    file.erase(file.find("Tree=0"), file.find("end of trees") - file.find("Tree=0"));
    const auto m = read_model(file);
    CHECK(of(m, "predict", {0.0, 0.0}) == std::vector{0.0});
    CHECK_NOTHROW(convert::lower::lower(m)); // a forest without leaves can not be
  }

  TEST_CASE("what a header must have is refused by name") {
    std::string file = text();
    file.replace(file.find("max_feature_idx"), 15, "max_feature_xxx");
    CHECK(refused(file) == "the header: there is no `max_feature_idx`");
    file = text();
    file.replace(file.find("feature_names=a b"), 17, "feature_names=a");
    CHECK(refused(file) == "line 8: the header, `feature_names`: 1 names for 2 features");
    parts p;
    p.version = "version=v9\n";
    CHECK(refused(text(p)) == "line 2: the header, `version`: version `v9` is not known");
    file = text();
    file.replace(file.find("num_tree_per_iteration=1"), 24, "num_tree_per_iteration=0");
    CHECK(refused(file) == "line 4: the header, `num_tree_per_iteration`: 0 is out of range");
  }

  TEST_CASE("models of LightGBM 2.0 are read where they mean the same as later ones") {
    parts p;
    p.version = "";
    CHECK(of(read_model(text(p)), "raw", {0.0, 0.0}) == std::vector{-1.0});
    p.objective = "objective=poisson\n";
    CHECK(refused(text(p)) ==
          "the model is of LightGBM 2.0, whose poisson objective changed its meaning between "
          "releases; load it with a later LightGBM and save it anew");
    p.objective = "";
    p.more_header = "average_output\n";
    CHECK(of(read_model(text(p)), "predict", {0.0, 0.0}) == std::vector{-1.0});
  }

  TEST_CASE("a random forest of a version whose releases differ is refused if it has a link") {
    parts p;
    p.more_header = "average_output\n";
    for (const char* version : {"", "version=v2\n"}) {
      p.version = version;
      p.objective = "objective=binary sigmoid:1\n";
      CHECK(refused(text(p)) == "the random forest is of a LightGBM before 2.3, and whether its leaves are "
                                "probabilities or its answer lacks the "
                                "objective `binary` depends on the release, which the file does not tell; "
                                "train it with a later one");
      p.objective = "objective=regression sqrt\n";
      CHECK_FALSE(refused(text(p)).empty());
      p.objective = "objective=regression\n";
      CHECK(of(read_model(text(p)), "predict", {0.0, 0.0}) == std::vector{-1.0});
    }
  }

  TEST_CASE("the golden models come back within 1e-12") {
    for (const auto& folder : golden_models::cases("lightgbm-")) {
      CAPTURE(folder.string());
      const auto m = read_model(golden_models::file_text(golden_models::model_of(folder)));
      CHECK(golden_models::largest_difference(m, folder) <= 1e-12);
    }
  }

  TEST_CASE("models of this folder come back within 1e-12") {
    const auto files =
        std::filesystem::path(POUNCE_TEST_DATA) / "convert" / "frontend" / "lightgbm" / "files";
    for (const char* name : {"linear_text", "refitted_text", "forest_text", "zero_text", "names_text"}) {
      CAPTURE(name);
      const auto m = read_model(golden_models::file_text(files / name / "model.txt"));
      CHECK(golden_models::largest_difference(m, files / name) <= 1e-12);
    }
  }
}
