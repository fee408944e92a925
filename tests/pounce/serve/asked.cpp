#include <pounce/serve/asked.hpp>

#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

using namespace pounce::serving;

TEST_SUITE("asked") {
  TEST_CASE("answers are found by role, by label and by their own name") {
    const auto m = pounce::model::open(support::valid_path("categories").c_str());
    REQUIRE(m);
    REQUIRE(find_answer(*m, "proba"));
    CHECK(find_answer(*m, "proba")->what == pounce::role::proba);
    CHECK(find_answer(*m, "label")->label_texts);
    CHECK(find_answer(*m, "label")->what == pounce::role::predict);
    CHECK(find_answer(*m, "raw"));
    CHECK_FALSE(find_answer(*m, "transform"));
    CHECK_FALSE(find_answer(*m, ""));
    CHECK_FALSE(find_answer(*m, "Proba"));
    const auto own = m->contents().text_at(m->outputs(pounce::role::raw)[0].name);
    REQUIRE(find_answer(*m, own));
    CHECK(find_answer(*m, own)->what == pounce::role::raw);
  }

  TEST_CASE("a regressor has no label, and a transformer's first answer is its columns") {
    const auto regressor = pounce::model::open(support::valid_path("voting").c_str());
    const auto pca = pounce::model::open(support::valid_path("pca").c_str());
    REQUIRE(regressor);
    REQUIRE(pca);
    CHECK(first_answer(*regressor).what == pounce::role::predict);
    if (regressor->outputs(pounce::role::predict)[0].label_count == 0)
      CHECK_FALSE(find_answer(*regressor, "label"));
    CHECK_FALSE(first_answer(*pca).outputs.empty());
  }
}
