// convert/write/writer.cpp -- image to bytes: offsets, zero padding, checksums.
#include <convert/write/writer.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

#include <convert/write/sha256.hpp>
#include <pounce/core/bytes.hpp>
#include <pounce/format/checksum.hpp>
#include <pounce/format/header.hpp>
#include <pounce/format/section.hpp>

namespace convert::write {

namespace format = pounce::format;
using bytes = std::span<const std::byte>;

namespace {

/// The bytes of each section, in file order.
std::array<bytes, format::known_sections.size()> contents(const lower::image& i) {
  return {bytes(std::as_bytes(std::span(&i.about, 1))),
          std::as_bytes(std::span(i.steps)),
          std::as_bytes(std::span(i.outputs)),
          std::as_bytes(std::span(i.forests)),
          std::as_bytes(std::span(i.slots)),
          std::as_bytes(std::span(i.trees)),
          std::as_bytes(std::span(i.layers)),
          std::as_bytes(std::span(i.indices)),
          std::as_bytes(std::span(i.numbers)),
          std::as_bytes(std::span(i.words)),
          std::as_bytes(std::span(i.nodes)),
          std::as_bytes(std::span(i.wide_nodes)),
          std::as_bytes(std::span(i.leaves)),
          std::as_bytes(std::span(i.leaves_f32)),
          std::as_bytes(std::span(i.panels)),
          std::as_bytes(std::span(i.features)),
          std::as_bytes(std::span(i.labels)),
          std::as_bytes(std::span(i.name_index)),
          std::as_bytes(std::span(i.texts.ends())),
          std::as_bytes(std::span(i.texts.bytes())),
          std::as_bytes(std::span(i.tests)),
          std::as_bytes(std::span(i.notes))};
}

template <class T>
void store(std::vector<std::byte>& file, std::size_t offset, const T& value) {
  std::memcpy(file.data() + offset, &value, sizeof(T));
}

} // namespace

std::vector<std::byte> serialize(const lower::image& i) {
  const auto parts = contents(i);
  const auto filled = static_cast<std::uint32_t>(
      std::count_if(parts.begin(), parts.end(), [](bytes b) { return !b.empty(); }));
  format::header h{};
  h.magic = format::magic;
  h.major = format::major_version;
  h.minor = format::minor_version;
  h.section_count = filled;
  h.header_bytes = static_cast<std::uint32_t>(sizeof(format::header) + filled * sizeof(format::section));

  std::vector<std::byte> file(h.header_bytes);
  std::size_t entry = sizeof(format::header);
  for (std::size_t k = 0; k < parts.size(); ++k) {
    if (parts[k].empty()) continue;
    file.resize(pounce::align_up(file.size(), format::section_alignment));
    format::section s{};
    s.kind = static_cast<std::uint32_t>(format::known_sections[k].kind);
    s.element_bytes = format::known_sections[k].element_bytes;
    s.offset = file.size();
    s.length_bytes = parts[k].size();
    s.crc32c = format::crc32c(parts[k]);
    file.insert(file.end(), parts[k].begin(), parts[k].end());
    store(file, entry, s);
    entry += sizeof(format::section);
  }
  h.file_bytes = file.size();
  const auto sum = sha256(bytes(file).subspan(h.header_bytes));
  std::copy_n(sum.begin(), h.content_id.size(), h.content_id.begin());
  store(file, 0, h);
  h.header_crc32c = format::crc32c(bytes(file).first(h.header_bytes));
  store(file, 0, h);
  return file;
}

} // namespace convert::write
