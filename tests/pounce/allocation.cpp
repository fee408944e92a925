// A million predictions, of every kind of model there is a file of, without one call of operator new.
#include <support/counting_new.hpp>

#include <vector>

#include <pounce/pounce.hpp>
#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

TEST_SUITE("allocation") {
  TEST_CASE("opening and a million predictions allocate nothing") {
    for (const char* name :
         {"smallest", "tree", "vector_leaves", "ranks_and_missing", "categories", "network", "voting"}) {
      CAPTURE(name);
      const std::string path = support::valid_path(name);
      const auto warm = pounce::model::open(path.c_str());
      REQUIRE(warm);
      std::vector<double> answers(warm->columns(pounce::role::predict));
      std::vector<double> space(warm->features());
      const auto& p = warm->contents();
      const std::size_t stride = warm->features() + p.about.test_columns;
      const std::uint64_t before = support::calls_of_new();
      const auto model = pounce::model::open(path.c_str());
      bool all_answered = model.has_value();
      for (std::size_t i = 0; i < 1'000'000 / 7 && all_answered; ++i) {
        const auto row = p.tests.subspan(i % p.about.test_rows * stride, model->features());
        all_answered = static_cast<bool>(model->predict(row, answers));
      }
      pounce::row_builder row(*model, space);
      all_answered = all_answered && row.set(model->feature_name(0), 1.0).has_value();
      CHECK(support::calls_of_new() == before);
      CHECK(all_answered);
    }
  }
}
