// convert/ir/evaluate_top.cpp -- the best numbers of groups worked by hand.
#include <convert/ir/evaluate_step.hpp>

#include "one_step.hpp"

using namespace convert::ir;

TEST_SUITE("ir/evaluate_top") {
  TEST_CASE("the best numbers of all groups come first, then where they stand") {
    CHECK(made_of({3, 1, 4, 9, 2, 6}, top{false, 2, 2}) == std::vector<double>{4, 3, 9, 6, 2, 0, 0, 2});
    CHECK(made_of({3, 1, 4, 9, 2, 6}, top{true, 1, 3}) == std::vector<double>{1, 4, 2, 1, 0, 0});
  }

  TEST_CASE("of equal numbers the first comes first") {
    CHECK(made_of({1, 2, 2, 1, 2}, top{false, 4, 1}) == std::vector<double>{2, 2, 2, 1, 1, 2, 4, 0});
  }

  TEST_CASE("NaN is where ONNX Runtime's heap leaves it") { // answers of ONNX Runtime 1.30
    CHECK(alike(made_of({1, no_number, 5, 2, 3}, top{false, 3, 1}), {no_number, 5, 3, 1, 2, 4}));
    CHECK(alike(made_of({no_number, 1, 2, no_number, 3}, top{false, 3, 1}), {2, 1, no_number, 2, 1, 0}));
    CHECK(alike(made_of({1, no_number, 5, 2, 3}, top{true, 3, 1}), {no_number, 1, 2, 1, 0, 3}));
  }
}
