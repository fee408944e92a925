// serve/fetch/sigv4.cpp -- canonical request, string to sign, derived key, signature.
#include <serve/fetch/sigv4.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <string_view>

#include <serve/fetch/sha256.hpp>

namespace serve::fetch {

namespace {

/// Parameters sorted by name, then by value; one without a value gets an empty one.
std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parts;
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    const auto equals = part.find('=');
    if (!part.empty()) {
      parts.emplace_back(part.substr(0, equals),
                         equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1));
    }
    query.remove_prefix(std::min(query.size(), part.size() + 1));
  }
  std::sort(parts.begin(), parts.end());
  std::string text;
  for (const auto& [name, value] : parts) text += (text.empty() ? "" : "&") + name + "=" + value;
  return text;
}

/// Without spaces around it, and one where there are several.
std::string trimmed(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string_view text_of(const digest& bytes) {
  return {static_cast<const char*>(static_cast<const void*>(bytes.data())), bytes.size()};
}

} // namespace

std::string authorization(const signed_request& request, const signing_scope& scope,
                          const aws_credentials& keys) {
  auto headers = request.headers;
  std::sort(headers.begin(), headers.end());
  std::string lines;
  std::string names;
  for (const auto& [name, value] : headers) {
    lines += name + ":" + trimmed(value) + "\n";
    names += (names.empty() ? "" : ";") + name;
  }
  const std::string canonical = request.method + "\n" + request.path + "\n" + canonical_query(request.query) +
                                "\n" + lines + "\n" + names + "\n" + request.payload_hash;

  const std::string day = scope.time.substr(0, 8);
  const std::string where = day + "/" + scope.region + "/" + scope.service + "/aws4_request";
  const std::string to_sign =
      "AWS4-HMAC-SHA256\n" + scope.time + "\n" + where + "\n" + hexadecimal(sha256(canonical));
  digest key = hmac_sha256("AWS4" + keys.secret_key, day);
  for (const std::string_view part : {std::string_view(scope.region), std::string_view(scope.service),
                                      std::string_view("aws4_request"), std::string_view(to_sign)}) {
    key = hmac_sha256(text_of(key), part);
  }
  return "AWS4-HMAC-SHA256 Credential=" + keys.access_key + "/" + where + ", SignedHeaders=" + names +
         ", Signature=" + hexadecimal(key);
}

std::string amz_time(long long unix_seconds) {
  const auto moment = static_cast<std::time_t>(unix_seconds);
  std::tm parts{};
  ::gmtime_r(&moment, &parts);
  std::array<char, 32> text{};
  const std::size_t n = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts);
  return {text.data(), n};
}

} // namespace serve::fetch
