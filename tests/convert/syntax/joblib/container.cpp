// tests/convert/syntax/joblib/container.cpp -- compressed files: sound, cut, damaged, too large.
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <zlib.h>

#include <convert/syntax/joblib/container.hpp>

#include "../pickle/reading.hpp"

using namespace std::string_literals;
using convert::joblib::compression;
using reading::parsed;
using reading::refused;

namespace {

struct sample {
  const char* suffix;
  const char* name;
  compression found;
};

const std::vector<sample>& samples() {
  static const std::vector<sample> all{
      {"zlib", "zlib", compression::zlib},  {"gzip", "gzip", compression::gzip},
      {"bz2", "bzip2", compression::bzip2}, {"xz", "xz", compression::xz},
      {"lzma", "lzma", compression::lzma},  {"lz4", "lz4", compression::lz4},
  };
  return all;
}

std::string file(const sample& of) { return reading::beside(__FILE__, "files/small.joblib."s + of.suffix); }

std::string zlib_of(const std::string& text) {
  auto length = compressBound(static_cast<uLong>(text.size()));
  std::string packed(length, '\0');
  const auto* const from = static_cast<const Bytef*>(static_cast<const void*>(text.data()));
  compress(static_cast<Bytef*>(static_cast<void*>(packed.data())), &length, from,
           static_cast<uLong>(text.size()));
  packed.resize(length);
  return packed;
}

} // namespace

TEST_SUITE("convert/syntax/joblib/container") {

  TEST_CASE("each compression is known by content and read") {
    for (const auto& of : samples()) {
      CAPTURE(of.name);
      CHECK(convert::joblib::detect(file(of)) == of.found);
      CHECK(convert::pickle::looks_like_pickle(reading::bytes_of(file(of))));
      const auto read = parsed(file(of));
      CHECK(read.root().find("coef_")->numbers() == std::vector<double>{0, 1, 2});
      CHECK(read.root().find("names")->texts() == std::vector<std::string>{"a", "b"});
    }
  }

  TEST_CASE("a stream cut at any byte is refused by its name") {
    for (const auto& of : samples()) {
      const auto whole = file(of);
      for (std::size_t length = 16; length < whole.size(); ++length) {
        CAPTURE(of.name);
        CAPTURE(length);
        CHECK(refused(whole.substr(0, length)) == "the "s + of.name + " stream is cut short");
      }
    }
  }

  TEST_CASE("a damaged stream is refused by its name") {
    for (const auto& of : samples()) {
      CAPTURE(of.name);
      if (of.found == compression::lzma) continue; // it carries no check
      auto damaged = file(of);
      damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
      CHECK(refused(damaged).starts_with("the "s + of.name + " stream is "));
    }
  }

  TEST_CASE("bytes after a stream are refused") {
    for (const auto& of : samples()) {
      CAPTURE(of.name);
      const auto message = refused(file(of) + "and then a tail");
      const auto expected = "the "s + of.name + " stream is ";
      const bool fits = message == expected + "followed by other bytes" || message == expected + "damaged";
      CHECK(fits);
    }
  }

  TEST_CASE("gzip, bzip2, xz and lz4 streams may follow one another") {
    for (const auto& of : samples()) {
      if (of.found == compression::zlib || of.found == compression::lzma) continue;
      CAPTURE(of.name);
      // Twice the pickle: the second is too much for the reader, but not for the decompressor.
      CHECK(refused(file(of) + file(of)).ends_with(": bytes after the end of the pickle"));
    }
  }

  TEST_CASE("a bomb is refused before it is unpacked") {
    const auto bomb = zlib_of(std::string(1 << 20, '\0'));
    convert::pickle::limits bounds;
    bounds.free_bytes = 1000;
    bounds.growth = 10;
    const auto most = 1000 + 10 * bomb.size();
    CHECK(refused(bomb, bounds) == "the zlib stream grows to more than " + std::to_string(most) + " bytes");
    bounds.growth = ~std::uint64_t{0};
    bounds.stream_bytes = 5000;
    CHECK(refused(bomb, bounds) == "the zlib stream grows to more than 5000 bytes");
    CHECK(refused(bomb) == "byte 0: opcode 0x00 is not one of pickle's");
  }

  TEST_CASE("an empty stream is refused") { CHECK(refused(zlib_of("")) == "the zlib stream is empty"); }

  TEST_CASE("a compressed file that holds no pickle is not taken for one") {
    CHECK_FALSE(convert::pickle::looks_like_pickle(reading::bytes_of(zlib_of("{\"a\": 1}"))));
    CHECK_FALSE(convert::pickle::looks_like_pickle(reading::bytes_of("x\x9c"
                                                                     "damaged")));
  }

  TEST_CASE("joblib's old Z-files are read if they hold no companions") {
    const auto old = [](std::string length, const std::string& gap) {
      length.resize(19, ' ');
      return "ZF" + length + gap + zlib_of("K\x07.");
    };
    CHECK(parsed(old("0x3", "")).root().integer() == 7);
    CHECK(parsed(old("0x3L", " ")).root().integer() == 7);
    CHECK(refused(old("0x4", "")) == "the joblib Z-file stream does not have the length that it states");
    CHECK(refused(old("0xzz", "")) ==
          "a joblib file older than 0.10 with a damaged head; load the model and save it again");
    CHECK(refused("ZF0x3") ==
          "a joblib file older than 0.10 with a damaged head; load the model and save it again");
    CHECK(convert::pickle::looks_like_pickle(reading::bytes_of(old("0x3", ""))) ==
          false); // too short to tell
  }
}
