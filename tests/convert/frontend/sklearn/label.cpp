// convert/frontend/sklearn/label.cpp -- labels of every type and the text that Python prints.
#include <limits>

#include <doctest/doctest.h>

#include <convert/frontend/sklearn/estimator.hpp>

#include "pickled.hpp"

using namespace pickled;
using convert::sklearn::labels_of;
using convert::sklearn::text_of;

TEST_SUITE("convert/frontend/sklearn/label") {
  TEST_CASE("floats print as Python prints them") {
    // CPython 3.11: repr of each.
    CHECK(text_of(1) == "1.0");
    CHECK(text_of(0.1) == "0.1");
    CHECK(text_of(-0.0) == "-0.0");
    CHECK(text_of(1e15) == "1000000000000000.0");
    CHECK(text_of(1e16) == "1e+16");
    CHECK(text_of(1.5e22) == "1.5e+22");
    CHECK(text_of(0.0001) == "0.0001");
    CHECK(text_of(0.00001) == "1e-05");
    CHECK(text_of(5e-324) == "5e-324");
    CHECK(text_of(std::numeric_limits<double>::infinity()) == "inf");
  }

  TEST_CASE("labels keep their type") {
    const auto file = parsed(objects({text("a"), integer(2), number(2.5), boolean(true)}));
    const auto labels = labels_of(file.root());
    REQUIRE(labels.size() == 4);
    CHECK(!labels[0].is_number());
    CHECK(labels[1].text == "2");
    CHECK(labels[2].text == "2.5");
    CHECK(labels[3].text == "True");
    CHECK(labels[3].number == 1);
  }

  TEST_CASE("single precision has its own shortest text") {
    const auto file = parsed(array({integer(1)}, "f4", bytes("\xcd\xcc\xcc\x3d"))); // 0.1f
    CHECK(labels_of(file.root()).front().text == "0.1");
  }

  TEST_CASE("missing labels are told or refused") {
    const auto file = parsed(objects({text("a"), none(), number(missing)}));
    std::vector<std::size_t> places;
    CHECK(labels_of(file.root(), &places).size() == 3);
    CHECK(places == std::vector<std::size_t>{1, 2});
    CHECK(!answers::refused_to([&] { labels_of(file.root()); }).empty());
  }
}
