// convert/write/sha256.cpp -- SHA-256, by mbed TLS: content ids and the identity of source files.
#include <convert/write/sha256.hpp>

#include <mbedtls/md.h>

#include <convert/refusal.hpp>

namespace convert::write {

std::array<std::uint8_t, 32> sha256(std::span<const std::byte> bytes) {
  std::array<std::uint8_t, 32> sum{};
  const void* const first = bytes.data();
  const auto* const algorithm = mbedtls_md_info_from_type(MBEDTLS_MD_SHA256);
  if (mbedtls_md(algorithm, static_cast<const unsigned char*>(first), bytes.size(), sum.data()) != 0) {
    throw system_failure("mbed TLS can not compute a SHA-256");
  }
  return sum;
}

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t b : bytes) {
    text += digits[b >> 4];
    text += digits[b & 15];
  }
  return text;
}

} // namespace convert::write
