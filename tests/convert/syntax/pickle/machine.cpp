// tests/convert/syntax/pickle/machine.cpp -- numbers, texts, stack and memo.
#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace std::string_literals;
using convert::pickle::kind;
using reading::little;
using reading::parsed;
using reading::refused;

TEST_SUITE("convert/syntax/pickle/machine") {

  TEST_CASE("INT reads numbers and the two bools") {
    CHECK(parsed("I-17\n.").root().integer() == -17);
    CHECK(parsed("I00\n.").root().type() == kind::boolean);
    CHECK_FALSE(parsed("I00\n.").root().boolean());
    CHECK(parsed("I01\n.").root().boolean());
    CHECK(parsed("I1\n.").root().type() == kind::integer);
    CHECK(refused("I1x\n.") == "byte 0: INT or LONG without a number");
    CHECK(refused("I\n.") == "byte 0: INT or LONG without a number");
    CHECK(refused("I 1\n.") == "byte 0: INT or LONG without a number");
    CHECK(refused("I+1\n.") == "byte 0: INT or LONG without a number");
    CHECK(refused("I1\r\n.") == "byte 0: INT or LONG without a number");
  }

  TEST_CASE("LONG reads numbers of any length") {
    CHECK(parsed("L5L\n.").root().integer() == 5);
    CHECK(parsed("L-9223372036854775808L\n.").root().integer() == INT64_MIN);
    const auto big = parsed("L9223372036854775808L\n.");
    CHECK(big.root().type() == kind::big_integer);
    CHECK(big.root().number() == 9223372036854775808.0);
    CHECK(refused("LL\n.") == "byte 0: INT or LONG without a number");
  }

  TEST_CASE("LONG1 and LONG4 are two's complement") {
    CHECK(parsed("\x8a\x00."s).root().integer() == 0);
    CHECK(parsed("\x8a\x01\xff.").root().integer() == -1);
    CHECK(parsed("\x8a\x02\x00\x80."s).root().integer() == -32768);
    CHECK(parsed("\x8a\x02\xff\x00."s).root().integer() == 255);
    CHECK(parsed("\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f.").root().integer() == INT64_MAX);
    const auto big = parsed("\x8b" + little(9, 4) + "\0\0\0\0\0\0\0\0\x80."s);
    CHECK(big.root().number() == -std::ldexp(1.0, 71));
    CHECK(reading::refused_to([&] { big.root().integer(); }) == "`value`: an integer of more than 64 bits");
  }

  TEST_CASE("large integers round to the nearest double") {
    // 2^64 + 2^11 lies halfway between 2^64 and 2^64 + 2^12 and goes to the even one; one more goes up.
    CHECK(parsed("\x8a\x09\x00\x08\0\0\0\0\0\0\x01."s).root().number() == std::ldexp(1.0, 64));
    CHECK(parsed("\x8a\x09\x01\x08\0\0\0\0\0\0\x01."s).root().number() == std::ldexp(1.0, 64) + 4096);
    CHECK(parsed("L18446744073709553665\n.").root().number() == std::ldexp(1.0, 64) + 4096);
  }

  TEST_CASE("an integer beyond every double is refused where a number is wanted") {
    const auto huge = parsed("\x8b" + little(200, 4) + std::string(199, '\0') + "\x01.");
    CHECK(reading::refused_to([&] { huge.root().number(); }) == "`value`: an integer too large for a number");
    const auto digits = parsed("L" + std::string(400, '9') + "\n.");
    CHECK(reading::refused_to([&] { digits.root().number(); }) ==
          "`value`: an integer too large for a number");
  }

  TEST_CASE("FLOAT knows what repr writes, and nothing else") {
    CHECK(parsed("F1e-05\n.").root().number() == 1e-05);
    CHECK(parsed("F5e-324\n.").root().number() == 5e-324);
    CHECK(parsed("F-inf\n.").root().number() == -HUGE_VAL);
    CHECK(std::isnan(parsed("Fnan\n.").root().number()));
    CHECK(std::signbit(parsed("F-0.0\n.").root().number()));
    for (const auto* const bad :
         {"F\n.", "F1,5\n.", "F 1.5\n.", "F0x10\n.", "F1.5 \n.", "F1_0\n.", "F1e999\n."}) {
      CAPTURE(bad);
      CHECK(refused(bad) == "byte 0: FLOAT without a number");
    }
  }

  TEST_CASE("BINFLOAT is big-endian") { CHECK(parsed("G\x3f\xf8\0\0\0\0\0\0."s).root().number() == 1.5); }

  TEST_CASE("texts are UTF-8") {
    CHECK(parsed("\x8c\x02\xc3\xa9.").root().text() == "\xc3\xa9");
    for (const auto* const bad : {"\x80", "\xc3", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80",
                                  "\xf4\x90\x80\x80", "\xff", "a\xe2\x82"}) {
      CAPTURE(bad);
      CHECK(refused(reading::text(bad) + ".") == "byte 0: a text is not UTF-8");
    }
  }

  TEST_CASE("UNICODE escapes become UTF-8") {
    CHECK(parsed("Vcaf\xe9 \\u20ac\\U0001f600\\n\n.").root().text() ==
          "caf\xc3\xa9 \xe2\x82\xac\xf0\x9f\x98\x80\\n");
    for (const auto* const bad :
         {"V\\u12\n.", "V\\ud800\n.", "V\\U00110000\n.", "V\\u12g4\n.", "V\\u-123\n."}) {
      CAPTURE(bad);
      CHECK(refused(bad) == "byte 0: UNICODE with a bad escape");
    }
  }

  TEST_CASE("texts of Python 2 are texts and bytes at once, if they are ASCII") {
    const auto plain = parsed("U\x03"
                              "abc.");
    CHECK(plain.root().text() == "abc");
    CHECK(plain.root().bytes() == "abc");
    CHECK(parsed("T\x02\0\0\0\xff\x00."s).root().bytes() == "\xff\0"s);
    CHECK(parsed("S'a\\x00\\'\\n'\n.").root().bytes() == "a\0'\n"s);
    for (const auto* const bad :
         {"Sab\n.", "S'ab\n.", "S'\n.", "S'a\\'\n.", "S'\\x0'\n.", "S'\\q'\n.", "S\n."}) {
      CAPTURE(bad);
      CHECK(refused(bad) == "byte 0: STRING without a quoted text");
    }
  }

  TEST_CASE("PROTO stands first and is at most 5") {
    CHECK(refused("\x80\x05N.") == "");
    CHECK(refused("\x80\x06N.") == "byte 0: protocol 6 is newer than 5");
    CHECK(refused("\x80\xffN.") == "byte 0: protocol 255 is newer than 5");
    CHECK(refused("N\x80\x02.") == "byte 1: PROTO is not the first opcode");
  }

  TEST_CASE("STOP leaves exactly one value and is the last byte") {
    CHECK(refused(".") == "byte 0: STOP with 0 values on the stack");
    CHECK(refused("NN.") == "byte 2: STOP with 2 values on the stack");
    CHECK(refused("(N.") == "byte 2: STOP with 1 values on the stack and an open MARK");
    CHECK(refused("N.N.") == "byte 2: bytes after the end of the pickle");
    CHECK(refused("N.\n") == "byte 2: bytes after the end of the pickle");
  }

  TEST_CASE("the stack never runs empty, not below a mark either") {
    for (const auto* const bad :
         {"0", "2", "a", "Na", "s", "NNs", "\x85", "N\x86", "R", "NR", "b", "\x81", "\x92", "\x93"}) {
      CAPTURE(bad);
      CHECK(refused(bad + "."s) ==
            "byte " + std::to_string(std::string(bad).size() - 1) + ": the stack is empty");
    }
    CHECK(refused("N(\x85.") == "byte 2: the stack is empty");
    CHECK(refused("N(2.") == "byte 2: the stack is empty");
    CHECK(refused("N(q\x01.") == "byte 2: the stack is empty");
    CHECK(refused("(Ne.") == "byte 2: the stack is empty");
    CHECK(refused("]((Ne.") == "byte 4: the stack is empty");
  }

  TEST_CASE("opcodes that need a mark say so") {
    for (const auto* const bad : {"t", "l", "d", "1", "e", "u", "o", "\x90", "\x91"}) {
      CAPTURE(bad);
      CHECK(refused("N"s + bad + ".") == "byte 1: there is no MARK");
    }
    CHECK(refused("Nicls\nA\n.") == "byte 1: there is no MARK");
  }

  TEST_CASE("POP takes the mark if nothing lies above it") {
    CHECK(parsed("K\x05(0.").root().integer() == 5);
    CHECK(parsed("K\x05(NN1.").root().integer() == 5);
    CHECK(parsed("K\x05N0.").root().integer() == 5);
    CHECK(parsed("K\x05"
                 "2\x86.")
              .root()
              .size() == 2);
  }

  TEST_CASE("the memo gives back the same value") {
    const auto read = parsed("]q\x00h\x00\x86."s);
    CHECK(read.root()[0] == read.root()[1]);
    CHECK(parsed("]p0\ng0\n\x86."s).root()[0].type() == kind::list);
    CHECK(parsed("]\x94h\x00\x86."s).root().size() == 2);
    CHECK(parsed("Nr\x00\x00\x00\x00j\x00\x00\x00\x00\x86."s).root().size() == 2);
  }

  TEST_CASE("memo indices are dense, counted from 0 or from 1") {
    CHECK(refused("Nq\x01q\x02h\x01h\x02\x87.") == "");
    CHECK(refused("Nq\x02.") == "byte 1: memo index 2 is far above the 0 in use");
    CHECK(refused("Nr\xff\xff\xff\xff.") == "byte 1: memo index 4294967295 is far above the 0 in use");
    CHECK(refused("Np9223372036854775807\n.") ==
          "byte 1: memo index 9223372036854775807 is far above the 0 in use");
    CHECK(refused("h\x00."s) == "byte 0: memo index 0 is not in use");
    CHECK(refused("Nq\x01h\x00."s) == "byte 3: memo index 0 is not in use");
    CHECK(refused("j\xff\xff\xff\xff.") == "byte 0: memo index 4294967295 is not in use");
    CHECK(refused("Np-1\n.") == "byte 1: a memo index is not a number");
    CHECK(refused("g\n.") == "byte 0: a memo index is not a number");
  }

  TEST_CASE("what only the writer's program could resolve is refused") {
    CHECK(refused("Pid\n.") == "byte 0: a persistent id, which only the program that wrote it can resolve");
    CHECK(refused("NQ.") == "byte 1: a persistent id, which only the program that wrote it can resolve");
    for (const auto& bad : {"\x82\x01"s, "\x83\x01\x00"s, "\x84\x01\x00\x00\x00"s}) {
      CHECK(refused(bad + ".") == "byte 0: a name from Python's extension registry");
    }
    CHECK(refused("\x97.") == "byte 0: data outside of the pickle (an out-of-band buffer)");
    CHECK(refused("N\x98.") == "byte 1: data outside of the pickle (an out-of-band buffer)");
  }
}
