// serve/fetch/model_address.cpp -- S3, Google's and Azure's storage, any https address.
#include <serve/fetch/model_address.hpp>

#include <utility>

#include <serve/fetch/fetch_error.hpp>
#include <serve/fetch/sigv4.hpp>

namespace serve::fetch {

namespace {

constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD"; // a GET has none

struct object_name {
  std::string bucket;
  std::string key;
};

object_name object_of(std::string_view address) {
  address.remove_prefix(5); // s3:// or gs://
  const auto slash = address.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == address.size()) {
    throw fetch_error("an address in a storage is s3://BUCKET/KEY or gs://BUCKET/NAME");
  }
  const auto bucket = address.substr(0, slash);
  for (const char c : bucket) {
    const bool sane = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '-' || c == '_';
    if (!sane) throw fetch_error("a bucket's name has letters, digits, dots and hyphens");
  }
  return {std::string(bucket), std::string(address.substr(slash + 1))};
}

std::string first_of(const environment& variables, const char* first, const char* second) {
  auto value = variables(first);
  return value.empty() ? variables(second) : value;
}

/// A value that goes into a header.
std::string optional(const environment& variables, const char* name) {
  auto value = variables(name);
  for (const char c : value) {
    if (c <= ' ' || c >= 0x7F) throw fetch_error(std::string(name) + " has a character that no key has");
  }
  return value;
}

std::string required(const environment& variables, const char* name) {
  auto value = optional(variables, name);
  if (value.empty()) throw fetch_error(std::string(name) + " is not set");
  return value;
}

std::string without_slash(std::string text) {
  while (text.ends_with('/')) text.pop_back();
  return text;
}

/// Where the object is: the bucket as a part of the host's name, or of the path where a certificate would not cover
/// it and where another storage was named.
url s3_url(const object_name& object, const environment& variables, const std::string& region) {
  const std::string endpoint = first_of(variables, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
  const std::string key = percent_encoded(object.key);
  if (!endpoint.empty()) return parse_url(without_slash(endpoint) + "/" + object.bucket + "/" + key);
  const std::string host =
      "s3." + region + ".amazonaws.com" + (region.starts_with("cn-") ? std::string(".cn") : std::string());
  if (object.bucket.find('.') != std::string::npos) {
    return parse_url("https://" + host + "/" + object.bucket + "/" + key);
  }
  return parse_url("https://" + object.bucket + "." + host + "/" + key);
}

http_request s3_request(std::string_view model, const environment& variables, long long now) {
  const auto object = object_of(model);
  const std::string region = first_of(variables, "AWS_REGION", "AWS_DEFAULT_REGION");
  if (region.empty()) throw fetch_error("AWS_REGION is not set");
  const aws_credentials keys{required(variables, "AWS_ACCESS_KEY_ID"),
                             required(variables, "AWS_SECRET_ACCESS_KEY"),
                             optional(variables, "AWS_SESSION_TOKEN")};
  http_request request;
  request.to = s3_url(object, variables, region);
  const std::string time = amz_time(now);
  request.headers = {{"x-amz-content-sha256", std::string(unsigned_payload)}, {"x-amz-date", time}};
  if (!keys.session_token.empty()) request.headers.emplace_back("x-amz-security-token", keys.session_token);
  signed_request what{"GET", request.to.path(), request.to.query(), request.headers,
                      std::string(unsigned_payload)};
  what.headers.emplace_back("host", request.to.authority());
  request.headers.emplace_back("Authorization", authorization(what, {time, region, "s3"}, keys));
  return request;
}

/// A token from a server of the platform's own.
std::string token_from(const http_request& request, const connection_options& how, const char* whose) {
  http_reply reply;
  try {
    reply = send(request, how);
  } catch (const fetch_error& why) {
    throw fetch_error(std::string(whose) + " gives no token: " + why.what(), fetch_error::hope::next_time);
  }
  auto token = reply.head.status == 200 ? json_field(reply.text, "access_token") : std::string();
  if (token.empty()) {
    throw fetch_error(std::string(whose) + " gives no token: " + std::to_string(reply.head.status) + " " +
                          reply.head.reason,
                      fetch_error::hope::next_time);
  }
  return token;
}

/// Source  Google Cloud, authenticating applications from the metadata server.
http_request google_request(std::string_view model, const environment& variables,
                            const connection_options& how) {
  const auto object = object_of(model);
  const std::string elsewhere = variables("STORAGE_EMULATOR_HOST");
  http_request request;
  const std::string base = elsewhere.empty() ? "https://storage.googleapis.com" : without_slash(elsewhere);
  request.to = parse_url(base + "/" + object.bucket + "/" + percent_encoded(object.key));
  const std::string host = variables("GCE_METADATA_HOST");
  http_request asking;
  asking.to = parse_url("http://" + (host.empty() ? std::string("metadata.google.internal") : host) +
                        "/computeMetadata/v1/instance/service-accounts/default/token");
  asking.headers = {{"Metadata-Flavor", "Google"}};
  request.headers = {{"Authorization", "Bearer " + token_from(asking, how, "the metadata server")}};
  return request;
}

/// Source  Azure, managed identities of App Service and Functions: REST endpoint reference.
http_request web_request(std::string_view model, const environment& variables,
                         const connection_options& how) {
  http_request request;
  request.to = parse_url(model);
  const bool in_azure = request.to.host.ends_with(".blob.core.windows.net");
  const std::string endpoint = variables("IDENTITY_ENDPOINT");
  if (!in_azure || !request.to.query().empty() || endpoint.empty()) return request;
  http_request asking;
  asking.to = parse_url(endpoint + (endpoint.find('?') == std::string::npos ? "?" : "&") +
                        "resource=https://storage.azure.com/&api-version=2019-08-01");
  asking.headers = {{"X-IDENTITY-HEADER", required(variables, "IDENTITY_HEADER")}};
  request.headers = {{"Authorization", "Bearer " + token_from(asking, how, "the function's identity")},
                     {"x-ms-version", "2020-10-02"}};
  return request;
}

} // namespace

bool is_address(std::string_view model) {
  return model.starts_with("s3://") || model.starts_with("gs://") || model.starts_with("https://") ||
         model.starts_with("http://");
}

std::string json_field(std::string_view json, std::string_view name) {
  const std::string quoted = "\"" + std::string(name) + "\"";
  auto at = json.find(quoted);
  if (at == std::string_view::npos) return {};
  at = json.find_first_not_of(" \t\r\n", at + quoted.size());
  if (at == std::string_view::npos || json[at] != ':') return {};
  at = json.find_first_not_of(" \t\r\n", at + 1);
  if (at == std::string_view::npos || json[at] != '"') return {};
  const auto end = json.find_first_of("\"\\\r\n", at + 1); // a token has nothing to escape
  if (end == std::string_view::npos || json[end] != '"') return {};
  return std::string(json.substr(at + 1, end - at - 1));
}

http_request request_for(std::string_view model, const environment& variables, const connection_options& how,
                         long long now) {
  if (model.starts_with("s3://")) return s3_request(model, variables, now);
  if (model.starts_with("gs://")) return google_request(model, variables, how);
  return web_request(model, variables, how);
}

} // namespace serve::fetch
