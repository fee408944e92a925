#include <pounce/serve/platform.hpp>

#include <map>
#include <string>

#include <doctest/doctest.h>

using namespace pounce::serving;

namespace {
surroundings found(const std::map<std::string, const char*>& variables) {
  return find_platform([&](const char* name) -> const char* {
    const auto v = variables.find(name);
    return v == variables.end() ? nullptr : v->second;
  });
}
} // namespace

TEST_SUITE("platform") {
  TEST_CASE("the environment tells the cloud, the narrower word first") {
    CHECK(found({}).where == platform::local);
    CHECK(found({{"AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001"}, {"PORT", "1"}}).where == platform::aws_lambda);
    CHECK(found({{"AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001"}}).address == "127.0.0.1:9001");
    CHECK(found({{"FUNCTIONS_CUSTOMHANDLER_PORT", "7071"}, {"PORT", "80"}}).where ==
          platform::azure_functions);
    CHECK(found({{"FUNCTIONS_CUSTOMHANDLER_PORT", "7071"}, {"PORT", "80"}}).address == "7071");
    CHECK(found({{"FUNCTIONS_HTTPWORKER_PORT", "7072"}}).address == "7072");
    CHECK(found({{"PORT", "8081"}}).where == platform::google_cloud);
    CHECK(found({{"K_SERVICE", "s"}}).address == "8080");
    CHECK(found({{"K_SERVICE", "s"}}).where == platform::google_cloud);
  }
}
