// tests/convert/syntax/json/bare_number.cpp -- quoting NaN and Infinity, and finding back where they stood.
#include <convert/syntax/json/bare_number.hpp>

#include <cmath>
#include <string>

#include <doctest/doctest.h>

using convert::json::bare_number;
using convert::json::quote_bare_numbers;
using namespace std::string_literals;

TEST_SUITE("convert/syntax/json/bare_number") {

  TEST_CASE("a text without them is left alone") {
    CHECK(!quote_bare_numbers(R"({"NaN": [1, "Infinity", -5]})"));
    CHECK(!quote_bare_numbers(""));
  }

  TEST_CASE("each is quoted once and bytes after it are found back") {
    const auto quoted = quote_bare_numbers("[NaN,-Infinity]");
    REQUIRE(quoted);
    CHECK(quoted->text == R"(["\u0000NaN","\u0000-Infinity"])");
    CHECK(quoted->original(0) == 0);
    CHECK(quoted->original(12) == 4);                       // the comma
    CHECK(quoted->original(quoted->text.size() - 1) == 14); // the bracket
  }

  TEST_CASE("a text that ends within a string is left to the parser") {
    CHECK(!quote_bare_numbers("[\"NaN"));
    CHECK(!quote_bare_numbers("[\"NaN\\"));
  }

  TEST_CASE("the quotation is a number and nothing else is") {
    CHECK(std::isnan(*bare_number("\0NaN"s)));
    CHECK(*bare_number("\0-Infinity"s) == -INFINITY);
    CHECK(!bare_number("NaN"));
    CHECK(!bare_number("\0x"s));
    CHECK(!bare_number(""));
  }
}
