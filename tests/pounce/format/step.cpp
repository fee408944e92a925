#include <pounce/format/step.hpp>

#include <doctest/doctest.h>

TEST_SUITE("format/step") {
  TEST_CASE("the counts of kinds, functions and operations are those of their lists") {
    using namespace pounce::format;
    CHECK(static_cast<int>(step_kind::top) + 1 == step_kinds);
    CHECK(static_cast<int>(function::float_gelu_tanh) + 1 == functions);
    CHECK(static_cast<int>(operation::logical_or) + 1 == operations);
  }
}
