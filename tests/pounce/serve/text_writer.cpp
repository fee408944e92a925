#include <pounce/serve/text_writer.hpp>

#include <cmath>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using writer = pounce::serving::text_writer<>;

TEST_SUITE("text_writer") {
  TEST_CASE("numbers are the shortest that read back, what is not finite is a string") {
    char space[256];
    writer w(space);
    w.put(0.1).put(' ').put(1.0).put(' ').put(-0.0).put(' ').put(1e23).put(' ').put(18446744073709551615U);
    CHECK(w.text() == "0.1 1 -0 1e+23 18446744073709551615");
    w.shrink(0);
    w.put(std::nan("")).put(INFINITY).put(-INFINITY);
    CHECK(w.text() == R"("NaN""Infinity""-Infinity")");
  }

  TEST_CASE("a string is escaped as JSON wants it") {
    char space[256];
    writer w(space);
    w.put_quoted("a\"\\\b\f\n\r\t\x01\x7f\xc3\xa9");
    CHECK(w.text() == "\"a\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u007f\xc3\xa9\"");
  }

  TEST_CASE("quoting in place is quoting beside") {
    std::string all;
    for (int i = 1; i < 128; ++i) all.push_back(static_cast<char>(i));
    std::vector<char> beside(2048);
    std::vector<char> in_place(2048);
    writer a(beside);
    a.put("x").put_escaped(all);
    writer b(in_place);
    b.put("x").put(all).quote_from(1);
    CHECK(a.text() == b.text());
    b.shrink(0);
    b.put("plain").quote_from(0);
    CHECK(b.text() == "plain");
  }

  TEST_CASE("what does not fit is dropped and said, never half written") {
    char space[8];
    writer w(space);
    w.put("1234").put("56789").put('0');
    CHECK(w.full());
    CHECK(w.text() == "1234");
    w.shrink(2);
    CHECK_FALSE(w.full());
    CHECK(w.put("\"\"\"\"").text() == "12\"\"\"\"");
    w.quote_from(2);
    CHECK(w.full());
    w.shrink(2);
    w.put("abcdef").encode_from(2);
    CHECK(w.full());
  }

  TEST_CASE("base64 replaces what was written") {
    char space[32];
    writer w(space);
    w.put(">foob").encode_from(1);
    CHECK(w.text() == ">Zm9vYg==");
  }

  TEST_CASE("a character is put in between, and the beginning taken away") {
    char space[4];
    writer w(space);
    w.put("abc").put_before(1, '-');
    CHECK(w.text() == "a-bc");
    w.put_before(0, '-');
    CHECK(w.full());
    CHECK(w.text() == "a-bc");
    w.drop(2);
    CHECK(w.text() == "bc");
    w.drop(2);
    CHECK(w.text() == "");
  }

  TEST_CASE("another writer's text becomes part of this one's") {
    char space[32];
    writer w(space);
    w.put("a");
    writer inner(w.rest());
    inner.put("bc");
    w.grow(inner.size());
    w.put_at(0, "A");
    CHECK(w.text() == "Abc");
  }
}
