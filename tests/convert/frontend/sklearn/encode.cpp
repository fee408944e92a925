// convert/frontend/sklearn/encode.cpp -- categories by text and by number: unknown, missing, dropped, infrequent.
#include <cmath>

#include <doctest/doctest.h>

#include "pickled.hpp"

using namespace pickled;

namespace {

code one_hot(const code& categories, const std::string& unknown, attributes more = {}) {
  attributes all = {
      {"n_features_in_", integer(1)}, {"categories_", list({categories})}, {"handle_unknown", text(unknown)}};
  for (auto& entry : more) all.push_back(entry);
  return object("OneHotEncoder", all);
}

code ordinal(const code& categories, attributes more = {}) {
  attributes all = {{"n_features_in_", integer(1)}, {"categories_", list({categories})}};
  for (auto& entry : more) all.push_back(entry);
  return object("OrdinalEncoder", all);
}

const attributes infrequent = {{"_infrequent_enabled", boolean(true)},
                               {"_infrequent_indices", list({integers({0, 2})})},
                               {"_default_to_infrequent_mappings", list({integers({1, 0, 1})})}};

} // namespace

TEST_SUITE("convert/frontend/sklearn/encode") {
  TEST_CASE("text categories become the feature's vocabulary") {
    const auto m = model_of(one_hot(texts({"b", "a"}), "ignore"));
    REQUIRE(m.features[0].vocabulary.size() == 2);
    CHECK(m.features[0].vocabulary[0].text == "b");
    CHECK(answers::of(m, "transform", {1}) == std::vector{0.0, 1.0});
    CHECK(answers::of(m, "transform", {-1}) == std::vector{0.0, 0.0});
  }

  TEST_CASE("number categories stay numbers") {
    const auto m = model_of(one_hot(numbers({2, 7}), "error"));
    CHECK(!m.features[0].is_category());
    CHECK(answers::of(m, "transform", {7}) == std::vector{0.0, 1.0});
    CHECK(answers::refuses(m, {3}));
    CHECK(answers::refuses(m, {INFINITY}));
  }

  TEST_CASE("an unknown category names its feature when it is refused") {
    const auto m = model_of(one_hot(texts({"b", "a"}), "error"));
    const auto found = convert::ir::evaluate(m, std::vector{-1.0});
    REQUIRE(found.refused);
    CHECK(found.refused->why == convert::ir::row_refusal::kind::unseen);
    CHECK(found.refused->feature == 0);
  }

  TEST_CASE("a missing cell is a category if it was one") {
    const auto m = model_of(one_hot(objects({text("a"), number(missing)}), "error"));
    CHECK(answers::of(m, "transform", {missing}) == std::vector{0.0, 1.0});
    CHECK(answers::refuses(model_of(one_hot(texts({"a"}), "error")), {missing}));
  }

  TEST_CASE("None is the missing cell's category, but behind an imputer of NaN it could be either") {
    const code encoder = one_hot(objects({text("a"), none()}), "error");
    CHECK(answers::of(model_of(encoder), "transform", {missing}) == std::vector{0.0, 1.0});
    const code fill = object("SimpleImputer", {{"n_features_in_", integer(1)},
                                               {"statistics_", texts({"a"})},
                                               {"strategy", text("most_frequent")},
                                               {"missing_values", number(missing)}});
    CHECK(refused(pipeline({fill, encoder})) ==
          "`Pipeline.steps[1][1].categories_[0]`: None is a category, but an imputer before fills what is "
          "absent, "
          "and nothing tells None from NaN here: fit again with None replaced by NaN, or with "
          "SimpleImputer(missing_values=None)");
  }

  TEST_CASE("a missing cell was refused before 0.24") {
    const auto m = model_of(one_hot(texts({"a"}), "ignore", {{"_sklearn_version", text("0.23.2")}}));
    CHECK(answers::refuses(m, {missing}));
  }

  TEST_CASE("the dropped category is all zeros and those after it move up") {
    const auto m = model_of(one_hot(numbers({1, 2, 3}), "ignore", {{"drop_idx_", objects({integer(1)})}}));
    CHECK(answers::of(m, "transform", {1}) == std::vector{1.0, 0.0});
    CHECK(answers::of(m, "transform", {2}) == std::vector{0.0, 0.0});
    CHECK(answers::of(m, "transform", {3}) == std::vector{0.0, 1.0});
  }

  TEST_CASE("before 0.24 a data frame's columns of numbers refuse infinity beside columns of texts") {
    const auto m = model_of(object("OneHotEncoder", {{"n_features_in_", integer(2)},
                                                     {"categories_", list({numbers({1, 2}), texts({"a"})})},
                                                     {"handle_unknown", text("ignore")},
                                                     {"_sklearn_version", text("0.23.2")}}));
    CHECK(answers::of(m, "transform", {2, 0}) == std::vector{0.0, 1.0, 1.0});
    CHECK(answers::refuses(m, {INFINITY, 0}));
    CHECK(answers::refuses(m, {missing, 0}));
    CHECK(answers::refuses(m, {2, missing}));
  }

  TEST_CASE(
      "a warning about unknown categories puts them with the infrequent ones since 1.8, and nowhere before") {
    const auto of = [](const char* version) {
      attributes more = infrequent;
      more.emplace_back("_sklearn_version", text(version));
      return answers::of(model_of(one_hot(numbers({1, 2, 3}), "warn", more)), "transform", {9});
    };
    CHECK(of("1.7.2") == std::vector{0.0, 0.0});
    CHECK(of("1.8.0") == std::vector{0.0, 1.0});
  }

  TEST_CASE("infrequent categories share the last column") {
    const auto m = model_of(one_hot(numbers({1, 2, 3}), "infrequent_if_exist", infrequent));
    CHECK(answers::of(m, "transform", {1}) == std::vector{0.0, 1.0});
    CHECK(answers::of(m, "transform", {2}) == std::vector{1.0, 0.0});
    CHECK(answers::of(m, "transform", {9}) == std::vector{0.0, 1.0});
  }

  TEST_CASE("since 1.3 the dropped index after grouping is beside the one before it") {
    attributes more = infrequent;
    more.emplace_back("drop_idx_", objects({integer(2)}));
    more.emplace_back("_drop_idx_after_grouping", objects({integer(1)}));
    const auto m = model_of(one_hot(numbers({1, 2, 3}), "infrequent_if_exist", more));
    CHECK(answers::of(m, "transform", {2}) == std::vector{1.0});
    CHECK(answers::of(m, "transform", {3}) == std::vector{0.0});
  }

  TEST_CASE("an ordinal encoder has its own codes for unknown and missing") {
    const auto m = model_of(ordinal(numbers({5, 8, missing}), {{"handle_unknown", text("use_encoded_value")},
                                                               {"unknown_value", integer(-7)},
                                                               {"encoded_missing_value", integer(-2)}}));
    CHECK(answers::of(m, "transform", {8}) == std::vector{1.0});
    CHECK(answers::of(m, "transform", {6}) == std::vector{-7.0});
    CHECK(answers::of(m, "transform", {missing}) == std::vector{-2.0});
  }

  TEST_CASE("texts of a column that is no feature are refused") {
    CHECK(refused(pipeline({standard_scaler({0}, {1}), ordinal(texts({"a"}))})) ==
          "`Pipeline.steps[1][1].categories_[0]`: column 0 holds texts but is not a copy of a feature");
  }

  TEST_CASE("an unknown policy is refused") {
    CHECK(refused(one_hot(numbers({1}), "guess")) ==
          "`OneHotEncoder`: handle_unknown `guess` is not supported");
  }
}
