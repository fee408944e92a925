// support/model_bytes.hpp -- a valid model file in memory, to be read or damaged on purpose.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <pounce/format/checksum.hpp>
#include <pounce/format/header.hpp>
#include <pounce/format/load.hpp>
#include <pounce/format/section.hpp>

namespace support {

/// The bytes of a file; empty if there is none.
inline std::vector<std::byte> read_file(const std::string& path) {
  std::vector<std::byte> bytes;
  std::FILE* const file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return bytes;
  std::byte part[4096];
  for (std::size_t n = 0; (n = std::fread(part, 1, sizeof part, file)) > 0;)
    bytes.insert(bytes.end(), part, part + n);
  std::fclose(file);
  return bytes;
}

inline std::string valid_path(const std::string& name) {
  return std::string(POUNCE_TEST_DATA) + "/golden/valid/" + name + ".pounce";
}

/// A copy of golden/valid/<name>.pounce that can be changed field by field.
class model_bytes {
 public:
  explicit model_bytes(const std::string& name) : bytes_(read_file(valid_path(name))) {}

  const std::vector<std::byte>& bytes() const { return bytes_; }
  std::vector<std::byte>& bytes() { return bytes_; }

  template <class T>
  T at(std::size_t offset) const {
    return pounce::format::load<T>(bytes_, offset);
  }

  template <class T>
  model_bytes& put(std::size_t offset, T value) {
    std::memcpy(bytes_.data() + offset, &value, sizeof value);
    return *this;
  }

  /// Where a section's table entry begins.
  std::size_t entry(pounce::format::section_kind kind) const {
    const auto count = at<pounce::format::header>(0).section_count;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::size_t offset = sizeof(pounce::format::header) + i * sizeof(pounce::format::section);
      if (at<pounce::format::section>(offset).kind == static_cast<std::uint32_t>(kind)) return offset;
    }
    return 0;
  }

  /// Where element `i` of a section begins.
  std::size_t element(pounce::format::section_kind kind, std::size_t i = 0) const {
    const auto s = at<pounce::format::section>(entry(kind));
    return static_cast<std::size_t>(s.offset) + i * s.element_bytes;
  }

  /// Makes header and table agree with their checksum again, so that a change further in is what is found.
  model_bytes& seal() {
    constexpr std::size_t field = offsetof(pounce::format::header, header_crc32c);
    put(field, std::uint32_t{0});
    const auto header_bytes = at<pounce::format::header>(0).header_bytes;
    const auto whole = pounce::byte_span(bytes_);
    return put(field, pounce::format::crc32c(
                          whole.first(header_bytes <= bytes_.size() ? header_bytes : bytes_.size())));
  }

 private:
  std::vector<std::byte> bytes_;
};

} // namespace support
