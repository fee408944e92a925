// tests/convert/frontend/lightgbm/linear_tree.cpp -- leaves that are linear models.
#include <convert/frontend/lightgbm/linear_tree.hpp>

#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include <convert/frontend/lightgbm/model.hpp>

#include "../answers.hpp"
#include "model_text.hpp"

using answers::missing;
using answers::of;
using convert::lightgbm::read_model;
using lightgbm_text::refused_tree;
using lightgbm_text::text_of;
using lightgbm_text::tree;

namespace {

std::string linear(const std::string& constants, const std::string& counts, const std::string& features,
                   const std::string& coefficients) {
  return tree("0.5", "100", "200", "8") + "is_linear=1\nleaf_const=" + constants +
         "\nnum_features=" + counts + "\nleaf_features=" + features + "\nleaf_coeff=" + coefficients + "\n";
}

} // namespace

TEST_SUITE("convert/frontend/lightgbm/linear_tree") {

  TEST_CASE("a leaf answers its constant and its products") {
    const auto m = read_model(text_of({linear("1 2", "2 1", "0 1  1 ", "10 0.5  -3 ")}));
    CHECK(of(m, "raw", {0.5, 4.0}) == std::vector{1 + 10 * 0.5 + 0.5 * 4});
    CHECK(of(m, "raw", {1.0, 4.0}) == std::vector{2 - 3 * 4.0});
  }

  TEST_CASE("a leaf with a missing feature answers its plain value") {
    const auto m = read_model(text_of({linear("1 2", "2 1", "0 1  1 ", "10 0.5  -3 ")}));
    CHECK(of(m, "raw", {0.5, missing}) == std::vector{100.0});
    CHECK(of(m, "raw", {missing, 4.0}) ==
          std::vector{2 - 3 * 4.0}); // goes right, where feature 0 is not used
    CHECK(of(m, "raw", {missing, missing}) == std::vector{200.0});
  }

  TEST_CASE("plain trees and leaves without features stand beside linear ones") {
    const auto m = read_model(text_of(
        {tree("0.5", "7", "8"), linear("1 2", "0 1", " 1 ", " -3 "),
         "num_leaves=1\nnum_cat=0\nleaf_value=0.25\nis_linear=1\nleaf_const=0.5\nnum_features=0\nleaf_"
         "features=\nleaf_coeff=\n"}));
    CHECK(of(m, "raw", {0.0, missing}) == std::vector{7 + 1 + 0.5});
    CHECK(of(m, "raw", {1.0, 2.0}) == std::vector{8 + (2 - 6.0) + 0.5});
    CHECK(of(m, "raw", {1.0, missing}) == std::vector{8 + 200 + 0.5});
  }

  TEST_CASE("the sum keeps LightGBM's order to the last bit") {
    const double first = (0.1 + 0.7 * 0.3) + -0.3 * 1.1;
    const double second = 0.2 + 0.9 * 1.1;
    CHECK(of(read_model(text_of(
                 {linear("0.1 0", "2 0", "0 1  ", "0.7 -0.3  "), linear("0.2 0", "1 0", "1  ", "0.9  ")})),
             "raw", {0.3, 1.1}) == std::vector{first + second});
  }

  TEST_CASE("infinite features are multiplied and added where the leaf uses them, and nowhere else") {
    const auto m = read_model(text_of({linear("1 2", "2 1", "0 1  1 ", "10 0.5  -3 ")}));
    CHECK(of(m, "raw", {0.0, INFINITY}) == std::vector{static_cast<double>(INFINITY)});
    CHECK(of(m, "raw", {1.0, INFINITY}) == std::vector{static_cast<double>(-INFINITY)});
    CHECK(of(m, "raw", {INFINITY, 4.0}) ==
          std::vector{2 - 3 * 4.0}); // goes right, where feature 0 is not used
    CHECK(std::isnan(of(m, "raw", {-INFINITY, INFINITY})[0]));
    CHECK(of(m, "raw", {-INFINITY, missing}) == std::vector{100.0});
    CHECK(of(m, "raw", {INFINITY, missing}) == std::vector{200.0});
  }

  TEST_CASE("a sum that overflows does not leave its tree's plain value undefined") {
    const auto m = read_model(
        text_of({linear("1 2", "2 1", "0 1  1 ", "-1e10 0.5  -3 "), linear("1 2", "1 0", "0  ", "3  ")}));
    CHECK(of(m, "raw", {-1e300, missing}) == std::vector{100.0 + (1 + 3 * -1e300)});
  }

  TEST_CASE("models of leaves that do not fit are refused") {
    CHECK(refused_tree(linear("1", "0 0", "", "")) ==
          "line 21: tree 0, `leaf_const`: 1 numbers instead of 2");
    CHECK(refused_tree(linear("1 2", "9 0", "0", "1")) ==
          "line 22: tree 0, `num_features`: more features than are listed");
    CHECK(refused_tree(linear("1 2", "1 0", "5", "1")) ==
          "line 23: tree 0, `leaf_features`: feature 2 is past the last feature 1");
    CHECK(refused_tree(linear("1 2", "2 0", "0 0", "1 1")) ==
          "line 23: tree 0, `leaf_features`: the features of a leaf do not ascend");
    CHECK(refused_tree(linear("1 2", "1 0", "0", "inf")) ==
          "line 24: tree 0, `leaf_coeff`: a coefficient is infinite");
  }
}
