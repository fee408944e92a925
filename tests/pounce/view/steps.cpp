#include <pounce/view/steps.hpp>

#include <cstddef>

#include <pounce/view/open.hpp>
#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

using pounce::errc;
using pounce::format::section_kind;
using pounce::format::step;
using support::model_bytes;

namespace {

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
}
