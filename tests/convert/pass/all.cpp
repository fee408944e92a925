// convert/pass/all.cpp -- the passes together.
#include <convert/pass/all.hpp>

#include <algorithm>

#include <convert/refusal.hpp>
#include <support/builder_over.hpp>

#include "same_answers.hpp"

using namespace convert;

TEST_SUITE("pass/all") {
  TEST_CASE("a voting of pipelines shares its scaler and folds nothing that two read") {
    auto b = support::builder_over({"x", "y"});
    std::vector<ir::value> ends;
    for (int i = 0; i < 3; ++i) {
      const auto checked = b.add(b.row(), ir::require{.missing_allowed = true, .features = {}});
      const auto scaled = b.add(checked, ir::affine{ir::affine::form::subtract_divide, {1, 2}, {3, 4}});
      const auto again = b.add(scaled, ir::require{});
      ends.push_back(b.add(again, ir::linear{1, {1.0 * i, 2}, {0}}));
    }
    b.answer(ir::role::raw, "raw", b.add(b.concat(ends), ir::combine{{1, 1, 1}, 3}));
    const auto m = pass::run_passes(std::move(b).take());
    CHECK(m.steps.size() == 8); // check, scaler, check, three sums, pick, mean
  }

  TEST_CASE("an imputer, a scaler and a logistic regression become three steps") {
    auto b = support::builder_over({"x", "y"});
    const auto checked = b.add(b.row(), ir::require{.missing_allowed = true, .features = {}});
    const auto filled = b.add(checked, ir::impute{true, 0, {1, 2}});
    const auto scaled = b.add(b.add(filled, ir::require{.missing_allowed = true, .features = {}}),
                              ir::affine{ir::affine::form::subtract_divide, {1, 2}, {3, 4}});
    const auto raw = b.add(b.add(scaled, ir::require{}), ir::linear{1, {1, 2}, {0}});
    b.answer(ir::role::raw, "raw", raw);
    const auto m = pass::run_passes(std::move(b).take());
    CHECK(m.steps.size() == 3); // check, imputer, sum
  }

  TEST_CASE("a malformed model is refused") {
    ir::model m;
    m.features.resize(1);
    m.steps.push_back({4, ir::complement{}, false});
    m.outputs.push_back({ir::role::raw, "raw", 1, {}});
    CHECK_THROWS_WITH_AS(pass::run_passes(m), "step 0: `complement`: value 4 does not come before it",
                         refusal);
  }

  TEST_CASE("a model that has been through the passes does not change any more") {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      CAPTURE(seed);
      const auto once = pass::run_passes(support::random_model(seed));
      CHECK(ir::text_of(pass::run_passes(once)) == ir::text_of(once));
    }
  }

  TEST_CASE("without weights, so without folds, answers and refusals stay the same to the bit") {
    std::vector<std::size_t> kinds;
    for (std::size_t kind = 0; kind < std::variant_size_v<ir::operation_of_step>; ++kind)
      kinds.push_back(kind);
    for (const std::size_t weights : pass::kinds_of<ir::linear, ir::network>())
      kinds.erase(std::find(kinds.begin(), kinds.end(), weights));
    const auto all = [](ir::model& m) { m = pass::run_passes(std::move(m)); };
    CHECK(pass::check_exact(all, {.max_steps = 20, .kinds = kinds}, 2000) > 1000);
  }
}
