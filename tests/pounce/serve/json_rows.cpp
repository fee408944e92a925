#include <pounce/serve/json_rows.hpp>

#include <cmath>
#include <string>
#include <vector>

#include <support/served_model.hpp>

#include <doctest/doctest.h>

using namespace pounce::serving;

TEST_SUITE("json_rows") {
  TEST_CASE("values land where their feature is, missing ones as NaN") {
    const auto m = pounce::model::open(support::valid_path("categories").c_str());
    REQUIRE(m);
    std::vector<double> memory(workspace_bytes(*m, 4096) / 8);
    workspace space = lay_out_workspace(*m, 4096, std::as_writable_bytes(std::span(memory)));
    std::uint64_t row_number = 0;
    std::string text = R"([{"Income":129,"Home":"owner"},{"Home":"castle"},{"Seniority":-0.5}])";
    json_reader<> reader(text);
    json_rows<> rows(*m, space, row_number, text);
    REQUIRE_FALSE(rows.read(reader));
    CHECK(reader.next() == json_token::end);
    REQUIRE(rows.count() == 3);
    const std::size_t n = m->features();
    CHECK(space.rows[8] == 129);
    CHECK(space.rows[1] >= 0);
    CHECK(std::isnan(space.rows[0]));
    CHECK(space.rows[n + 1] == pounce::row_builder::unseen);
    CHECK(space.rows[2 * n] == -0.5);
    CHECK(std::isnan(space.rows[2 * n + 1]));
    CHECK(row_number == 3);
  }

  TEST_CASE("an escaped text is decoded where it stands") {
    std::string text = R"(["a\u0062c"])";
    json_reader<> reader(text);
    reader.next();
    reader.next();
    CHECK(said(reader, std::span<char>(text)) == "abc");
    CHECK(text.starts_with("[\"abc"));
  }
}
