// pounce/kernels/run.cpp -- programs of several steps.
#include <doctest/doctest.h>

#include <pounce/kernels/run.hpp>
#include <support/reference_kernels.hpp>

using namespace reference;
using format::step_kind;

namespace {

format::step step_of(step_kind kind, std::uint32_t input, std::uint32_t output, std::uint32_t roles) {
  format::step s{};
  s.kind = kind;
  s.input = input;
  s.input_width = 2;
  s.output = output;
  s.output_width = 2;
  s.roles = roles;
  return s;
}

} // namespace

TEST_SUITE("kernels/run") {
  TEST_CASE("steps run in order, each on the scratch of the ones before it, only for the roles asked for") {
    // z = (x - 1) / 2, then z^2 for role 0 and -z for role 1
    const double numbers[] = {1, 1, 2, 2};
    auto scale = step_of(step_kind::affine, 0, 2, 3);
    scale.a = {0, 2};
    scale.b = {2, 2};
    auto square = step_of(step_kind::unary, 2, 4, 1);
    square.variant = static_cast<std::uint8_t>(format::function::square);
    auto negative = step_of(step_kind::unary, 2, 4, 2);
    negative.variant = static_cast<std::uint8_t>(format::function::negative);
    const format::step steps[] = {scale, square, negative};
    pounce::view::program p;
    p.steps = steps;
    p.numbers = numbers;
    const double rows[] = {3, 5, 7, 9};
    double scratch[8] = {};
    const pounce::kernels::block b{rows, 2, scratch, 4, nullptr, 2, 2};
    CHECK(pounce::kernels::run(p, 1, b, isa::baseline));
    CHECK(same({scratch, scratch + 8}, {1, 2, 1, 4, 3, 4, 9, 16}));
    CHECK(pounce::kernels::run(p, 2, b, isa::baseline));
    CHECK(same({scratch, scratch + 8}, {1, 2, -1, -2, 3, 4, -3, -4}));
  }

  TEST_CASE("only networks and sums of many weights use more than the baseline's instructions") {
    auto one = step_of(step_kind::linear, 0, 2, 1);
    pounce::view::program p;
    p.steps = {&one, 1};
    one.a.count = 63;
    CHECK_FALSE(pounce::kernels::uses_isa(p));
    one.a.count = 64;
    CHECK(pounce::kernels::uses_isa(p));
    one.kind = step_kind::forest;
    CHECK_FALSE(pounce::kernels::uses_isa(p));
    one.kind = step_kind::network;
    one.a.count = 1;
    CHECK(pounce::kernels::uses_isa(p));
  }

  TEST_CASE("the first step that refuses ends the run") {
    const std::uint32_t features[] = {0, 1};
    auto require = step_of(step_kind::require, 0, 0, 1);
    require.a = {0, 2};
    require.alpha = -infinity;
    const format::step steps[] = {require, step_of(step_kind::unary, 0, 2, 1)};
    pounce::view::program p;
    p.steps = steps;
    p.indices = features;
    const double row[] = {1, quiet_nan};
    double scratch[2] = {-7, -7};
    const auto done = pounce::kernels::run(p, 1, {row, 2, scratch, 2, nullptr, 1, 2}, isa::baseline);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == pounce::errc::missing_refused);
    CHECK(done.error().row == 0);
    CHECK(done.error().feature == 1);
    CHECK(scratch[0] == -7);
  }

  TEST_CASE("a block of no rows changes nothing") {
    const format::step steps[] = {step_of(step_kind::unary, 0, 2, 1)};
    pounce::view::program p;
    p.steps = steps;
    const double row[] = {1, 2};
    double scratch[2] = {-7, -7};
    CHECK(pounce::kernels::run(p, 1, {row, 2, scratch, 2, nullptr, 0, 2}, isa::baseline));
    CHECK(scratch[0] == -7);
  }
}
