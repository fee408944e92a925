// cli/json_text.cpp -- tests of cli/json_text.hpp.
#include <cli/json_text.hpp>

#include <cmath>

#include <doctest/doctest.h>

TEST_SUITE("cli/json_text") {
  TEST_CASE("strings are escaped and keep their UTF-8") {
    CHECK(cli::json_string("a\"b\\c\n\x01") == R"("a\"b\\c\u000a\u0001")");
    CHECK(cli::json_string("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80") ==
          "\"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\"");
  }

  TEST_CASE("bytes that are not UTF-8 are replaced") {
    CHECK(cli::json_string("a\xFF"
                           "b\xC3") == R"("a\ufffdb\ufffd")");
    CHECK(cli::json_string("\xC0\x80") == R"("\ufffd\ufffd")");           // overlong
    CHECK(cli::json_string("\xED\xA0\x80") == R"("\ufffd\ufffd\ufffd")"); // a surrogate
  }

  TEST_CASE("values nest with commas between them") {
    cli::json_text json;
    json.open('{').key("a").value(1U).key("b").open('[').value("x").value(0.5).close(']');
    json.key("c").open('{').close('}').key("d").value(std::nan("")).close('}');
    CHECK(json.text() == R"({"a": 1, "b": ["x", 0.5], "c": {}, "d": null})");
  }
}
