#include <pounce/serve/workspace.hpp>

#include <vector>

#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

using namespace pounce::serving;

TEST_SUITE("workspace") {
  TEST_CASE("the parts lie side by side within the memory and hold what requests need") {
    for (const char* name : {"smallest", "tree", "vector_leaves", "categories", "network", "voting", "pca"}) {
      const auto m = pounce::model::open(support::valid_path(name).c_str());
      REQUIRE(m);
      const std::size_t bytes = workspace_bytes(*m, 1000);
      std::vector<double> memory(bytes / 8);
      const auto all = std::as_writable_bytes(std::span(memory));
      const workspace w = lay_out_workspace(*m, 1000, all);
      CHECK(w.rows.size() >= 500);
      CHECK(w.rows.size() >= m->features());
      CHECK(w.seen.size() == m->features());
      CHECK(w.scratch.size() >= m->scratch_bytes(1));
      CHECK(w.answers.size() >= w.block_rows * m->columns(pounce::role::proba));
      const auto* const end = all.data() + all.size();
      CHECK(std::as_bytes(w.seen).data() >= all.data());
      CHECK(std::as_bytes(w.rows).data() + w.rows.size_bytes() <= end);
      CHECK(w.scratch.data() + w.scratch.size() <= std::as_bytes(w.rows).data());
      CHECK(std::as_bytes(w.seen).data() + w.seen.size_bytes() <= std::as_bytes(w.answers).data());
    }
  }
}
