#include <pounce/serve/json_reader.hpp>

#include <string>
#include <string_view>

#include <doctest/doctest.h>

using pounce::serving::json_reader;
using pounce::serving::json_token;

namespace {

/// The tokens as letters: {}[] n(ame) s(tring) d(igits) t f 0 (null) . (end) ! (wrong)
std::string tokens(std::string_view document) {
  json_reader<> reader(document);
  std::string all;
  for (;;) {
    const auto t = reader.next();
    all += "{}[]nsdtf0.!"[static_cast<std::size_t>(t)];
    if (t == json_token::end || t == json_token::wrong) return all;
  }
}

std::size_t fault_at(std::string_view document) {
  json_reader<> reader(document);
  for (;;) {
    const auto t = reader.next();
    if (t == json_token::wrong) return reader.position();
    if (t == json_token::end) return std::string_view::npos;
  }
}

} // namespace

TEST_SUITE("json_reader") {
  TEST_CASE("a document is its tokens") {
    CHECK(tokens(R"( {"a" : [1, -2.5e+3, true, false, null], "b":{}, "c":[]} )") == "{n[ddtf0]n{}n[]}.");
    CHECK(tokens("1") == "d.");
    CHECK(tokens(R"("x")") == "s.");
    CHECK(tokens("[[[]]]") == "[[[]]].");
    CHECK(tokens("[0,-0,0.0,1e5,1E-5,10]") == "[dddddd].");
  }

  TEST_CASE("what RFC 8259 does not allow is wrong where it stands") {
    const std::pair<const char*, std::size_t> wrong[] = {
        {"", 0},           {"   ", 3},         {"[1,]", 3},
        {"[,1]", 1},       {"{\"a\":1,}", 7},  {"{a:1}", 1},
        {"{\"a\" 1}", 5},  {"[1 2]", 3},       {"[01]", 2},
        {"[1.]", 3},       {"[.5]", 1},        {"[+1]", 1},
        {"[1e]", 3},       {"[-]", 2},         {"[NaN]", 1},
        {"[Infinity]", 1}, {"[-Infinity]", 2}, {"[tru]", 1},
        {"[nul", 1},       {"1 2", 2},         {"{} x", 3},
        {"[1]]", 3},       {"[1}", 2},         {"{\"a\":1]", 6},
        {"['a']", 1},      {"[\"a]", 4},       {"\xef\xbb\xbf[]", 0},
        {"// x\n[]", 0},   {"[1", 2},          {"{\"a\"", 4},
        {"{\"a\":", 5},    {"[\"\x01\"]", 2},  {"[\"\xff\"]", 2},
        {"[\"\\q\"]", 2},  {"{1:2}", 1},
    };
    for (const auto& w : wrong) {
      CAPTURE(w.first);
      CHECK(fault_at(w.first) == w.second);
    }
    using namespace std::string_view_literals;
    CHECK(fault_at("[1]\0"sv) == 3);
    CHECK(fault_at("\0[1]"sv) == 0);
  }

  TEST_CASE("a million brackets are refused at the thirty-third") {
    const std::string deep(1'000'000, '[');
    CHECK(fault_at(deep) == 32);
    std::string objects;
    for (int i = 0; i < 40; ++i) objects += "{\"a\":";
    CHECK(fault_at(objects) == 32 * 5);
    const std::string most = std::string(32, '[') + std::string(32, ']');
    CHECK(fault_at(most) == std::string_view::npos);
    json_reader<> reader(deep);
    while (reader.next() != json_token::wrong) {
    }
    CHECK(reader.too_deep());
    CHECK(reader.next() == json_token::wrong);
  }

  TEST_CASE("a value is skipped whole") {
    json_reader<> reader(R"({"a":[1,{"b":[2]}],"c":3})");
    REQUIRE(reader.next() == json_token::begin_object);
    REQUIRE(reader.next() == json_token::name);
    CHECK(reader.skip(reader.next()));
    CHECK(reader.next() == json_token::name);
    CHECK(reader.raw() == "c");
    CHECK(reader.skip(reader.next()));
    CHECK(reader.next() == json_token::end_object);
    CHECK(reader.next() == json_token::end);
    json_reader<> broken("[[1,");
    CHECK_FALSE(broken.skip(broken.next()));
  }

  TEST_CASE("texts and numbers show their bytes and places") {
    json_reader<> reader(R"([ "a\n", -1.50 ])");
    reader.next();
    CHECK(reader.next() == json_token::text);
    CHECK(reader.raw() == "a\\n");
    CHECK(reader.escaped());
    CHECK(reader.position() == 2);
    CHECK(reader.end_position() == 7);
    CHECK(reader.next() == json_token::number);
    CHECK(reader.raw() == "-1.50");
    CHECK(reader.position() == 9);
    CHECK(reader.depth() == 1);
  }
}
