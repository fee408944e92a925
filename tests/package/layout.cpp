// package/layout.cpp -- the files that each cloud gets.
#include <package/layout.hpp>

#include <string>

#include <convert/refusal.hpp>

#include <doctest/doctest.h>

using package::cloud;

namespace {

const std::byte some[3]{};

std::string listing(const std::vector<package::packed_file>& files) {
  std::string text;
  for (const auto& f : files) text += (text.empty() ? "" : " ") + f.path + (f.runs ? "*" : "");
  return text;
}

} // namespace

TEST_SUITE("package/layout") {
  TEST_CASE("each cloud gets its files, the handler alone can be run") {
    CHECK(listing(package::layout(cloud::aws_lambda, some, some)) == "bootstrap* model.pounce");
    CHECK(listing(package::layout(cloud::azure_functions, some, some)) ==
          "handler* host.json model.pounce predict/function.json");
    CHECK(listing(package::layout(cloud::google_cloud, some, some)) == "handler* model.pounce");
  }

  TEST_CASE("a model that is fetched is in no package") {
    CHECK(listing(package::layout(cloud::aws_lambda, some, {})) == "bootstrap*");
    CHECK(listing(package::layout(cloud::google_cloud, some, {})) == "handler*");
  }

  TEST_CASE("AWS unpacks 262144000 bytes and no more") {
    // No byte of these is ever read.
    const std::span<const std::byte> limit(some, 262144000 - 3);
    const std::span<const std::byte> above(some, 262144000 - 2);
    CHECK_NOTHROW(package::check_size(cloud::aws_lambda, package::layout(cloud::aws_lambda, some, limit)));
    CHECK_THROWS_WITH_AS(
        package::check_size(cloud::aws_lambda, package::layout(cloud::aws_lambda, some, above)),
        "the package has 262144001 bytes; AWS Lambda unpacks at most 262144000: package the model's address "
        "instead (s3://BUCKET/KEY)",
        convert::refusal);
    CHECK_NOTHROW(
        package::check_size(cloud::google_cloud, package::layout(cloud::google_cloud, some, above)));
  }
}
