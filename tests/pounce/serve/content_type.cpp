#include <pounce/serve/content_type.hpp>

#include <doctest/doctest.h>

using namespace pounce::serving;

TEST_SUITE("content_type") {
  TEST_CASE("JSON comes under many names, CSV under one") {
    for (const char* type : {"", "application/json", "Application/JSON; charset=utf-8", "text/plain",
                             "application/x-www-form-urlencoded", "application/vnd.api+json",
                             "application/octet-stream", "application/json;charset=\"UTF-8\""}) {
      CAPTURE(type);
      CHECK(kind_of_body(type) == body_kind::json);
    }
    CHECK(kind_of_body("text/csv") == body_kind::csv);
    CHECK(kind_of_body("TEXT/CSV;header=absent") == body_kind::csv);
    for (const char* type :
         {"image/png", "application/xml", "application/json; charset=latin1", "text/html", "+json"}) {
      CAPTURE(type);
      CHECK(kind_of_body(type) == body_kind::other);
    }
  }

  TEST_CASE("a parameter is found whatever stands around it") {
    CHECK(parameter("a/b; x=1 ; y=\"2\"", "Y") == "2");
    CHECK(parameter("a/b;x = 1", "x") == "1");
    CHECK(parameter("a/b;x", "x").empty());
    CHECK(media_type(" text/csv ;x=1") == "text/csv");
    CHECK(header_of_csv("text/csv; header=present") == csv_header::present);
    CHECK(header_of_csv("text/csv; header=ABSENT") == csv_header::absent);
    CHECK(header_of_csv("text/csv") == csv_header::untold);
  }

  TEST_CASE("only plain bodies are read") {
    CHECK(is_plain_encoding(""));
    CHECK(is_plain_encoding("Identity"));
    CHECK_FALSE(is_plain_encoding("gzip"));
  }

  TEST_CASE("only the letters of ASCII have two cases") {
    CHECK(same("Content-Type", "content-type"));
    CHECK_FALSE(same("[", "{"));
    CHECK_FALSE(same("a", "ab"));
  }
}
