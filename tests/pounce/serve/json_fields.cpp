#include <pounce/serve/json_fields.hpp>

#include <array>
#include <string>

#include <doctest/doctest.h>

using pounce::serving::find_fields;
using pounce::serving::json_field;
using pounce::serving::json_token;

TEST_SUITE("json_fields") {
  TEST_CASE("members are found in any order, as slices of the text") {
    std::array<json_field, 4> f{{{"a"}, {"b"}, {"c"}, {"d"}}};
    REQUIRE(find_fields(R"({"c":"x\ty", "z":[{"a":1}], "b": {"a":[2]} ,"a":-1.5})", f));
    CHECK(f[0].value == "-1.5");
    CHECK(f[0].is(json_token::number));
    CHECK(f[1].value == R"({"a":[2]})");
    CHECK(f[1].is(json_token::begin_object));
    CHECK(f[2].value == R"(x\ty)");
    CHECK(f[2].escaped);
    CHECK(f[3].is(json_token::end));
  }

  TEST_CASE("the first of equal names counts") {
    std::array<json_field, 1> f{{{"a"}}};
    REQUIRE(find_fields(R"({"a":1,"a":2})", f));
    CHECK(f[0].value == "1");
  }

  TEST_CASE("only one whole object will do") {
    std::array<json_field, 1> f{{{"a"}}};
    for (const char* text :
         {"", "[]", "1", "{", R"({"a":1)", R"({"a":1} x)", R"({"a":[1})", R"({"a":tru})"}) {
      CAPTURE(text);
      CHECK_FALSE(find_fields(text, f));
    }
  }

  TEST_CASE("a slice is found again in the text that may be changed") {
    std::string text = R"({"a":"bc"})";
    std::array<json_field, 1> f{{{"a"}}};
    REQUIRE(find_fields(text, f));
    const auto part = pounce::serving::writable(text, f[0].value);
    part[0] = 'B';
    CHECK(text == R"({"a":"Bc"})");
  }
}
