#include <pounce/serve/json_string.hpp>

#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace pounce::serving;

namespace {

std::string decoded(std::string inside) {
  const auto end = scan_json_string(inside + "\"", 0);
  if (end.fault != nullptr) return "fault";
  inside.resize(decode_json_string(std::string_view(inside), inside.data()));
  return inside;
}

} // namespace

TEST_SUITE("json_string") {
  TEST_CASE("escapes become what they stand for, in place") {
    CHECK(decoded(R"(a\"\\\/\b\f\n\r\tz)") == "a\"\\/\b\f\n\r\tz");
    CHECK(decoded(R"(\u0041\u00e9\u20AC\ud83d\ude00)") == "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    CHECK(decoded(R"(\u0000)") == std::string(1, '\0'));
  }

  TEST_CASE("half a surrogate pair and unknown escapes are faults") {
    for (const char* text : {R"(\ud83d)", R"(\ude00)", R"(\ud83dx)", R"(\ud83d\u0041)", R"(\ud83d\ud83d)",
                             R"(\x41)", R"(\u12g4)", R"(\u12)", R"(\)", R"(\'a)"}) {
      CAPTURE(text);
      CHECK(decoded(text) == "fault");
    }
  }

  TEST_CASE("bytes that are not UTF-8 are a fault where they stand") {
    for (const char* bad : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80",
                            "\xed\xbf\xbf", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
                            "\xff", "\xc3", "\xe2\x82", "\xf0\x9f\x98"}) {
      const std::string text = std::string("ok") + bad;
      CHECK(sound_utf8(text) == 2);
      CHECK(scan_json_string(text + "\"", 0).end == 2);
      CHECK(scan_json_string(text + "\"", 0).fault != nullptr);
    }
    for (const char* good : {"\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                             "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
      CHECK(sound_utf8(good) == std::string_view(good).size());
    }
  }

  TEST_CASE("control characters and a missing quote are faults") {
    CHECK(scan_json_string("a\nb\"", 0).end == 1);
    CHECK(scan_json_string("a\nb\"", 0).fault != nullptr);
    CHECK(scan_json_string("abc", 0).fault != nullptr);
    CHECK(scan_json_string("abc\"d", 0).fault == nullptr);
    CHECK(scan_json_string("abc\"d", 0).end == 3);
  }
}
