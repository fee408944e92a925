// convert/write/sha256.hpp -- SHA-256, by mbed TLS: content ids and the identity of source files.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace convert::write {

std::array<std::uint8_t, 32> sha256(std::span<const std::byte> bytes);

/// Lower-case hexadecimal digits.
std::string hexadecimal(std::span<const std::uint8_t> bytes);

} // namespace convert::write
