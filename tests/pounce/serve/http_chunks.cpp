#include <pounce/serve/http_chunks.hpp>

#include <string>

#include <doctest/doctest.h>

using decoder = pounce::serving::chunk_decoder<>;
using state = decoder::state;

namespace {

struct outcome {
  state end;
  std::string body;
  std::size_t taken;
};

/// Decodes `text`, given to the decoder `step` bytes at a time.
outcome decoded(std::string text, std::size_t step, std::size_t largest = 1000) {
  decoder d(largest);
  std::size_t from = 0;
  std::size_t to = 0;
  state s = state::more;
  for (std::size_t end = 0; s == state::more && end < text.size();) {
    end = end + step < text.size() ? end + step : text.size();
    s = d.decode(text.data(), from, end, to);
  }
  return {s, text.substr(0, to), from};
}

} // namespace

TEST_SUITE("http_chunks") {
  TEST_CASE("chunks become their bytes, however they arrive") {
    const std::string text =
        "4\r\nWiki\r\n6;x=\"y\"\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\nTrailer: x\r\n\r\n";
    for (std::size_t step = 1; step <= text.size(); ++step) {
      const auto d = decoded(text + "next", step);
      CHECK(d.end == state::whole);
      CHECK(d.body == "Wikipedia in \r\n\r\nchunks.");
      CHECK(d.taken == text.size());
    }
    CHECK(decoded("0\r\n\r\n", 1).end == state::whole);
    CHECK(decoded("000A\r\n0123456789\r\n0\r\n\r\n", 3).body == "0123456789");
  }

  TEST_CASE("every beginning wants more") {
    const std::string text = "a\r\n0123456789\r\n0\r\n\r\n";
    for (std::size_t n = 0; n < text.size(); ++n) CHECK(decoded(text.substr(0, n), 100).end == state::more);
  }

  TEST_CASE("malformed chunks are wrong") {
    for (const char* text : {"\r\n", "g\r\n", "-1\r\n", "0x1\r\na\r\n", "1\na\r\n0\r\n\r\n", "1\r\nab\r\n",
                             "1\r\na\n0\r\n\r\n", "1 x\n", "0\r\n\n", "0\r\nX: y\n\r\n", "1\r\na\r\r"}) {
      CAPTURE(text);
      CHECK(decoded(text, 1).end == state::wrong);
    }
  }

  TEST_CASE("bodies, sizes and trailers have their limits") {
    CHECK(decoded("3e9\r\n", 1).end == state::too_large);
    CHECK(decoded("3e8\r\n", 1).end == state::more);
    CHECK(decoded("2\r\nab\r\n2\r\ncd\r\n", 1, 3).end == state::too_large);
    CHECK(decoded("ffffffffffffffffffff\r\n", 1).end == state::too_large);
    CHECK(decoded("1;" + std::string(10'000, 'x'), 100).end == state::wrong);
    CHECK(decoded("0\r\n" + std::string(10'000, 'x'), 100).end == state::wrong);
    std::string many;
    for (int i = 0; i < 5000; ++i) many += "1;xx\r\na\r\n";
    CHECK(decoded(many, 100, 10'000).end == state::wrong);
  }
}
