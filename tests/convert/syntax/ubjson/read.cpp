// tests/convert/syntax/ubjson/read.cpp -- XGBoost's binary JSON, and files that claim more than they hold.
#include <convert/syntax/ubjson/read.hpp>

#include <string>

#include <doctest/doctest.h>

#include "../json/reading.hpp"

using convert::json::kind;
using convert::ubjson::read;
using namespace std::string_literals;
using json_reading::refused_to;

namespace {

std::string refused(const std::string& bytes) {
  return refused_to([&] { read(bytes); });
}

/// A count as XGBoost writes it: int64, big-endian.
std::string count(unsigned char n) { return "L\0\0\0\0\0\0\0"s + static_cast<char>(n); }

} // namespace

TEST_SUITE("convert/syntax/ubjson/read") {

  TEST_CASE("numbers are big-endian") {
    const auto file = read("[i\xFEU\xFEI\x01\x02l\0\0\x01\0L\0\0\0\x01\0\0\0\0"s + "d\x3F\x80\0\0"s +
                           "D\xC0\x04\0\0\0\0\0\0]"s);
    CHECK(file.root()[0].integer() == -2);
    CHECK(file.root()[1].integer() == 254);
    CHECK(file.root()[2].integer() == 258);
    CHECK(file.root()[3].integer() == 256);
    CHECK(file.root()[4].integer() == 4294967296);
    CHECK(file.root()[5].single() == 1.0F);
    CHECK(file.root()[6].number() == -2.5);
  }

  TEST_CASE("an object has keys without a marker") {
    const auto file = read("{" + count(1) + "aTi\x02"s + "bcSi\x01x}"s);
    CHECK(file.root().required("a").boolean());
    CHECK(file.root().required("bc").text() == "x");
  }

  TEST_CASE("typed and counted arrays have no end marker") {
    const auto file =
        read("[[$d#" + count(2) + "\x3F\x80\0\0\x40\0\0\0"s + "[#i\x02ZT[$U#i\x03\x01\x02\x03]"s);
    CHECK(file.root().size() == 3);
    CHECK(file.root()[0][1].single() == 2.0F);
    CHECK(file.root()[1][0].is_null());
    CHECK(file.root()[2][2].integer() == 3);
  }

  TEST_CASE("no-ops are skipped") {
    const auto file = read("N[NTNN]"s);
    CHECK(file.root().size() == 1);
  }

  TEST_CASE("a count is not believed before the bytes are there") {
    CHECK(refused("[$d#l\x7F\xFF\xFF\xFF\0\0"s) ==
          "byte 9: an array of 2147483647 elements is longer than the 2 bytes that follow");
    CHECK(refused("[#l\x7F\xFF\xFF\xFF"s) ==
          "byte 7: an array of 2147483647 elements is longer than the 0 bytes that follow");
    CHECK(refused("Sl\x7F\xFF\xFF\xFFx"s) ==
          "byte 6: a text of 2147483647 bytes is longer than the 1 that follow");
    CHECK(refused("{#i\x09i\x01xT"s) ==
          "byte 4: an object of 9 elements is longer than the 4 bytes that follow");
  }

  TEST_CASE("elements that take no bytes are refused") {
    CHECK(refused("[$Z#l\x7F\xFF\xFF\xFF"s) == "byte 3: elements of type `Z` take no bytes");
    CHECK(refused("[$T#i\x01"s) == "byte 3: elements of type `T` take no bytes");
  }

  TEST_CASE("a negative count is refused") { CHECK(refused("[#i\xFF"s) == "byte 4: a count is negative"); }

  TEST_CASE("a document that is cut short is refused") {
    CHECK(refused("") == "byte 0: the document is cut short");
    CHECK(refused("[i") == "byte 2: 1 bytes are wanted, 0 are left");
    CHECK(refused("[T") == "byte 2: the document is cut short");
  }

  TEST_CASE("bytes after the document are refused") {
    CHECK(refused("TTT") == "byte 1: 2 bytes follow the document");
  }

  TEST_CASE("unknown types are refused by name") {
    CHECK(refused("x") == "byte 1: `x` is not a type of UBJSON");
    CHECK(refused("\x01") == "byte 1: byte 1 is not a type of UBJSON");
    CHECK(refused("Hi\x01"s + "1") == "byte 1: numbers of any precision (`H`) are not supported");
    CHECK(refused("[$d]") == "byte 3: a container has a type and no count");
  }

  TEST_CASE("containers nest 128 levels and no deeper") {
    CHECK(refused(std::string(128, '[') + std::string(128, ']')) == "");
    CHECK(refused(std::string(1'000'000, '[')) == "arrays and objects are nested deeper than 128 levels");
  }
}
