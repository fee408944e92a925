// pounce/format/load.hpp -- bytes become structs here and nowhere else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

#include <pounce/core/bytes.hpp>

namespace pounce::format {

/// A copy of the `T` at `offset`.
///
/// Requires  in_range(offset, sizeof(T), bytes.size()).
template <class T>
T load(byte_span bytes, std::size_t offset) noexcept {
  static_assert(std::is_trivially_copyable_v<T>);
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

/// The bytes as an array of `T`, in place.
///
/// Requires  bytes.data() is aligned for T.
template <class T>
std::span<const T> array_of(byte_span bytes) noexcept {
  static_assert(std::is_trivially_copyable_v<T>);
  return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
}

/// The bytes as text, in place.
inline std::string_view text_of(byte_span bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace pounce::format
