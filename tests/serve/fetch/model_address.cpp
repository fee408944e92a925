// serve/fetch/model_address.cpp -- the request for each kind of address.
#include <serve/fetch/model_address.hpp>

#include <map>

#include <serve/fetch/fetch_error.hpp>
#include <serve/fetch/local_server.hpp>

#include <doctest/doctest.h>

using namespace serve::fetch;

namespace {

using variables = std::map<std::string, std::string>;

environment environment_of(variables values) {
  return [values = std::move(values)](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
  };
}

const variables aws{{"AWS_REGION", "eu-central-1"},
                    {"AWS_ACCESS_KEY_ID", "ASIAEXAMPLE"},
                    {"AWS_SECRET_ACCESS_KEY", "secret/with+signs"}};
constexpr long long moment = 1735787045; // 2025-01-02T03:04:05Z

http_request request_of(const std::string& model, const variables& values) {
  return request_for(model, environment_of(values), {}, moment);
}
variables with(variables values, const std::string& name, const std::string& value) {
  values[name] = value;
  return values;
}
std::string header_of(const http_request& request, const std::string& name) {
  for (const auto& [key, value] : request.headers) {
    if (key == name) return value;
  }
  return {};
}
std::string error_of(const std::string& model, const variables& values) {
  try {
    static_cast<void>(request_of(model, values));
  } catch (const fetch_error& why) {
    return why.what();
  }
  return "none";
}

} // namespace

TEST_SUITE("serve/fetch/model_address") {
  TEST_CASE("an object of S3 is asked for at its bucket's host in its region, signed") {
    const auto request = request_of("s3://models/credit.pounce",
                                    with(aws, "AWS_SESSION_TOKEN", "IQoJb3JpZ2luX2VjEXAMPLE//////=="));
    CHECK(request.to.shown() == "https://models.s3.eu-central-1.amazonaws.com/credit.pounce");
    CHECK(header_of(request, "x-amz-date") == "20250102T030405Z");
    CHECK(header_of(request, "x-amz-security-token") == "IQoJb3JpZ2luX2VjEXAMPLE//////==");
    // The signature is that of npm's aws4 for the same request.
    CHECK(header_of(request, "Authorization")
              .ends_with("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, "
                         "Signature=b92b680f5f10c349ebaa99874b029e3761ec1ca16c46087d3716f9c43fae9a2a"));
  }

  TEST_CASE("a bucket with dots, a region of China, another storage: each at its place") {
    CHECK(request_of("s3://my.models/a b.pounce", aws).to.shown() ==
          "https://s3.eu-central-1.amazonaws.com/my.models/a%20b.pounce");
    CHECK(request_of("s3://models/k", with(aws, "AWS_REGION", "cn-north-1")).to.shown() ==
          "https://models.s3.cn-north-1.amazonaws.com.cn/k");
    CHECK(request_of("s3://models/d/k", with(aws, "AWS_ENDPOINT_URL", "http://127.0.0.1:9000/")).to.shown() ==
          "http://127.0.0.1:9000/models/d/k");
    CHECK(request_of("s3://models/k",
                     with(with(aws, "AWS_ENDPOINT_URL", "http://a"), "AWS_ENDPOINT_URL_S3", "http://b"))
              .to.host == "b");
  }

  TEST_CASE("what is missing is named") {
    auto values = aws;
    values.erase("AWS_SECRET_ACCESS_KEY");
    CHECK(error_of("s3://m/k", values) == "AWS_SECRET_ACCESS_KEY is not set");
    values = aws;
    values.erase("AWS_REGION");
    CHECK(error_of("s3://m/k", values) == "AWS_REGION is not set");
    CHECK(error_of("s3://m/k", with(values, "AWS_DEFAULT_REGION", "us-east-1")) == "none");
    CHECK(error_of("s3://m/k", with(aws, "AWS_ACCESS_KEY_ID", "a\r\nX: y")) ==
          "AWS_ACCESS_KEY_ID has a character that no key has");
    CHECK(error_of("s3://m/k", with(aws, "AWS_SESSION_TOKEN", "a\nb")) ==
          "AWS_SESSION_TOKEN has a character that no key has");
    for (const std::string model : {"s3://", "s3://m", "s3://m/", "s3:///k", "gs://m"}) {
      CHECK(error_of(model, aws) == "an address in a storage is s3://BUCKET/KEY or gs://BUCKET/NAME");
    }
    CHECK(error_of("s3://m@x/k", aws) == "a bucket's name has letters, digits, dots and hyphens");
    CHECK(error_of("ftp://m/k", aws) == "an address begins with https://, s3:// or gs://");
  }

  TEST_CASE("Google's storage gets the token of the metadata server") {
    const support::local_server metadata([](const std::string&) {
      return support::ok(R"({"access_token":"ya29.token","expires_in":3599,"token_type":"Bearer"})");
    });
    const auto request =
        request_of("gs://models/a/b c.pounce", {{"GCE_METADATA_HOST", metadata.address().substr(7)}});
    CHECK(request.to.shown() == "https://storage.googleapis.com/models/a/b%20c.pounce");
    CHECK(header_of(request, "Authorization") == "Bearer ya29.token");
    REQUIRE(metadata.requests().size() == 1);
    CHECK(metadata.requests()[0].starts_with(
        "GET /computeMetadata/v1/instance/service-accounts/default/token HTTP/1.1\r\n"));
    CHECK(metadata.requests()[0].find("\r\nMetadata-Flavor: Google\r\n") != std::string::npos);
    const support::local_server refusing([](const std::string&) { return support::reply("404 Not Found"); });
    CHECK(error_of("gs://m/k", {{"GCE_METADATA_HOST", refusing.address().substr(7)}}) ==
          "the metadata server gives no token: 404 Not Found");
  }

  TEST_CASE("Azure's storage gets the function's identity, unless the address is signed") {
    const support::local_server identity(
        [](const std::string&) { return support::ok(R"({ "access_token" : "eyJ0", "resource":"x" })"); });
    const variables azure{{"IDENTITY_ENDPOINT", identity.address() + "/MSI/token"},
                          {"IDENTITY_HEADER", "secret"}};
    const std::string blob = "https://account.blob.core.windows.net/models/k.pounce";
    const auto request = request_of(blob, azure);
    CHECK(header_of(request, "Authorization") == "Bearer eyJ0");
    CHECK(header_of(request, "x-ms-version") == "2020-10-02");
    REQUIRE(identity.requests().size() == 1);
    CHECK(identity.requests()[0].starts_with(
        "GET /MSI/token?resource=https://storage.azure.com/&api-version=2019-08-01 HTTP/1.1\r\n"));
    CHECK(identity.requests()[0].find("\r\nX-IDENTITY-HEADER: secret\r\n") != std::string::npos);
    CHECK(request_of(blob + "?sv=2020&sig=abc", azure).headers.empty());
    CHECK(request_of("https://elsewhere/k", azure).headers.empty());
    CHECK(identity.requests().size() == 1);
  }

  TEST_CASE("a field of a JSON object is found or is not") {
    CHECK(json_field(R"({"a": "b", "access_token" :"t"})", "access_token") == "t");
    for (const std::string text :
         {"", "{}", "{\"t\"}", "{\"t\":", "{\"t\":1}", "{\"t\":\"a", "{\"t\":\"a\\\"\"}"}) {
      CHECK(json_field(text, "t").empty());
    }
  }
}
