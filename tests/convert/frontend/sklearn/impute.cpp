// convert/frontend/sklearn/impute.cpp -- what is filled in, what is flagged, which columns go.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code imputer(const code& statistics, attributes more = {}) {
  attributes all = {{"n_features_in_", integer(2)},
                    {"statistics_", statistics},
                    {"strategy", text("mean")},
                    {"missing_values", number(missing)}};
  for (auto& entry : more) all.push_back(entry);
  return object("SimpleImputer", all);
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/impute") {
  TEST_CASE("missing cells get their column's statistic") {
    const auto m = model_of(imputer(numbers({1.5, 2.5})));
    CHECK(answers::of(m, "transform", {missing, 7}) == std::vector{1.5, 7.0});
    CHECK(answers::refuses(m, {INFINITY, 7}));
  }

  TEST_CASE("a column that was all missing is left out") {
    const auto m = model_of(imputer(numbers({missing, 2.5})));
    CHECK(answers::of(m, "transform", {3, missing}) == std::vector{2.5});
  }

  TEST_CASE("a column that was all missing and is kept is refused, for its fill is unknown") {
    CHECK(refused(imputer(numbers({missing, 2.5}), {{"keep_empty_features", boolean(true)}})) ==
          "`SimpleImputer.statistics_`: NaN as a fill value is not supported");
  }

  TEST_CASE("the indicator follows the filled columns") {
    const auto indicator = object("MissingIndicator", {{"features_", integers({1})}});
    const auto m =
        model_of(imputer(numbers({1.5, 2.5}), {{"add_indicator", boolean(true)}, {"indicator_", indicator}}));
    CHECK(answers::of(m, "transform", {3, missing}) == std::vector{3.0, 2.5, 1.0});
  }

  TEST_CASE("with another marker NaN is refused as the trainer does") {
    auto m = model_of(object("SimpleImputer", {{"n_features_in_", integer(1)},
                                               {"statistics_", numbers({4})},
                                               {"strategy", text("mean")},
                                               {"missing_values", integer(-1)}}));
    CHECK(answers::of(m, "transform", {-1}) == std::vector{4.0});
    CHECK(answers::refuses(m, {missing}));
  }

  TEST_CASE("texts are filled with the code of the fill in the feature's vocabulary") {
    const auto fill = object("SimpleImputer", {{"n_features_in_", integer(1)},
                                               {"statistics_", texts({"none"})},
                                               {"strategy", text("constant")},
                                               {"missing_values", number(missing)}});
    const auto encoder = object("OrdinalEncoder", {{"n_features_in_", integer(1)},
                                                   {"categories_", list({texts({"a", "none"})})},
                                                   {"handle_unknown", text("error")}});
    const auto m = model_of(pipeline({fill, encoder}));
    REQUIRE(m.features[0].vocabulary.size() == 2);
    CHECK(m.features[0].vocabulary[0].text == "none");
    CHECK(answers::of(m, "transform", {missing}) == std::vector{1.0});
    CHECK(answers::of(m, "transform", {1}) == std::vector{0.0}); // "a"
    CHECK(answers::refuses(m, {-1}));
  }

  TEST_CASE("a constant of numbers has statistics of objects in later versions, and refuses infinity still") {
    const auto m = model_of(imputer(objects({integer(7), integer(7)}),
                                    {{"strategy", text("constant")}, {"_fit_dtype", dtype("f8")}}));
    CHECK(answers::of(m, "transform", {missing, 2}) == std::vector{7.0, 2.0});
    CHECK(answers::refuses(m, {INFINITY, 2}));
    CHECK_FALSE(m.features[0].is_category());
  }

  TEST_CASE("an indicator refuses what is newly missing if it is told to") {
    const auto m = model_of(object("MissingIndicator", {{"n_features_in_", integer(2)},
                                                        {"missing_values", number(missing)},
                                                        {"features_", integers({0})},
                                                        {"features", text("missing-only")},
                                                        {"error_on_new", boolean(true)}}));
    CHECK(answers::of(m, "transform", {missing, 1}) == std::vector{1.0});
    CHECK(answers::refuses(m, {1, missing}));
  }

  TEST_CASE(
      "an indicator refuses what is newly its marker, a number as well as NaN, and of no column seen too") {
    const auto with = [](const code& seen) {
      return model_of(
          object("FeatureUnion",
                 {{"transformer_list",
                   list({tuple({text("a"), object("MissingIndicator", {{"n_features_in_", integer(2)},
                                                                       {"missing_values", integer(-1)},
                                                                       {"features_", seen},
                                                                       {"features", text("missing-only")},
                                                                       {"error_on_new", boolean(true)}})}),
                         tuple({text("b"), standard_scaler({0, 0}, {1, 1})})})}}));
    };
    const auto m = with(integers({0}));
    CHECK(answers::of(m, "transform", {-1, 1}) == std::vector{1.0, -1.0, 1.0});
    CHECK(answers::refuses(m, {-1, -1}));
    CHECK(answers::refuses(m, {missing, 1}));
    const auto nothing_seen = with(integers({}));
    CHECK(answers::of(nothing_seen, "transform", {0, 1}) == std::vector{0.0, 1.0});
    CHECK(answers::refuses(nothing_seen, {-1, 1}));
  }

  TEST_CASE("an indicator of no columns says so, unless others stand beside it") {
    const code nothing = object("MissingIndicator", {{"n_features_in_", integer(1)},
                                                     {"missing_values", number(missing)},
                                                     {"features", text("missing-only")},
                                                     {"error_on_new", boolean(false)},
                                                     {"features_", integers({})}});
    CHECK(refused(nothing) ==
          "`MissingIndicator`: its transform has no columns, so there is nothing that it could answer");
    const code scaler = standard_scaler({1}, {2});
    const auto beside = model_of(
        object("FeatureUnion",
               {{"transformer_list", list({tuple({text("a"), nothing}), tuple({text("b"), scaler})})}}));
    CHECK(answers::of(beside, "transform", {5}) == std::vector{2.0});
  }
}
