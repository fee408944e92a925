// serve/fetch/sigv4.cpp -- signatures that AWS has published, and those of another implementation.
#include <serve/fetch/sigv4.hpp>

#include <doctest/doctest.h>

using namespace serve::fetch;

namespace {

const std::string empty_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

std::string signature_of(const std::string& authorization) {
  return authorization.substr(authorization.find("Signature=") + 10);
}

/// A request of AWS's Signature Version 4 test suite: its key, its moment, its service.
std::string suite_signature(const std::string& path, const std::string& query,
                            const std::string& method = "GET",
                            const std::vector<std::pair<std::string, std::string>>& more = {}) {
  signed_request request{method, path, query, more, empty_hash};
  request.headers.emplace_back("host", "example.amazonaws.com");
  request.headers.emplace_back("x-amz-date", "20150830T123600Z");
  return signature_of(authorization(request, {"20150830T123600Z", "us-east-1", "service"},
                                    {"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", {}}));
}

} // namespace

TEST_SUITE("serve/fetch/sigv4") {
  TEST_CASE("requests of AWS's test suite get its signatures") {
    // get-vanilla, post-vanilla, get-vanilla-empty-query-key, get-vanilla-query-order-key-case
    CHECK(suite_signature("/", "") == "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    CHECK(suite_signature("/", "", "POST") ==
          "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
    CHECK(suite_signature("/", "Param1=value1") ==
          "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb");
    CHECK(suite_signature("/", "Param2=value2&Param1=value1") ==
          "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
  }

  TEST_CASE("the S3 example of AWS's documentation gets its signature") {
    // Source  Amazon S3 API reference, Signature Calculations for the Authorization Header, Example: GET Object.
    const signed_request request{"GET",
                                 "/test.txt",
                                 "",
                                 {{"host", "examplebucket.s3.amazonaws.com"},
                                  {"range", "bytes=0-9"},
                                  {"x-amz-content-sha256", empty_hash},
                                  {"x-amz-date", "20130524T000000Z"}},
                                 empty_hash};
    CHECK(authorization(request, {"20130524T000000Z", "us-east-1", "s3"},
                        {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}}) ==
          "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
          "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
          "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  TEST_CASE("requests for models get the signatures of npm's aws4 1.13.2") {
    const auto signature = [](const std::string& path, const std::string& token,
                              const std::string& query = {}) {
      signed_request request{"GET",
                             path,
                             query,
                             {{"host", "models.s3.eu-central-1.amazonaws.com"},
                              {"x-amz-content-sha256", "UNSIGNED-PAYLOAD"},
                              {"x-amz-date", "20250102T030405Z"}},
                             "UNSIGNED-PAYLOAD"};
      if (!token.empty()) request.headers.emplace_back("x-amz-security-token", token);
      return signature_of(authorization(request, {"20250102T030405Z", "eu-central-1", "s3"},
                                        {"ASIAEXAMPLE", "secret/with+signs", token}));
    };
    CHECK(signature("/credit.pounce", "") ==
          "52e2953e508b57895bac900b32ae199e83fe215c8babcffd55e11006298c71bd");
    CHECK(signature("/credit.pounce", "IQoJb3JpZ2luX2VjEXAMPLE//////==") ==
          "b92b680f5f10c349ebaa99874b029e3761ec1ca16c46087d3716f9c43fae9a2a");
    CHECK(signature("/a%20b/c%2Bd%3De/%C3%A9.pounce", "T==") ==
          "f2fa5c97bbfd12bba4b17311665939a970445dd97ff01a239f72f3a808abd4d9");
    CHECK(signature("/credit.pounce", "", "versionId=abc") ==
          "e9d4255db8a6735a8ad145bce5a11a03b9a2a2a3d2504fab269a5e9f4691fc98");
  }

  TEST_CASE("a value in a header is signed without the spaces around it and within it but one") {
    CHECK(suite_signature("/", "", "GET", {{"my-header1", " value4 "}}) ==
          "8020fc817b6312224b63cf360a0f715cfc76bb9d6d64ecf16e55a58ea5b5fed3");
  }

  TEST_CASE("moments are written as AWS wants them") {
    CHECK(amz_time(1440938160) == "20150830T123600Z");
    CHECK(amz_time(0) == "19700101T000000Z");
  }
}
