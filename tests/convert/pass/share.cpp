// convert/pass/share.cpp -- equal steps meet, nearly equal ones do not.
#include <convert/pass/share.hpp>

#include <limits>

#include <convert/pass/drop_dead.hpp>
#include <support/builder_over.hpp>

#include "same_answers.hpp"

using namespace convert;

namespace {

/// How many of two steps over the same row are left.
std::size_t left_of(const ir::operation_of_step& first, const ir::operation_of_step& second,
                    bool second_f32 = false) {
  auto b = support::builder_over({"x"});
  const std::vector<ir::value> both{b.add(b.row(), first), b.add(b.row(), second, second_f32)};
  b.answer(ir::role::raw, "raw", b.concat(both));
  auto m = std::move(b).take();
  pass::share(m);
  return m.steps.size() - 1;
}

} // namespace

TEST_SUITE("pass/share") {
  TEST_CASE("chains of equal steps become one chain") {
    auto b = support::builder_over({"x", "y"});
    std::vector<ir::value> ends;
    for (int i = 0; i < 3; ++i) {
      const auto checked = b.add(b.row(), ir::require{});
      const auto scaled = b.add(checked, ir::affine{ir::affine::form::subtract_divide, {1, 2}, {3, 4}});
      ends.push_back(b.add(scaled, ir::linear{1, {1.0 * i, 2}, {0}}));
    }
    b.answer(ir::role::raw, "raw", b.concat(ends));
    auto m = std::move(b).take();
    pass::share(m);
    CHECK(m.steps.size() == 6); // one check, one scaler, three sums, one pick
    CHECK(m.outputs[0].from == 6);
  }

  TEST_CASE("steps that differ in one bit stay two") {
    const auto plus = [](double x) { return ir::with_constants{ir::operation::add, false, {x}}; };
    CHECK(left_of(plus(1), plus(1)) == 1);
    CHECK(left_of(plus(0.0), plus(-0.0)) == 2);
    CHECK(left_of(plus(1), plus(1 + std::numeric_limits<double>::epsilon())) == 2);
    CHECK(left_of(plus(1), plus(1), true) == 2); // f32 rounds
    const ir::with_constants minus{ir::operation::subtract, false, {1}};
    CHECK(left_of(plus(1), minus) == 2);
  }

  TEST_CASE("a NaN among the constants does not keep equal steps apart") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const ir::impute fills{true, 0, {nan}};
    CHECK(left_of(fills, fills) == 1);
  }

  TEST_CASE("forests are compared node by node") {
    ir::forest f;
    f.features = 1;
    f.base = {0};
    f.leaves = {1, 2};
    f.trees.resize(1);
    f.trees[0].nodes.resize(3);
    f.trees[0].nodes[0].left = 1;
    f.trees[0].nodes[0].right = 2;
    f.trees[0].nodes[2].leaf = 1;
    auto other = f;
    CHECK(left_of(f, other) == 1);
    other.trees[0].nodes[0].missing_left = true;
    CHECK(left_of(f, other) == 2);
  }

  TEST_CASE("answers and refusals stay the same to the bit") {
    // Few kinds, few columns, so that equal steps occur.
    const support::random_options how{.max_steps = 30,
                                      .max_features = 1,
                                      .kinds =
                                          pass::kinds_of<ir::complement, ir::norm, ir::decide, ir::select>()};
    CHECK(pass::check_exact(pass::share, how) > 50);
    pass::check_exact(pass::share);
  }
}
