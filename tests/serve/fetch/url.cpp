// serve/fetch/url.cpp -- tests of serve/fetch/url.hpp.
#include <serve/fetch/url.hpp>

#include <serve/fetch/fetch_error.hpp>

#include <doctest/doctest.h>

using namespace serve::fetch;

TEST_SUITE("serve/fetch/url") {
  TEST_CASE("an address is taken apart and keeps its encoding") {
    const auto u =
        parse_url("https://account.blob.core.windows.net/models/a%20b.pounce?sv=2020&sig=a%2Bb%3D#part");
    CHECK(u.secure);
    CHECK(u.host == "account.blob.core.windows.net");
    CHECK(u.port == 443);
    CHECK(u.path() == "/models/a%20b.pounce");
    CHECK(u.query() == "sv=2020&sig=a%2Bb%3D");
    CHECK(u.shown() == "https://account.blob.core.windows.net/models/a%20b.pounce");
    CHECK(parse_url("http://127.0.0.1:9000").target == "/");
    CHECK(parse_url("http://h:81?a").target == "/?a");
    CHECK(parse_url("http://h:81/").authority() == "h:81");
    CHECK(parse_url("http://h:80/").authority() == "h");
    CHECK(parse_url("https://h:80/").authority() == "h:80");
  }

  TEST_CASE("addresses that could be misread are refused") {
    for (const std::string text :
         {"ftp://h/a", "h/a", "", "https://", "https:///a", "https://u:p@h/a", "https://h:0/",
          "https://h:65536/", "https://h:1x/", "https://h:/", "https://a b/", "https://h/a b",
          "https://h/a\r\nX: y", "https://[::1]/", "https://h/\x80"}) {
      CAPTURE(text);
      CHECK_THROWS_AS(parse_url(text), fetch_error);
    }
    CHECK_THROWS_AS(parse_url("https://h/" + std::string(9000, 'a')), fetch_error);
  }

  TEST_CASE("a Location leads to an address, a host or a path") {
    const auto base = parse_url("https://h:444/a?b");
    CHECK(resolve(base, "/c?d").shown() == "https://h:444/c");
    CHECK(resolve(base, "//other/c").shown() == "https://other/c");
    CHECK(resolve(base, "http://other/c").shown() == "http://other/c");
    CHECK_THROWS_AS(resolve(base, "/c d"), fetch_error);
  }

  TEST_CASE("keys are encoded once, slashes stay") {
    CHECK(percent_encoded("a/b c+d=\xC3\xA9~._-") == "a/b%20c%2Bd%3D%C3%A9~._-");
  }
}
