#include <pounce/view/network.hpp>

#include <cstddef>

#include <pounce/view/open.hpp>
#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

using pounce::format::layer;
using pounce::format::section_kind;
using support::model_bytes;

TEST_SUITE("view/network") {
  TEST_CASE("each field of a layer is held to the width before it and to the weights") {
    const auto bad = [](std::size_t field, auto value) {
      model_bytes file("network");
      const std::size_t at = file.element(section_kind::layers, 0);
      file.put(at + field, value);
      const auto opened = pounce::view::open(file.bytes(), pounce::view::node_check::every_node);
      CAPTURE(field);
      REQUIRE_FALSE(opened);
      CHECK(opened.error().code == pounce::errc::bad_network);
    };
    bad(offsetof(layer, inputs), 31U);
    bad(offsetof(layer, outputs), 0U);
    bad(offsetof(layer, outputs), 0xFFFF'FFFFU);
    bad(offsetof(layer, first), std::uint64_t{8});
    bad(offsetof(layer, first), ~std::uint64_t{15});
    bad(offsetof(layer, layout), std::uint8_t{2});
    bad(offsetof(layer, activation), static_cast<std::uint8_t>(pounce::format::functions));
    bad(offsetof(layer, reserved2), std::uint64_t{1});
  }
}
