// tests/convert/frontend/xgboost/category_names.cpp -- categories by name, from 3.1 on.
#include <convert/frontend/xgboost/category_names.hpp>

#include <string>

#include <doctest/doctest.h>

#include <convert/frontend/xgboost/model.hpp>

#include "../answers.hpp"
#include "model_text.hpp"

using answers::of;
using answers::refused_to;
using convert::xgboost::read_model;
using xgboost_text::parts;

namespace {

std::string model(const std::string& names, const std::string& version = "[3,5,0]") {
  parts p;
  p.version = version;
  p.base_score = "[0E0]";
  p.trees = xgboost_text::tree("1E-45", "1", "2",
                               R"(,"split_type":[1,0,0],"categories":[1],"categories_nodes":[0],)"
                               R"("categories_segments":[0],"categories_sizes":[1])");
  p.beside_trees = R"(,"cats":{"enc":)" + names + R"(,"feature_segments":[],"sorted_idx":[]})";
  return xgboost_text::json(p);
}

// "no", "ja" with an umlaut
const std::string texts = R"([{"offsets":[0,2,5],"values":[110,111,106,-61,-92]},{"type":13,"values":[]}])";

} // namespace

TEST_SUITE("convert/frontend/xgboost/category_names") {

  TEST_CASE("names become the feature's vocabulary in the order of their codes") {
    const auto m = read_model(model(texts));
    REQUIRE(m.features[0].vocabulary.size() == 2);
    CHECK(m.features[0].vocabulary[0].text == "no");
    CHECK(m.features[0].vocabulary[1].text == "j\xC3\xA4");
    CHECK(!m.features[1].is_category());
    CHECK(of(m, "raw", {0.0, 0.0}) == std::vector{1.0});
    CHECK(of(m, "raw", {1.0, 0.0}) == std::vector{2.0});
    CHECK(of(m, "raw", {answers::missing, 0.0}) == std::vector{1.0});
  }

  TEST_CASE("a category without a name is refused") {
    const auto m = read_model(model(texts));
    const auto found = convert::ir::evaluate(m, std::vector{-1.0, 0.0});
    REQUIRE(found.refused);
    CHECK(found.refused->why == convert::ir::row_refusal::kind::unseen);
    CHECK(found.refused->feature == 0);
  }

  TEST_CASE("names that are not ASCII are refused of versions that cut them wrongly") {
    CHECK(refused_to([&] { read_model(model(texts, "[3,3,0]")); }) ==
          "`learner.gradient_booster.model.cats.enc[0].values`: names of categories that are not ASCII: "
          "XGBoost 3.1 to 3.3 "
          "cut them at the wrong places; train the model with a later one");
    const std::string ascii = R"([{"offsets":[0,2,4],"values":[110,111,106,97]},{"type":13,"values":[]}])";
    CHECK(read_model(model(ascii, "[3,3,0]")).features[0].vocabulary[1].text == "ja");
  }

  TEST_CASE("integers are names too, unsigned ones in signed bytes") {
    const auto m = read_model(model(R"([{"type":14,"values":[7,-1]},{"type":13,"values":[]}])"));
    CHECK(m.features[0].vocabulary[0].text == "7");
    CHECK(m.features[0].vocabulary[1].text == "4294967295");
  }

  TEST_CASE("a model trained without names has no vocabulary") {
    CHECK(!read_model(model("[]")).features[0].is_category());
  }

  TEST_CASE("names that do not fit are refused") {
    const std::string path = "`learner.gradient_booster.model.cats.enc";
    const auto refused = [](const std::string& names) {
      return refused_to([&] { read_model(model(names)); });
    };
    CHECK(refused(R"([{"offsets":[0,9],"values":[1]},{"type":13,"values":[]}])") ==
          path + "[0].offsets`: offsets do not ascend within 1 bytes");
    CHECK(refused(R"([{"type":13,"values":[]}])") == path + "`: 1 features of 2");
    CHECK(refused(R"([{"type":13,"values":[5,5]},{"type":13,"values":[]}])") ==
          path + "[0]`: category `5` is given twice");
  }
}
