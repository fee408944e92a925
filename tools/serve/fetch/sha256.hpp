// serve/fetch/sha256.hpp -- SHA-256 and HMAC, by mbedtls.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace serve::fetch {

using digest = std::array<std::uint8_t, 32>;

digest sha256(std::span<const std::byte> bytes);
digest sha256(std::string_view text);
digest hmac_sha256(std::string_view key, std::string_view text);

/// Lower-case digits.
std::string hexadecimal(std::span<const std::uint8_t> bytes);

} // namespace serve::fetch
