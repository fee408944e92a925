// pounce/kernels/block.cpp -- where the columns of a block lie.
#include <doctest/doctest.h>

#include <pounce/kernels/block.hpp>

TEST_SUITE("kernels/block") {
  TEST_CASE("addresses below the number of features are the row's, the others the scratch's") {
    const double rows[] = {1, 2, 0, 3, 4, 0};
    double scratch[] = {5, 6, 7, 8};
    const pounce::kernels::block b{rows, 3, scratch, 2, nullptr, 2, 2};
    CHECK(*b.at(0, 0) == 1);
    CHECK(*b.at(1, 1) == 4);
    CHECK(*b.at(2, 0) == 5);
    CHECK(*b.at(3, 1) == 8);
    pounce::format::step s{};
    s.input = 1;
    s.output = 3;
    CHECK(*b.input(s, 1) == 4);
    CHECK(*b.output(s, 1) == 8);
  }
}
