#include <pounce/format/network.hpp>

#include <doctest/doctest.h>

TEST_SUITE("format/network") {
  TEST_CASE("a layer's weights are padded to whole panels or whole rows") {
    using pounce::format::layer_floats;
    using pounce::format::layer_layout;
    CHECK(layer_floats(784, 128, layer_layout::panels) == 128 * 785);
    CHECK(layer_floats(10, 17, layer_layout::panels) == 32 * 11); // two panels
    CHECK(layer_floats(10, 3, layer_layout::rows) == 16 + 3 * 16);
    CHECK(layer_floats(17, 1, layer_layout::rows) == 16 + 32);
  }
}
