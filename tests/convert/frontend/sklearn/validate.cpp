// convert/frontend/sklearn/validate.cpp -- where a check is made and where none is needed.
#include <doctest/doctest.h>

#include <convert/frontend/sklearn/validate.hpp>
#include <support/builder_over.hpp>

using namespace convert;
using sklearn::accepts;
using sklearn::validated;

TEST_SUITE("convert/frontend/sklearn/validate") {
  TEST_CASE("a second check that says no more than the first is left out") {
    auto b = support::builder_over({"x", "y"});
    sklearn::context c(b);
    const auto finite = validated(c, b.row(), accepts::finite);
    CHECK(finite != b.row());
    CHECK(validated(c, finite, accepts::finite) == finite);
    CHECK(validated(c, finite, accepts::finite_or_missing) == finite);
    const auto picked = b.slice(finite, 1, 1);
    CHECK(validated(c, picked, accepts::finite) == picked);
    CHECK(validated(c, finite, accepts::finite_f32) != finite); // 1e300 is finite, but not as a float
  }

  TEST_CASE("a filled column is not missing but can be infinite") {
    auto b = support::builder_over({"x"});
    sklearn::context c(b);
    const auto filled = b.add(b.row(), ir::impute{true, 0, {1}});
    CHECK(validated(c, filled, accepts::not_missing) == filled);
    CHECK(validated(c, filled, accepts::finite) != filled);
  }

  TEST_CASE("codes and flags need no check") {
    auto b = support::builder_over({"x"});
    sklearn::context c(b);
    ir::code_map map;
    map.columns.push_back({.keys = {1}, .codes = {0}, .unseen = -1, .missing = -1});
    const auto codes = b.add(b.row(), map);
    CHECK(validated(c, codes, accepts::finite_f32) == codes);
    const auto hot = b.add(codes, ir::one_hot{{1}});
    CHECK(validated(c, hot, accepts::finite) == hot);
  }

  TEST_CASE("a sum can overflow and is checked again") {
    auto b = support::builder_over({"x"});
    sklearn::context c(b);
    const auto sum = b.add(validated(c, b.row(), accepts::finite), ir::linear{1, {2}, {0}});
    CHECK(validated(c, sum, accepts::finite) != sum);
  }
}
