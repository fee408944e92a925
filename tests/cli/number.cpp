// cli/number.cpp -- tests of cli/number.hpp.
#include <cli/number.hpp>

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

TEST_SUITE("cli/number") {
  TEST_CASE("a number is printed as its shortest text") {
    CHECK(cli::text_of(0.1) == "0.1");
    CHECK(cli::text_of(1.0) == "1");
    CHECK(cli::text_of(-0.0) == "-0");
    CHECK(cli::text_of(1e-7) == "1e-07");
    CHECK(cli::text_of(5e-324) == "5e-324");
    CHECK(cli::text_of(0.30000000000000004) == "0.30000000000000004");
    CHECK(cli::text_of(std::numeric_limits<double>::quiet_NaN()) == "nan");
    CHECK(cli::text_of(-std::numeric_limits<double>::quiet_NaN()) == "nan");
    CHECK(cli::text_of(-std::numeric_limits<double>::infinity()) == "-inf");
  }

  TEST_CASE("what Python reads as a number is one") {
    CHECK(cli::number_of("9") == 9.0);
    CHECK(cli::number_of(" +9.0\t") == 9.0);
    CHECK(cli::number_of("-.5e2") == -50.0);
    CHECK(cli::number_of("5e-324") == 5e-324);
    CHECK(cli::number_of("inf") == std::numeric_limits<double>::infinity());
    CHECK(cli::number_of("-Infinity") == -std::numeric_limits<double>::infinity());
    CHECK(std::isnan(cli::number_of("NaN").value()));
    CHECK(std::signbit(cli::number_of("-0").value()));
    CHECK(cli::number_of("True") == 1.0);
    CHECK(cli::number_of("False") == 0.0);
  }

  TEST_CASE("too large is infinite and too small is zero") {
    CHECK(cli::number_of("1e999") == std::numeric_limits<double>::infinity());
    CHECK(cli::number_of("-1e999") == -std::numeric_limits<double>::infinity());
    CHECK(cli::number_of("1" + std::string(400, '0')) == std::numeric_limits<double>::infinity());
    CHECK(cli::number_of("1e-999") == 0.0);
    CHECK(std::signbit(cli::number_of("-1e-999").value()));
    CHECK(cli::number_of("0." + std::string(400, '0') + "1") == 0.0);
  }

  TEST_CASE("anything else is no number") {
    for (const char* text :
         {"", " ", "abc", "1 2", "1,5", "0x10", "1e", "--1", "+-1", "nan(1)", "1_000", "+", "."}) {
      CAPTURE(text);
      CHECK_FALSE(cli::number_of(text).has_value());
    }
  }
}
