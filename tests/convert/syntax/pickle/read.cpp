// tests/convert/syntax/pickle/read.cpp -- the door: detection by content, whose bytes, files that are cut.
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "reading.hpp"

using namespace std::string_literals;
using reading::beside;
using reading::bytes_of;
using reading::refused;

namespace {

bool detected(std::string_view text) { return convert::pickle::looks_like_pickle(bytes_of(text)); }

} // namespace

TEST_SUITE("convert/syntax/pickle/read") {

  TEST_CASE("pickles of every protocol are known by content") {
    for (int protocol = 0; protocol <= 5; ++protocol) {
      CAPTURE(protocol);
      CHECK(detected(beside(__FILE__, "files/kinds.p" + std::to_string(protocol) + ".pkl")));
    }
    CHECK(detected("ccopy_reg\n_reconstructor\np0\n(csklearn.linear_model.base\nLinearRegression\np1\n"
                   "c__builtin__\nobject\np2\nNtRp3\n."));
    CHECK(detected("(lp0\nI1\na."));
    CHECK(detected("(dp0\n."));
  }

  TEST_CASE("other files are not taken for pickles") {
    for (const auto& other : {
             ""s,
             "{\"learner\": {}}"s,
             "[1, 2]"s,
             "tree\nversion=v4\nnum_class=1\n"s,
             "\x08\x08\x12\x08skl2onnx"s,
             "{L\0\0\0\0\0\0\0\x07learner"s,
             "\x89PNC\r\n\x1a\n"s,
             "c1,c2,c3\n1,2,3\n4,5,6\n"s,
             "city\nBern\n1\n"s,
             "cat\ndog\nIbex\nIguana\n"s,
             "(a+b)*c"s,
             "}\n"s,
             "\x7f"
             "ELF\x02\x01\x01"s,
             "PK\x03\x04\x14\0\0\0"s,
             "\x80\x09N."s,
             "\x80\x04\x00\x00"s,
             "x,y\n1,2\n"s,
             "binf\0\x60\0\0"s,
         }) {
      CAPTURE(other);
      CHECK_FALSE(detected(other));
    }
  }

  TEST_CASE("a document keeps the bytes that are moved into it") {
    const convert::pickle::document read = [] {
      return convert::pickle::read(bytes_of(reading::text("kept") + "."));
    }();
    CHECK(read.root().text() == "kept");
  }

  TEST_CASE("a document refers to bytes that are lent to it") {
    const auto file = bytes_of(reading::text("lent") + ".");
    const auto read = convert::pickle::read(std::span(file));
    CHECK(static_cast<const void*>(read.root().text().data()) == file.data() + 2);
  }

  TEST_CASE("a file cut at any byte is refused") {
    for (int protocol = 0; protocol <= 5; ++protocol) {
      CAPTURE(protocol);
      const auto whole = beside(__FILE__, "files/kinds.p" + std::to_string(protocol) + ".pkl");
      REQUIRE(refused(whole).empty());
      for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto message = refused(whole.substr(0, length));
        CAPTURE(length);
        // A frame is known to be too long before its bytes are missed.
        const bool fits = message.ends_with(": the pickle is cut short") ||
                          message.ends_with(": a frame runs past the end of the pickle");
        CHECK(fits);
      }
    }
  }

  TEST_CASE("a byte changed anywhere gives an answer or a refusal") {
    for (int protocol = 0; protocol <= 5; ++protocol) {
      auto file = beside(__FILE__, "files/kinds.p" + std::to_string(protocol) + ".pkl");
      std::size_t read_count = 0;
      for (std::size_t i = 0; i < file.size(); ++i) {
        const char kept = file[i];
        file[i] = static_cast<char>(kept ^ (1 << i % 8));
        read_count += refused(file).empty() ? 1 : 0;
        file[i] = kept;
      }
      CHECK(read_count > 0); // most bytes are data
      CHECK(read_count < file.size());
    }
  }

  TEST_CASE("a pickle larger than the limit is refused") {
    convert::pickle::limits bounds;
    bounds.stream_bytes = 3;
    CHECK(refused("K\x01.", bounds).empty());
    CHECK(refused("K\x01"
                  "0N.",
                  bounds) == "a pickle of 5 bytes is larger than the 3 allowed");
  }
}
