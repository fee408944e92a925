#include <pounce/view/open.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include <pounce/model.hpp>
#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

using pounce::errc;
using pounce::format::section_kind;
using pounce::view::node_check;
using support::model_bytes;

namespace {

const std::array<const char*, 6> all_files{"smallest",          "tree",       "vector_leaves",
                                           "ranks_and_missing", "categories", "network"};

/// Opens damaged bytes and, if they open, answers a row with them: under a sanitizer that is the test.
bool survives(const model_bytes& file) {
  const auto model = pounce::model::open(file.bytes());
  if (!model) return false;
  std::vector<std::byte> scratch(model->scratch_bytes(1));
  const std::vector<double> row(model->features(), 0.5);
  for (const auto role :
       {pounce::role::predict, pounce::role::proba, pounce::role::raw, pounce::role::transform}) {
    std::vector<double> answers(model->columns(role));
    if (!answers.empty() && model->answer(role, row, answers, scratch)) continue;
  }
  return true;
}

} // namespace

TEST_SUITE("view/open") {
  TEST_CASE("every valid file opens") {
    for (const char* name : all_files) {
      CAPTURE(name);
      CHECK(pounce::view::open(model_bytes(name).bytes(), node_check::every_node));
    }
  }

  TEST_CASE("bytes that do not begin at a multiple of 8 are refused") {
    const model_bytes file("smallest");
    std::vector<std::byte> shifted(file.bytes().size() + 16);
    const auto skip = 8 - reinterpret_cast<std::uintptr_t>(shifted.data()) % 8 + 1;
    std::copy(file.bytes().begin(), file.bytes().end(), shifted.begin() + static_cast<std::ptrdiff_t>(skip));
    const auto opened = pounce::view::open(pounce::byte_span(shifted).subspan(skip, file.bytes().size()),
                                           node_check::every_node);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == errc::misaligned);
  }

  TEST_CASE("a number of features that the features do not bear out is refused") {
    const model_bytes file("smallest");
    const std::size_t about = file.element(section_kind::about);
    for (const std::uint32_t n : {0U, 9U, 11U, 0xFFFF'FFFFU}) {
      const auto opened =
          pounce::view::open(model_bytes("smallest").put(about, n).bytes(), node_check::every_node);
      REQUIRE_FALSE(opened);
      CHECK(opened.error().code == errc::bad_header);
    }
  }

  TEST_CASE("a workspace that is too small for a step, or enormous, is refused") {
    const model_bytes file("tree");
    const std::size_t at =
        file.element(section_kind::about) + offsetof(pounce::format::about, workspace_bytes);
    for (const std::uint64_t n : {std::uint64_t{0}, std::uint64_t{1} << 40}) {
      const auto opened = pounce::view::open(model_bytes("tree").put(at, n).bytes(), node_check::every_node);
      REQUIRE_FALSE(opened);
      CHECK(opened.error().code == errc::bad_header);
    }
  }

  TEST_CASE("whatever number stands in a field, opening says no or the model stays within its bytes") {
    constexpr auto most = std::numeric_limits<std::uint32_t>::max();
    for (const char* name : all_files) {
      const model_bytes valid(name);
      const auto about = valid.at<pounce::format::header>(0);
      const auto first = valid.at<pounce::format::section>(sizeof(pounce::format::header)).offset;
      for (std::size_t at = first; at + 4 <= about.file_bytes; at += 4) {
        CAPTURE(name);
        CAPTURE(at);
        if (at > 6000 && at % 64 != 0) continue; // names and leaves of the larger files: a sample
        const auto value = valid.at<std::uint32_t>(at);
        for (const std::uint32_t n : {0U, 1U, value + 1, value - 1, 0x7FFF'FFFFU, 0x8000'0000U, most}) {
          model_bytes changed = valid;
          (void)survives(changed.put(at, n));
        }
      }
    }
  }

  TEST_CASE("nodes of random bits, behind a guard, are walked without reading outside of it") {
    // A node section of any content must be safe when a file is mapped: links reach at most twice the file.
    const model_bytes valid("vector_leaves");
    const auto nodes = valid.at<pounce::format::section>(valid.entry(section_kind::nodes));
    std::mt19937 random(1);
    for (int round = 0; round < 300; ++round) {
      model_bytes changed = valid;
      for (std::size_t at = nodes.offset; at < nodes.offset + nodes.length_bytes; at += 4) {
        changed.put(at, static_cast<std::uint32_t>(random()));
      }
      // The guard: as many zeros again, and slack, as mapped_file keeps behind the file.
      std::vector<std::byte> guarded = changed.bytes();
      guarded.resize(2 * guarded.size() + pounce::view::guard_slack_bytes);
      const auto program = pounce::view::open(pounce::byte_span(guarded).first(changed.bytes().size()),
                                              node_check::guard_mapped);
      REQUIRE(program);
      std::vector<double> row(program->about.feature_count, 0.0);
      std::vector<double> scratch(program->about.scratch_columns);
      std::vector<std::byte> workspace(program->about.workspace_bytes + 64);
      const auto skip = 64 - reinterpret_cast<std::uintptr_t>(workspace.data()) % 64;
      const pounce::kernels::block b{row.data(),
                                     row.size(),
                                     scratch.data(),
                                     scratch.size(),
                                     workspace.data() + skip,
                                     1,
                                     program->about.feature_count};
      CHECK(pounce::kernels::run(*program, 7, b, pounce::kernels::isa::baseline));
    }
  }

  TEST_CASE("a link past the last node is refused where no guard follows the bytes") {
    const model_bytes file("tree");
    const std::size_t node = file.element(section_kind::nodes, 0);
    const auto opened =
        pounce::view::open(model_bytes("tree").put(node + 4, 0xFFFF'FFFFU).bytes(), node_check::every_node);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == errc::bad_forest);
    CHECK(opened.error().where == file.element(section_kind::forests));
  }
}
