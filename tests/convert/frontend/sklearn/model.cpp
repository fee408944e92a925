// convert/frontend/sklearn/model.cpp -- the door: features, answers, provenance, and golden models of four versions.
#include <algorithm>

#include <doctest/doctest.h>

#include <convert/ir/evaluate.hpp>

#include "../same_as_golden.hpp"
#include "pickled.hpp"

using namespace pickled;

TEST_SUITE("convert/frontend/sklearn/model") {
  TEST_CASE("features without names are x0, x1, ...") {
    const auto m = model_of(ridge({1, 2}, 0));
    REQUIRE(m.features.size() == 2);
    CHECK(m.features[1].name == "x1");
  }

  TEST_CASE("names are those of the first part that knows") {
    const auto scaler = object("StandardScaler", {{"feature_names_in_", texts({"age"})},
                                                  {"n_features_in_", integer(1)},
                                                  {"with_mean", boolean(false)},
                                                  {"with_std", boolean(false)}});
    CHECK(model_of(pipeline({text("passthrough"), scaler})).features[0].name == "age");
  }

  TEST_CASE("provenance names framework, version and class") {
    const auto m = model_of(ridge({1}, 0));
    const auto has = [&](const char* key, const char* value) {
      return std::ranges::find(m.provenance, std::pair<std::string, std::string>(key, value)) !=
             m.provenance.end();
    };
    CHECK(has("framework", "scikit-learn"));
    CHECK(has("version", "1.2.1"));
    CHECK(has("class", "Ridge"));
  }

  TEST_CASE("answers are printed in the order predict, proba, raw") {
    const auto m = model_of(logistic({1}, 0));
    REQUIRE(m.outputs.size() == 3);
    CHECK(m.outputs[0].name == "predict");
    CHECK(m.outputs[1].name == "proba");
    CHECK(m.outputs[2].name == "raw");
  }

  TEST_CASE("a number of features that nobody has is refused") {
    CHECK(refused(object("Ridge", {{"n_features_in_", integer(0x7fffffff)}})) ==
          "`Ridge`: 2147483647 features are more than 1048576");
  }

  TEST_CASE("what is no object is refused") { CHECK(!refused(list({integer(1)})).empty()); }

  TEST_CASE("linear models of every version answer as scikit-learn did") {
    int found = 0;
    for (const auto& folder : golden_models::cases("scikit-learn")) {
      const auto name = folder.filename().string();
      const bool linear =
          name.find("linear") != std::string::npos || name.find("logistic") != std::string::npos ||
          name.find("ridge") != std::string::npos || name.find("poisson") != std::string::npos;
      const bool has_words = name.find("spam") != std::string::npos; // labels that are no numbers
      if (!linear || has_words) continue;
      CAPTURE(folder.string());
      const std::string text = golden_models::file_text(golden_models::model_of(folder));
      std::vector<std::byte> raw(text.size());
      for (std::size_t i = 0; i < text.size(); ++i) raw[i] = static_cast<std::byte>(text[i]);
      const auto file = convert::pickle::read(std::move(raw));
      CHECK(golden_models::largest_difference(convert::sklearn::read(file.root()), folder) <= 1e-10);
      ++found;
    }
    CHECK(found >= 8);
  }

  TEST_CASE("an unknown class that leaves the number of features open is the reason, not the number") {
    CHECK(refused(pipeline({object("TfidfVectorizer", {}), ridge({3}, 0)}))
              .starts_with(
                  "`Pipeline.steps[0][1]`: class `sklearn.any.TfidfVectorizer` is not supported: it reads"));
  }
}
