// tests/convert/syntax/pickle/sequence.cpp -- numbers, texts and elements out of lists, arrays and single values.
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace std::string_literals;
using reading::global;
using reading::parsed;
using reading::raw;
using reading::refused_to;
using reading::text;

namespace {

using numbers = std::vector<double>;

std::string array(std::string_view data, std::string_view letter, std::string_view shape) {
  return global("numpy.core.numeric", "_frombuffer") + "(" + raw(data) + global("numpy", "dtype") +
         text(letter) + "\x89\x88\x87R" + std::string(shape) + text("C") + "tR.";
}

std::string fault(const std::string& pickle) {
  const auto read = parsed(pickle);
  return refused_to([&] { read.root().numbers(); });
}

} // namespace

TEST_SUITE("convert/syntax/pickle/sequence") {

  TEST_CASE("numbers come out of numbers, lists, nested lists and arrays") {
    CHECK(parsed("K\x05.").root().numbers() == numbers{5});
    CHECK(parsed("(K\x01"
                 "F2.5\n\x88t.")
              .root()
              .numbers() == numbers{1, 2.5, 1});
    CHECK(parsed("](K\x01K\x02\x86K\x03K\x04\x86"
                 "e.")
              .root()
              .numbers() == numbers{1, 2, 3, 4});
    CHECK(parsed("].").root().numbers().empty());
    CHECK(parsed("]])\x86"
                 "a.")
              .root()
              .numbers()
              .empty());
    CHECK(parsed(array("\1\2\3\4", "u1", "K\2K\2\x86")).root().numbers() == numbers{1, 2, 3, 4});
  }

  TEST_CASE("lists that are no rectangle are refused") {
    CHECK(fault("](K\x01K\x02\x86K\x03\x85"
                "e.") == "`list[1]`: lists of different lengths");
    CHECK(fault("](K\x01K\x02\x85"
                "e.") == "`list[1]`: a list of numbers and lists");
    CHECK(fault("](K\x02\x85K\x01"
                "e.") == "`list[1]`: a list of numbers and lists");
    CHECK(fault("](]K\x01"
                "e.") == "`list[1]`: a list of numbers and lists");
    CHECK(fault("](K\x01Ne.") == "`list[1]`: expected a number, found None");
    CHECK(fault("}.") == "`dict`: expected a number, found a dict");
  }

  TEST_CASE("arrays that hold no numbers say what they hold") {
    CHECK(fault(array("ab", "S2", ")")) == "`array`: an array of `S2` holds no numbers");
    CHECK(fault(array("12345678", "c8", ")")) == "`array`: an array of `c8` holds no numbers");
    const auto read = parsed(array("\1\2", "u1", "K\2\x85"));
    CHECK(refused_to([&] { read.root().texts(); }) == "`array`: an array of `u1` holds no texts");
    CHECK(refused_to([&] { read.root().as_array().field_numbers("a"); }) ==
          "an array of `u1` has no field `a`");
    const auto real = parsed(array("12345678", "f8", ")"));
    CHECK(refused_to([&] { real.root().as_array().integers(); }) == "an array of `f8` holds no integers");
    const auto wide = parsed(array("\xff\xff\xff\xff\xff\xff\xff\xff", "u8", ")"));
    CHECK(refused_to([&] { wide.root().as_array().integers(); }) ==
          "an array holds an integer above 2^63 - 1");
  }

  TEST_CASE("texts come out of lists and arrays") {
    CHECK(parsed("](" + text("a") + text("b") + "e.").root().texts() == std::vector<std::string>{"a", "b"});
    CHECK(parsed(array("ab\0c\0\0"s, "S3", "K\2\x85")).root().texts() == std::vector<std::string>{"ab", "c"});
    const auto mixed = parsed("](" + text("a") + "K\1e.");
    CHECK(refused_to([&] { mixed.root().texts(); }) == "`list[1]`: expected a text, found an integer");
    CHECK(refused_to([&] { mixed.root()[0].texts(); }) ==
          "`list[0]`: expected an array or a list of texts, found a text");
    const auto alien = parsed(array("\0\0\x11\0\xff\xff\xff\xff"s, "U1", "K\2\x85"));
    CHECK(refused_to([&] { alien.root().texts(); }) ==
          "`array`: an array holds a character that Unicode does not know");
  }

  TEST_CASE("elements come out of lists, sets and arrays of one dimension") {
    CHECK(parsed("(K\1K\2t.").root().elements()[1].integer() == 2);
    CHECK(parsed("(K\1K\2\x91.").root().elements().size() == 2);
    const auto numbers_read = parsed(array("\1\2", "i1", "K\2\x85"));
    CHECK(numbers_read.root().elements()[1].integer() == 2);
    CHECK(numbers_read.root().elements()[0] == numbers_read.root().elements()[0]);
    CHECK(parsed(array("ab", "S1", "K\2\x85")).root().elements()[1].bytes() == "b");
    CHECK(parsed(array("a\0\0\0"s, "U1", "K\1\x85")).root().elements()[0].text() == "a");
    CHECK(parsed(array("\1", "b1", "K\1\x85")).root().elements()[0].boolean());
    const auto grid = parsed(array("\1\2\3\4", "u1", "K\2K\2\x86"));
    CHECK(refused_to([&] { grid.root().elements(); }) ==
          "`array`: expected an array of one dimension, found 2");
    const auto dates = parsed(array("12345678", "M8", "K\1\x85"));
    CHECK(refused_to([&] { dates.root().elements(); }) == "`array`: an array of `M` has no plain elements");
    const auto dict = parsed("}.");
    CHECK(refused_to([&] { dict.root().elements(); }) == "`dict`: expected an array or a list, found a dict");
  }
}
