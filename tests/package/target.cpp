// package/target.cpp -- tests of package/target.hpp.
#include <package/target.hpp>

#include <string>

#include <convert/refusal.hpp>

#include <doctest/doctest.h>

using namespace package;

TEST_SUITE("package/target") {
  TEST_CASE("clouds and machines have names, machines also those of compilers") {
    for (const auto name : cloud_names) CHECK(name_of(cloud_of(name).value()) == name);
    for (const auto name : machine_names) CHECK(name_of(machine_of(name).value()) == name);
    CHECK(machine_of("aarch64") == machine::arm64);
    CHECK(machine_of("amd64") == machine::x86_64);
    CHECK(!cloud_of("aws"));
    CHECK(!machine_of(""));
  }

  TEST_CASE("arm64 is AWS's alone") {
    CHECK_NOTHROW(check_machine({cloud::aws_lambda, machine::arm64}));
    CHECK_NOTHROW(check_machine({cloud::google_cloud, machine::x86_64}));
    CHECK_THROWS_WITH_AS(check_machine({cloud::google_cloud, machine::arm64}),
                         "google-cloud runs x86_64 only", convert::refusal);
    CHECK_THROWS_AS(check_machine({cloud::azure_functions, machine::arm64}), convert::refusal);
  }
}
