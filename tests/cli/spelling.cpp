// cli/spelling.cpp -- tests of cli/spelling.hpp.
#include <cli/spelling.hpp>

#include <doctest/doctest.h>

TEST_SUITE("cli/spelling") {
  TEST_CASE("a near name is found and a far one is not") {
    const std::vector<std::string> names{"convert", "predict", "check"};
    CHECK(cli::nearest("convrt", names) == "convert");
    CHECK(cli::nearest("predikt", names) == "predict");
    CHECK(cli::nearest("chekc", names) == "check");
    CHECK(cli::nearest("model.pkl", names) == "");
    CHECK(cli::nearest("", names) == "");
  }
}
