// serve/fetch/sigv4.hpp -- AWS's signature of a request, version 4.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace serve::fetch {

struct aws_credentials {
  std::string access_key;
  std::string secret_key;
  std::string session_token; // empty: none
};

struct signed_request {
  std::string method = "GET";
  std::string path; // percent-encoded once, as S3 wants it
  std::string query;
  std::vector<std::pair<std::string, std::string>> headers; // all that are to be signed, names in lower case
  std::string payload_hash; // hexadecimal SHA-256 of the body, or UNSIGNED-PAYLOAD
};

struct signing_scope {
  std::string time; // 20150830T123600Z
  std::string region;
  std::string service;
};

/// The value of the Authorization field.
///
/// Source  AWS, Create a signed AWS API request (Signature Version 4).
std::string authorization(const signed_request& request, const signing_scope& scope,
                          const aws_credentials& keys);

/// A moment as the scope has it.
std::string amz_time(long long unix_seconds);

} // namespace serve::fetch
