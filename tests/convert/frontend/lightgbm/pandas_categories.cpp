// tests/convert/frontend/lightgbm/pandas_categories.cpp -- which feature a list of categories belongs to.
#include <convert/frontend/lightgbm/pandas_categories.hpp>

#include <string>

#include <doctest/doctest.h>

#include <convert/frontend/lightgbm/model.hpp>

#include "../answers.hpp"
#include "model_text.hpp"

using answers::refused_to;
using convert::lightgbm::read_model;
using lightgbm_text::parts;
using lightgbm_text::text;

namespace {

std::string model(const std::string& categories, const std::string& parameters = "",
                  const std::string& infos = "[0:1] 0:2:1") {
  parts p;
  p.tail = "parameters:\n" + parameters + "end of parameters\n\npandas_categorical:" + categories + "\n";
  std::string made = text(p);
  made.replace(made.find("feature_infos=[0:1] [0:1]"), 25, "feature_infos=" + infos);
  return made;
}

} // namespace

TEST_SUITE("convert/frontend/lightgbm/pandas_categories") {

  TEST_CASE("lists belong to the categorical features in order") {
    const auto m = read_model(model(R"([["no", "yes", "x"]])", "[categorical_feature: 1]\n"));
    CHECK(!m.features[0].is_category());
    REQUIRE(m.features[1].vocabulary.size() == 3);
    CHECK(m.features[1].vocabulary[1].text == "yes");
  }

  TEST_CASE("without parameters the features' values tell which are categorical") {
    CHECK(read_model(model(R"([["no", "yes", "x"]])")).features[1].is_category());
  }

  TEST_CASE("categories are texts, numbers and booleans, as Python prints them") {
    const auto m = read_model(model("[[1.0, 1e-07, 7]]"));
    CHECK(m.features[1].vocabulary[0].text == "1.0");
    CHECK(m.features[1].vocabulary[1].text == "1e-07");
    CHECK(m.features[1].vocabulary[2].text == "7");
    CHECK(read_model(model("[[true, false, 3]]")).features[1].vocabulary[0].text == "True");
  }

  TEST_CASE("no categories leave numbers alone") {
    CHECK(!read_model(model("null")).features[1].is_category());
    CHECK(!read_model(model("[]")).features[1].is_category());
  }

  TEST_CASE("categories that read alike are refused") {
    CHECK(refused_to([] { read_model(model(R"([[1, "1", "a"]])")); }) ==
          "feature `b`: two categories in `pandas_categorical` read `1`");
    CHECK(refused_to([] { read_model(model(R"([["True", "a", true]])")); }) ==
          "feature `b`: two categories in `pandas_categorical` read `True`");
    CHECK(read_model(model(R"([["1", "1.0", 2]])")).features[1].is_category());
  }

  TEST_CASE("lists that can not be told apart are refused") {
    CHECK(refused_to([] { read_model(model(R"([["a"], ["b"]])")); }) ==
          "`pandas_categorical` has the categories of 2 columns, but 1 features are categorical: which "
          "belong to which "
          "is not said");
    CHECK(refused_to([] { read_model(model(R"([["a", "b"]])")); }) ==
          "feature `b`: code 2 is past its 2 categories in `pandas_categorical`");
    CHECK(refused_to([] { read_model(model("[[null, 1, 2]]")); }) ==
          "`pandas_categorical`: `[0][0]`: a category is neither a text nor a number");
  }
}
