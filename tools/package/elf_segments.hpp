// package/elf_segments.hpp -- what the header of a program for Linux says of its segments.
#pragma once

#include <elf.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include <convert/refusal.hpp>
#include <pounce/core/bytes.hpp>

namespace package {

/// The T at a byte of the file.
///
/// Errors  convert::refusal, if the file ends before.
template <class T>
T load(std::span<const std::byte> file, std::uint64_t at) {
  if (!pounce::in_range(at, sizeof(T), file.size())) {
    throw convert::refusal("byte " + std::to_string(at) + ": the program ends too early");
  }
  T value;
  std::memcpy(&value, file.data() + at, sizeof value);
  return value;
}

/// The segments of a 64-bit little-endian ELF file.
///
/// Errors  convert::refusal, if their table is not of that kind or not in the file.
/// Source  System V ABI, ELF-64 object file format.
std::vector<Elf64_Phdr> segments_of(std::span<const std::byte> file, const Elf64_Ehdr& header);

} // namespace package
