// tests/convert/syntax/pickle/scanner.cpp -- opcodes, operands and frames.
#include <string>

#include <doctest/doctest.h>

#include <convert/syntax/pickle/opcode.hpp>

#include "reading.hpp"

using namespace std::string_literals;
using reading::little;
using reading::parsed;
using reading::refused;

TEST_SUITE("convert/syntax/pickle/scanner") {

  TEST_CASE("a byte that is no opcode is refused by its number and place") {
    CHECK(refused("\x80\x04\x99.") == "byte 2: opcode 0x99 is not one of pickle's");
    CHECK(refused("{\"learner\": 1}") == "byte 0: opcode 0x7b is not one of pickle's");
    CHECK(refused("N\n") == "byte 1: opcode 0x0a is not one of pickle's");
  }

  TEST_CASE("exactly 68 bytes are opcodes") {
    int count = 0;
    for (int byte = 0; byte < 256; ++byte) {
      count += convert::pickle::operand_of(static_cast<std::uint8_t>(byte)).has_value() ? 1 : 0;
    }
    CHECK(count == 68);
  }

  TEST_CASE("an empty file and a missing STOP are refused") {
    CHECK(refused("") == "byte 0: the pickle is cut short");
    CHECK(refused("N") == "byte 1: the pickle is cut short");
    CHECK(refused("\x80\x04") == "byte 2: the pickle is cut short");
  }

  TEST_CASE("a length beyond the file is refused before anything is done with it") {
    CHECK(refused("B\xff\xff\xff\xff"s) == "byte 0: the pickle is cut short");
    CHECK(refused("\x8e" + little(~std::uint64_t{0}, 8)) == "byte 0: the pickle is cut short");
    CHECK(refused("\x8d" + little(std::uint64_t{1} << 63, 8) + "ab") == "byte 0: the pickle is cut short");
    CHECK(refused("\x96" + little(3, 8) + "ab") == "byte 0: the pickle is cut short");
    CHECK(refused("X" + little(0x7fffffff, 4) + "ab.") == "byte 0: the pickle is cut short");
    CHECK(refused("N\x8c\x05"
                  "abc.") == "byte 1: the pickle is cut short");
    CHECK(refused("I12") == "byte 0: the pickle is cut short");
    CHECK(refused("cos\nsystem") == "byte 0: the pickle is cut short");
  }

  TEST_CASE("signed lengths are not negative") {
    CHECK(refused("T\xff\xff\xff\xff.") == "byte 0: a negative length");
    CHECK(refused("\x8b" + little(0x80000000, 4) + ".") == "byte 0: a negative length");
  }

  TEST_CASE("an opcode and its operand lie in one frame") {
    const auto frame = [](std::size_t length) { return "\x80\x04\x95" + little(length, 8); };
    CHECK(refused(frame(3) + "K\x07.") == "");
    CHECK(refused(frame(2) + "K\x07.") == ""); // STOP may stand outside
    CHECK(refused(frame(1) + "K\x07.") == "byte 11: an operand straddles the end of a frame");
    CHECK(refused(frame(3) + "\x8c\x02"
                             "ab.") == "byte 11: an operand straddles the end of a frame");
    CHECK(refused(frame(2) + "\x8c\x02"
                             "ab.") == "byte 11: an operand straddles the end of a frame");
    CHECK(refused(frame(2) + "I12\n.") == "byte 11: an operand straddles the end of a frame");
    CHECK(refused(frame(3) + "ca\nb\n.") == "byte 11: an operand straddles the end of a frame");
  }

  TEST_CASE("frames do not nest, end in the file and end with it") {
    const auto frame = [](std::size_t length) { return "\x95" + little(length, 8); };
    CHECK(refused(frame(11) + frame(1) + "N.") == "byte 9: a frame inside a frame");
    CHECK(refused(frame(9) + frame(2) + "N.") == "");
    CHECK(refused(frame(3) + "N.") == "byte 0: a frame runs past the end of the pickle");
    CHECK(refused(frame(~std::size_t{0}) + "N.") == "byte 0: a frame runs past the end of the pickle");
    CHECK(refused(frame(3) + "N.N") == "byte 10: STOP inside a frame");
    CHECK(refused(frame(0) + "N.") == "");
  }
}
