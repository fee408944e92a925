#include <pounce/view/steps.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>

#include <pounce/view/open.hpp>
#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

using pounce::errc;
using pounce::format::section_kind;
using pounce::format::step;
using support::model_bytes;

namespace {

using pounce::format::spline_ends;
using pounce::format::step_kind;

constexpr std::uint32_t wide = 40000;

/// Opens golden/valid/<name> with one number of step `i` changed.
template <class T>
void check_step_refused(const char* name, std::size_t i, std::size_t field, T value,
                        errc code = errc::bad_program) {
  model_bytes file(name);
  const std::size_t at = file.element(section_kind::steps, i);
  file.put(at + field, value);
  const auto opened = pounce::view::open(file.bytes(), pounce::view::node_check::every_node);
  REQUIRE_FALSE(opened);
  CHECK(pounce::message(opened.error().code) == pounce::message(code));
  if (code == errc::bad_program) CHECK(opened.error().where == at);
}

/// The first step of a kind in a file.
std::size_t step_of(const char* name, pounce::format::step_kind kind) {
  const model_bytes file(name);
  const auto steps = file.at<pounce::format::section>(file.entry(section_kind::steps));
  for (std::size_t i = 0; i < steps.length_bytes / sizeof(step); ++i) {
    if (file.at<step>(file.element(section_kind::steps, i)).kind == kind) return i;
  }
  FAIL("no such step");
  return 0;
}

/// A step that reads `in` columns of the row and writes `out` of the scratch.
step reads(std::uint32_t in, std::uint32_t out) {
  step s{};
  s.input_width = in;
  s.output = wide;
  s.output_width = out;
  return s;
}

step changed(step s, pounce::format::operand step::*which, pounce::format::operand to) {
  s.*which = to;
  return s;
}

/// Whether a program of that step alone is taken: over 100 numbers and the indices 2, 1, 1, 9.
bool fits(const step& s) {
  static constexpr std::uint32_t indices[] = {2, 1, 1, 9};
  static constexpr double numbers[100] = {};
  pounce::view::program p;
  p.about.feature_count = wide;
  p.about.scratch_columns = wide;
  p.indices = indices;
  p.numbers = numbers;
  p.steps = {&s, 1};
  return static_cast<bool>(pounce::view::check_steps(p, pounce::view::node_check::every_node));
}

} // namespace

TEST_SUITE("view/steps") {
  TEST_CASE("a step of an unknown kind is refused") {
    check_step_refused("smallest", 0, offsetof(step, kind), pounce::format::step_kinds);
  }

  TEST_CASE("a step that reads past the scratch, or across its beginning, is refused") {
    const auto linear = step_of("smallest", pounce::format::step_kind::linear);
    check_step_refused("smallest", linear, offsetof(step, input), 0xFFFF'FFF0U);
    check_step_refused("smallest", linear, offsetof(step, input), 5U);
    check_step_refused("smallest", linear, offsetof(step, input_width), 0U);
    check_step_refused("smallest", linear, offsetof(step, input_width), 11U);
  }

  TEST_CASE("a step that writes into the row, or past the scratch, is refused") {
    const auto linear = step_of("smallest", pounce::format::step_kind::linear);
    check_step_refused("smallest", linear, offsetof(step, output), 0U);
    check_step_refused("smallest", linear, offsetof(step, output), 0xFFFF'FFFFU);
    check_step_refused("smallest", linear, offsetof(step, output_width), 0U);
    check_step_refused("smallest", linear, offsetof(step, output_width), 0xFFFF'FFFFU);
  }

  TEST_CASE("parameters past their section, or too few, are refused") {
    const auto linear = step_of("smallest", pounce::format::step_kind::linear);
    check_step_refused("smallest", linear, offsetof(step, a), 0xFFFF'FFFFU);
    check_step_refused("smallest", linear, offsetof(step, a) + 4, 9U);
    check_step_refused("smallest", linear, offsetof(step, b), 0xFFFF'FFFFU);
    check_step_refused("smallest", linear, offsetof(step, b) + 4, 2U);
  }

  TEST_CASE("a forest step names one forest that has its widths") {
    const auto forest = step_of("tree", pounce::format::step_kind::forest);
    check_step_refused("tree", forest, offsetof(step, a), 1U);
    check_step_refused("tree", forest, offsetof(step, a) + 4, 2U);
    check_step_refused("tree", forest, offsetof(step, input_width), 3U, errc::bad_forest);
  }

  TEST_CASE("a network step names layers that meet") {
    const auto network = step_of("network", pounce::format::step_kind::network);
    check_step_refused("network", network, offsetof(step, a), 77U, errc::bad_network);
    check_step_refused("network", network, offsetof(step, a) + 4, 0U, errc::bad_network);
    check_step_refused("network", network, offsetof(step, a) + 4, 1U, errc::bad_network);
  }

  TEST_CASE("a code map whose rules leave its keys is refused") {
    const auto map = step_of("categories", pounce::format::step_kind::code_map);
    model_bytes file("categories");
    const auto s = file.at<step>(file.element(section_kind::steps, map));
    for (const std::size_t word : {0U, 1U, 2U}) { // key_first, key_count, refusals
      model_bytes changed = file;
      changed.put(file.element(section_kind::indices, s.a.first + word), 0x4000'0000U);
      const auto opened = pounce::view::open(changed.bytes(), pounce::view::node_check::every_node);
      REQUIRE_FALSE(opened);
      CHECK(opened.error().code == errc::bad_program);
      CHECK(opened.error().where == file.element(section_kind::steps, map));
    }
  }

  TEST_CASE("pairs of classes that do not fit their columns are refused") {
    step s = reads(4, 3);
    s.kind = step_kind::pair_sums;
    s.a = {0, 3}; // 2, 1, 1 columns
    s.b = {0, 8};
    s.c = {0, 3};
    CHECK(fits(s));
    for (const std::uint32_t count : {2U, 4U}) CHECK_FALSE(fits(changed(s, &step::a, {0, count})));
    CHECK_FALSE(fits(changed(s, &step::a, {1, 3}))); // 1, 1, 9 columns
    CHECK_FALSE(fits(changed(s, &step::b, {0, 7})));
    CHECK_FALSE(fits(changed(s, &step::b, {99, 8})));
    CHECK_FALSE(fits(changed(s, &step::c, {0, 2})));
    step one = reads(1, 0);
    one.kind = step_kind::pair_coupling;
    CHECK_FALSE(fits(one));
    one.output_width = 2;
    CHECK(fits(one));
    one.output_width = 1;
    CHECK_FALSE(fits(one));
    step many = reads(257 * 256 / 2, 257);
    many.kind = step_kind::pair_coupling;
    CHECK_FALSE(fits(many));
  }

  TEST_CASE("quantiles and knots that do not fit their columns are refused") {
    step s = reads(2, 2);
    s.kind = step_kind::quantile;
    s.a = {0, 5};
    s.b = {0, 10};
    CHECK(fits(s));
    CHECK_FALSE(fits(changed(s, &step::a, {0, 0})));
    CHECK_FALSE(fits(changed(s, &step::b, {0, 9})));
    CHECK_FALSE(fits(changed(s, &step::b, {95, 10})));

    step t = reads(2, 6); // three functions a column
    t.kind = step_kind::spline;
    t.a = {0, 12};
    t.c = {2, 0};
    CHECK(fits(t));
    CHECK_FALSE(fits(changed(t, &step::a, {0, 13})));
    CHECK_FALSE(fits(changed(t, &step::a, {90, 12})));
    CHECK_FALSE(fits(changed(t, &step::b, {0, 1})));
    CHECK_FALSE(fits(changed(t, &step::c, {3, 0})));
    CHECK_FALSE(fits(changed(t, &step::c, {16, 0})));
    CHECK_FALSE(fits(changed(t, &step::c, {0xFFFF'FFFFU, 0})));
    t.variant = static_cast<std::uint8_t>(spline_ends::straight);
    CHECK_FALSE(fits(t));
    CHECK(fits(changed(t, &step::b, {0, 28})));
    t.variant = static_cast<std::uint8_t>(spline_ends::wrapped);
    CHECK_FALSE(fits(t));
    step wrapped = reads(1, 1);
    wrapped.kind = step_kind::spline;
    wrapped.variant = static_cast<std::uint8_t>(spline_ends::wrapped);
    wrapped.a = {0, 6};
    wrapped.c = {2, 0};
    CHECK_FALSE(fits(wrapped)); // its one function would be three of them
    wrapped.a = {0, 4};
    wrapped.c = {1, 0};
    CHECK(fits(wrapped));
    wrapped.a = {0, 2};
    wrapped.c = {0, 0};
    CHECK(fits(wrapped));
    wrapped.a = {0, 1};
    CHECK_FALSE(fits(wrapped));
    t.variant = 3;
    CHECK_FALSE(fits(t));
  }

  TEST_CASE("top makes no more of a group than it holds, and a place for each") {
    step s = reads(6, 8);
    s.kind = step_kind::top;
    s.c = {2, 0};
    CHECK(fits(s));
    for (const std::uint32_t groups : {0U, 4U, 5U, 7U, 0x8000'0000U, 0xFFFF'FFFFU})
      CHECK_FALSE(fits(changed(s, &step::c, {groups, 0})));
    for (const std::uint32_t width : {2U, 6U, 9U, 16U, 0xFFFF'FFFCU}) {
      s.output_width = width;
      CHECK_FALSE(fits(s));
    }
    s.output_width = 12;
    CHECK(fits(s));
    s.variant = 2;
    CHECK_FALSE(fits(s));
  }

  TEST_CASE("neighbors need whole points, values for each, a whole tree and a stand-in that exists") {
    const auto neighbors = step_of("neighbors", pounce::format::step_kind::neighbors);
    const auto refuse = [&](std::size_t field, auto value) {
      check_step_refused("neighbors", neighbors, field, value);
    };
    refuse(offsetof(step, a), 0x7FFF'FFFFU);
    refuse(offsetof(step, a) + 4, 0U);
    refuse(offsetof(step, a) + 4, 1U);
    refuse(offsetof(step, b), 0x7FFF'FFFFU);
    refuse(offsetof(step, b) + 4, 0U);
    refuse(offsetof(step, b) + 4, 1U);
    refuse(offsetof(step, c), 0x7FFF'FFFFU);
    refuse(offsetof(step, c) + 4, 1U);
    refuse(offsetof(step, c) + 4, 16U); // two nodes: no whole tree
    refuse(offsetof(step, variant), std::uint8_t{4});
    refuse(offsetof(step, output_width), 7U); // neighbors and their values: half a neighbor
    for (const double stand_in : {-1.0, 1e9, std::numeric_limits<double>::quiet_NaN()})
      refuse(offsetof(step, beta), stand_in);
  }
}
