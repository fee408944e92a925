// tests/convert/frontend/lightgbm/leaf_questions.cpp -- coefficients of 0, and constants and coefficients that are NaN.
#include <convert/frontend/lightgbm/leaf_questions.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <convert/frontend/lightgbm/model.hpp>

#include "../answers.hpp"
#include "model_text.hpp"

using answers::missing;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double largest = std::numeric_limits<double>::max();

/// The lines of a tree of one leaf.
struct one_leaf {
  std::string constant, count, features, coefficients;
  std::string plain = "100";
};

/// What it answers to a row (a, b).
double leaf(const one_leaf& t, double a, double b) {
  return answers::of(convert::lightgbm::read_model(lightgbm_text::text_of(
                         {"num_leaves=1\nnum_cat=0\nleaf_value=" + t.plain +
                          "\nis_linear=1\nleaf_const=" + t.constant + "\nnum_features=" + t.count +
                          "\nleaf_features=" + t.features + "\nleaf_coeff=" + t.coefficients + "\n"})),
                     "raw", {a, b})
      .at(0);
}

} // namespace

TEST_SUITE("convert/frontend/lightgbm/leaf_questions") {

  TEST_CASE("a coefficient of 0 adds nothing") {
    CHECK(leaf({"1", "2", "0 1", "0 3"}, 5, 7) == 1 + 3 * 7);
    CHECK(leaf({"1", "2", "0 1", "0 3"}, largest, 7) == 1 + 3 * 7);
    CHECK(leaf({"1", "2", "0 1", "0 3"}, -largest, 7) == 1 + 3 * 7);
    CHECK(leaf({"1", "2", "0 1", "0 -0"}, 5, 7) == 1);
  }

  TEST_CASE("where its feature is missing the leaf's plain value answers, and NaN where it is infinite") {
    CHECK(leaf({"1", "2", "0 1", "0 3"}, missing, 7) == 100);
    CHECK(std::isnan(leaf({"1", "2", "0 1", "0 3"}, infinity, 7)));
    CHECK(std::isnan(leaf({"1", "2", "0 1", "0 3"}, -infinity, 7)));
  }

  TEST_CASE("one missing feature is enough, whichever it is") {
    CHECK(leaf({"1", "2", "0 1", "0 3"}, 5, missing) == 100);
    CHECK(leaf({"1", "2", "0 1", "0 3"}, infinity, missing) == 100);
    CHECK(leaf({"1", "2", "0 1", "0 0"}, -infinity, missing) == 100);
    CHECK(leaf({"1", "2", "0 1", "0 0"}, missing, infinity) == 100);
    CHECK(leaf({"1", "2", "0 1", "3 0"}, missing, infinity) == 100);
  }

  TEST_CASE("a constant or a coefficient that is NaN is the answer, unless a feature is missing") {
    CHECK(std::isnan(leaf({"-nan", "0", "", ""}, 5, 7)));
    CHECK(std::isnan(leaf({"nan", "0", "", ""}, missing, missing)));
    CHECK(std::isnan(leaf({"nan", "1", "1", "3"}, missing, 7)));
    CHECK(leaf({"nan", "1", "1", "3"}, 5, missing) == 100);
    CHECK(std::isnan(leaf({"1", "2", "0 1", "nan 3"}, infinity, 0)));
    CHECK(leaf({"1", "2", "0 1", "nan 0"}, infinity, missing) == 100);
  }

  TEST_CASE(
      "an infinite constant is added to, and an infinite plain value answers where a feature is missing") {
    CHECK(leaf({"inf", "1", "1", "3"}, 5, 7) == infinity);
    CHECK(std::isnan(leaf({"inf", "1", "1", "3"}, 5, -infinity)));
    CHECK(leaf({"inf", "1", "1", "3"}, 5, missing) == 100);
    CHECK(leaf({"inf", "0", "", ""}, missing, missing) == infinity);
    CHECK(leaf({"1", "1", "1", "3", "-inf"}, 5, 7) == 1 + 3 * 7);
    CHECK(leaf({"1", "1", "1", "3", "-inf"}, 5, missing) == -infinity);
    CHECK(leaf({"1", "0", "", "", "-inf"}, 5, missing) == 1);
    CHECK(std::isnan(leaf({"1", "1", "1", "0", "nan"}, 5, missing)));
  }

  TEST_CASE("the other leaves of the tree stay as they are") {
    const auto m = convert::lightgbm::read_model(lightgbm_text::text_of(
        {lightgbm_text::tree("0.5", "100", "200") +
         "is_linear=1\nleaf_const=1 2\nnum_features=1 1\nleaf_features=1 1\nleaf_coeff=0 3\n"}));
    CHECK(answers::of(m, "raw", {0, 7}) == std::vector{1.0});
    CHECK(answers::of(m, "raw", {0, missing}) == std::vector{100.0});
    CHECK(answers::of(m, "raw", {1, 7}) == std::vector{2.0 + 3 * 7});
    CHECK(answers::of(m, "raw", {1, missing}) == std::vector{200.0});
  }
}
