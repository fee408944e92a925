// convert/frontend/sklearn/estimator.cpp -- versions, vocabularies, and objects that hold one another.
#include <doctest/doctest.h>

#include <convert/frontend/sklearn/estimator.hpp>

#include "pickled.hpp"

using namespace pickled;
using convert::sklearn::parse_version;
using convert::sklearn::version;

namespace {

code ordinal(const std::vector<std::string>& categories) {
  return object("OrdinalEncoder",
                {{"n_features_in_", integer(1)}, {"categories_", list({texts(categories)})}});
}

code side_by_side(const std::vector<code>& parts) {
  std::vector<code> named;
  for (const auto& part : parts) named.push_back(tuple({text("a part"), part}));
  return object("FeatureUnion", {{"transformer_list", list(named)}});
}

} // namespace

TEST_SUITE("convert/frontend/sklearn/estimator") {
  TEST_CASE("what comes before a word in a version counts") {
    CHECK(parse_version("1.2.1") == version{1, 2, 1});
    CHECK(parse_version("0.24rc1") == version{0, 24, 0});
    CHECK(parse_version("1.9.dev0") == version{1, 9, 0});
    CHECK(parse_version("1.10.0") > version{1, 9, 1});
  }

  TEST_CASE("two encoders of one feature share a vocabulary and keep their own codes") {
    const auto m = model_of(side_by_side({ordinal({"b", "a"}), ordinal({"c", "b"})}));
    REQUIRE(m.features[0].vocabulary.size() == 3); // b, a, c
    CHECK(answers::of(m, "transform", {0}) == std::vector{0.0, 1.0});
    CHECK(answers::refuses(m, {1})); // the second does not know "a"
  }

  TEST_CASE("a feature is read as numbers or as texts") {
    const auto by_number =
        object("OrdinalEncoder", {{"n_features_in_", integer(1)}, {"categories_", list({numbers({1, 2})})}});
    CHECK(
        refused(side_by_side({by_number, ordinal({"a"})})) ==
        "`FeatureUnion.transformer_list[1][1].categories_[0]`: feature `x0` is read as texts and as numbers");
  }

  TEST_CASE("an object that holds itself is refused") {
    const auto itself = remembered(global("sklearn.any", "FrozenEstimator") + ")\x81", 0) +
                        dict({{"n_features_in_", integer(1)}, {"estimator", recalled(0)}}) + "b";
    CHECK(refused(itself).ends_with("the same object is used too often"));
  }

  TEST_CASE("one object asked twice over one row is built once") {
    const code twice = side_by_side({remembered(standard_scaler({1}, {2}), 0), recalled(0)});
    const auto m = model_of(twice);
    CHECK(m.steps.size() == 3); // the check, the scaler, both columns
    CHECK(answers::of(m, "transform", {5}) == std::vector{2.0, 2.0});
  }
}
