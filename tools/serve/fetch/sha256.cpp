// serve/fetch/sha256.cpp -- calls into mbedtls.
#include <serve/fetch/sha256.hpp>

#include <mbedtls/md.h>
#include <mbedtls/sha256.h>

#include <serve/fetch/fetch_error.hpp>

namespace serve::fetch {

namespace {

const unsigned char* octets(const void* bytes) { return static_cast<const unsigned char*>(bytes); }

} // namespace

digest sha256(std::span<const std::byte> bytes) {
  digest made{};
  if (::mbedtls_sha256_ret(octets(bytes.data()), bytes.size(), made.data(), 0) != 0) {
    throw fetch_error("SHA-256 failed");
  }
  return made;
}

digest sha256(std::string_view text) { return sha256(std::as_bytes(std::span(text.data(), text.size()))); }

digest hmac_sha256(std::string_view key, std::string_view text) {
  digest made{};
  const auto* const kind = ::mbedtls_md_info_from_type(MBEDTLS_MD_SHA256);
  if (kind == nullptr || ::mbedtls_md_hmac(kind, octets(key.data()), key.size(), octets(text.data()),
                                           text.size(), made.data()) != 0) {
    throw fetch_error("HMAC failed");
  }
  return made;
}

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const auto byte : bytes) text.append(1, digits[byte / 16]).append(1, digits[byte % 16]);
  return text;
}

} // namespace serve::fetch
