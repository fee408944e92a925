#include <pounce/row_builder.hpp>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

using pounce::errc;
using pounce::row_builder;

TEST_SUITE("row_builder") {
  TEST_CASE("a row filled by name is the row filled by position") {
    const auto m = pounce::model::open(support::valid_path("categories").c_str());
    REQUIRE(m);
    std::vector<double> space(m->features());
    row_builder row(*m, space);
    CHECK(std::isnan(space[0]));
    CHECK(row.set("Seniority", 9));
    CHECK(row.set("Home", "owner"));
    CHECK(row.set("Income", 55.0));
    CHECK(space[0] == 9);
    CHECK(space[8] == 55);
    CHECK(row.is_category(1));
    CHECK_FALSE(row.is_category(0));
    const auto& p = m->contents();
    const auto label = p.labels[p.features[1].first_label + static_cast<std::uint32_t>(space[1])];
    CHECK(p.text_at(label.text) == "owner");
    row.clear();
    CHECK(std::isnan(space[8]));
  }

  TEST_CASE("a category that the model has not seen is unseen, a missing one is missing") {
    const auto m = pounce::model::open(support::valid_path("categories").c_str());
    REQUIRE(m);
    std::vector<double> space(m->features());
    row_builder row(*m, space);
    CHECK(row.set("Home", "castle"));
    CHECK(space[1] == row_builder::unseen);
    CHECK(row.set("Home", std::nan("")));
    CHECK(std::isnan(space[1]));
    CHECK(row.set("Home", 3.0));
    CHECK(space[1] == row_builder::unseen); // the homes are texts
  }

  TEST_CASE("a name that no feature has, and a text for a number, are refused") {
    const auto m = pounce::model::open(support::valid_path("categories").c_str());
    REQUIRE(m);
    std::vector<double> space(m->features());
    row_builder row(*m, space);
    CHECK(row.set("Castle", 1.0).error().code == errc::no_such_feature);
    CHECK(row.set(13, 1.0).error().code == errc::no_such_feature);
    CHECK(row.set(13, "x").error().code == errc::no_such_feature);
    const auto text = row.set("Age", "old");
    REQUIRE_FALSE(text);
    CHECK(text.error().code == errc::not_a_category);
    CHECK(text.error().feature == 3);
  }
}
