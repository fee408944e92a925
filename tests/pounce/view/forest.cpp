#include <pounce/view/forest.hpp>

#include <cstddef>

#include <pounce/view/open.hpp>
#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

using pounce::errc;
using pounce::format::forest;
using pounce::format::section_kind;
using pounce::format::slot;
using support::model_bytes;

namespace {

template <class T>
void check_refused(const char* name, section_kind kind, std::size_t field, T value) {
  model_bytes file(name);
  const std::size_t at = file.element(kind, 0);
  file.put(at + field, value);
  const auto opened = pounce::view::open(file.bytes(), pounce::view::node_check::every_node);
  CAPTURE(field);
  REQUIRE_FALSE(opened);
  CHECK(pounce::message(opened.error().code) == pounce::message(errc::bad_forest));
  CHECK(opened.error().where == at);
}

} // namespace

TEST_SUITE("view/forest") {
  TEST_CASE("each field of a forest is held to its tables") {
    const auto bad = [](std::size_t field, auto value) {
      check_refused("tree", section_kind::forests, field, value);
    };
    bad(offsetof(forest, flags), 32U);
    bad(offsetof(forest, first_slot), 0xFFFF'FFFFU);
    bad(offsetof(forest, slot_count), 0xFFFFU);
    bad(offsetof(forest, slot_bits), 0U);
    bad(offsetof(forest, slot_bits), 31U);
    bad(offsetof(forest, first_tree), 0xFFFF'FFFFU);
    bad(offsetof(forest, tree_count), 2U);
    bad(offsetof(forest, child_bits), 0U);
    bad(offsetof(forest, child_bits), 32U);
    bad(offsetof(forest, leaf_width), 4U);
    bad(offsetof(forest, first_node), ~std::uint64_t{0});
    bad(offsetof(forest, node_count), std::uint64_t{0});
    bad(offsetof(forest, node_count), ~std::uint64_t{0});
    bad(offsetof(forest, first_leaf), ~std::uint64_t{0});
    bad(offsetof(forest, leaf_rows), std::uint64_t{0});
    bad(offsetof(forest, leaf_rows), ~std::uint64_t{0});
  }

  TEST_CASE("leaves in keys have no table, nor vectors") {
    const model_bytes sound("ranks_and_missing");
    const auto at = sound.element(section_kind::forests, 0);
    const auto has = sound.at<forest>(at);
    const auto refused = [&](auto change) {
      model_bytes file = sound;
      forest changed = has;
      changed.flags |= pounce::format::leaves_in_keys;
      changed.leaf_rows = 0;
      changed.first_leaf = 0;
      change(changed);
      file.put(at, changed);
      const auto opened = pounce::view::open(file.bytes(), pounce::view::node_check::every_node);
      return !opened && opened.error().code == errc::bad_forest && opened.error().where == at;
    };
    CHECK_FALSE(refused([](forest&) {}));
    CHECK(refused([](forest& f) { f.leaf_rows = 1; }));
    CHECK(refused([](forest& f) { f.first_leaf = 1; }));
    CHECK(refused([](forest& f) { f.flags |= pounce::format::float_leaves; }));
    CHECK(refused([](forest& f) { f.flags |= pounce::format::vector_leaves; }));
    CHECK(refused([](forest& f) { f.flags ^= pounce::format::leaves_in_keys; }));
  }

  TEST_CASE("each field of a slot is held to the row and its tables") {
    const auto bad = [](std::size_t field, auto value) {
      check_refused("ranks_and_missing", section_kind::slots, field, value);
    };
    bad(offsetof(slot, column), 8U);
    bad(offsetof(slot, kind), std::uint8_t{4});
    bad(offsetof(slot, missing), std::uint8_t{3});
    bad(offsetof(slot, flags), std::uint8_t{1});
    bad(offsetof(slot, first), 0xFFFF'FFFFU);
    bad(offsetof(slot, count), 0xFFFF'FFFFU);
    bad(offsetof(slot, reserved2), 1U);
  }

  TEST_CASE("a tree's root, output and depth are bounded") {
    using pounce::format::tree;
    const auto bad = [](std::size_t field, auto value) {
      check_refused("tree", section_kind::trees, field, value);
    };
    bad(offsetof(tree, root), 0x1000'0000U);
    bad(offsetof(tree, output), 3U);
    bad(offsetof(tree, depth), (1U << 24) + 1);
    bad(offsetof(tree, reserved), 1U);
  }
}
