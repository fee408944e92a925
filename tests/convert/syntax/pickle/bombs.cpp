// tests/convert/syntax/pickle/bombs.cpp -- small files that ask for much: deep, shared, repeated.
#include <string>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace std::string_literals;
using convert::pickle::kind;
using reading::global;
using reading::little;
using reading::parsed;
using reading::refused;

namespace {

std::string times(std::size_t count, std::string_view what) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += what;
  return text;
}

} // namespace

TEST_SUITE("convert/syntax/pickle/bombs") {

  TEST_CASE("a million nested lists are read without recursion") {
    const auto read = parsed(times(1'000'000, "]") + times(999'999, "a") + ".");
    CHECK(read.root().size() == 1);
    std::size_t depth = 0;
    for (auto inner = read.root(); inner.size() == 1; inner = inner[0]) ++depth;
    CHECK(depth == 999'999);
    CHECK(read.at(999'999).path().size() < 100);
    CHECK(reading::refused_to([&] { read.root().numbers(); }) == "`list`: lists nested more than 64 deep");
  }

  TEST_CASE("a million nested tuples are read without recursion") {
    CHECK(parsed("N" + times(1'000'000, "\x85") + ".").root().size() == 1);
  }

  TEST_CASE("the stack holds a million values, no more") {
    CHECK(refused(times(1'048'577, "N") + ".") == "byte 1048576: the stack is deeper than 1048576 values");
  }

  TEST_CASE("a thousand marks may be open, no more") {
    CHECK(refused("N" + times(1000, "(") + times(1000, "0") + ".") == "");
    CHECK(refused(times(1001, "(") + ".") == "byte 1000: more than 1000 open MARKs");
  }

  TEST_CASE("lists of shared lists are not expanded") {
    // Each list holds the one before ten times: 10^30 elements, 31 lists.
    std::string text = "](NNNNNNNNNNeq"s + '\0';
    for (int i = 0; i < 30; ++i) {
      const std::string again = "h"s + static_cast<char>(i);
      text += "](" + times(10, again) + "eq" + static_cast<char>(i + 1);
    }
    const auto read = parsed(text + times(30, "\x86") + ".");
    CHECK(read.values().size() < 200);
    const auto last = read.root()[1];
    CHECK(reading::refused_to([&] { last.numbers(); }) != "");
  }

  TEST_CASE("numbers in lists shared without end are refused") {
    std::string text = "](K\x01K\x02K\x03K\x04K\x05K\x06K\x07K\x08K\x09K\x0a"
                       "eq"s +
                       '\0';
    for (int i = 0; i < 20; ++i) {
      text += "](" + times(10, "h"s + static_cast<char>(i)) + "eq" + static_cast<char>(i + 1);
    }
    const auto read = parsed("(" + text + "l.");
    const auto last = read.root()[read.root().size() - 1];
    CHECK(reading::refused_to([&] { last.numbers(); }) ==
          "`list[20]`: lists that share more elements than the file has bytes");
  }

  TEST_CASE("a list that holds itself is legal and is not followed for ever") {
    const auto read = parsed("]q\0h\0a."s);
    CHECK(read.root()[0] == read.root());
    CHECK(reading::refused_to([&] { read.root().numbers(); }) == "`list`: lists nested more than 64 deep");
    CHECK(read.root().path() == "list");
  }

  TEST_CASE("a text decoded over and over again is refused") {
    // _codecs.encode(text, 'latin1') costs 4 bytes each time once its parts are in the memo.
    const auto once = global("_codecs", "encode") + "q\0"s + "X" + little(100'000, 4) +
                      std::string(100'000, 'x') + reading::text("latin1") + "\x86q\x01";
    // The pickle has 105,038 bytes, so the fifth text is too many: the first REDUCE is byte 100,035, then every fifth.
    CHECK(refused("(" + once + "R" + times(1000, "h\0h\x01R"s) + "t.") ==
          "byte 100055: decoded texts outgrow the pickle fourfold");
  }

  TEST_CASE("a list turned into sets over and over again is refused") {
    const auto once = global("builtins", "set") + "q\0"s + "](" + times(10'000, "N") + "e\x85q\x01";
    // The pickle has 60,026 bytes: 4 * (60,026 + 1024) elements are 24 lists, and the 25th set is too many.
    CHECK(refused("(" + once + "R" + times(10'000, "h\0h\x01R"s) + "t.") ==
          "byte 10143: shared values are unpacked more than four times over");
  }

  TEST_CASE("names are short and few") {
    CHECK(refused(global(std::string(257, 'm'), "N") + ".") == "byte 0: a name longer than 256 bytes");
    CHECK(refused(global("m", std::string(257, 'N')) + ".") == "byte 0: a name longer than 256 bytes");
    std::string many = "(";
    for (int i = 0; i <= 65536; ++i) many += global("m", "n" + std::to_string(i));
    CHECK(refused(many + "t.") == "byte 644251: too many names of classes and functions");
    CHECK(refused("(" + times(70'000, global("m", "n")) + "t.") == "");
  }
}
