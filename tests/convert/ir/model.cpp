// convert/ir/model.cpp -- widths of values.
#include <convert/ir/model.hpp>

#include <convert/refusal.hpp>

#include "one_step.hpp"

using namespace convert;
using namespace convert::ir;

TEST_SUITE("ir/model") {
  TEST_CASE("there is one width more than steps: the row's") {
    CHECK(widths(one_step(3, complement{})) == std::vector<std::uint32_t>{3, 6});
    CHECK(widths(model{}) == std::vector<std::uint32_t>{0});
  }

  TEST_CASE("a step that does not fit is named by its number") {
    model m = one_step(3, complement{});
    m.steps.push_back({1, pair_votes{3}, false});
    CHECK_THROWS_WITH_AS(static_cast<void>(widths(m)),
                         "step 1: `pair_votes`: 6 columns do not fit the pairs of 3 classes", refusal);
  }
}
