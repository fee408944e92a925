#include <pounce/format/about.hpp>

#include <doctest/doctest.h>

TEST_SUITE("format/about") {
  TEST_CASE("the classes of tolerance ascend from the most exact") {
    using pounce::format::tolerance_class;
    CHECK(tolerance_class::tree_sums < tolerance_class::double_sums);
    CHECK(tolerance_class::double_sums < tolerance_class::float_sums);
    CHECK(tolerance_class::float_sums < tolerance_class::network);
  }
}
