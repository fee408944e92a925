// pounce/view/sections.hpp -- header and section table: is this a pounce file, and where is what?
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include <pounce/core/arch.hpp>
#include <pounce/core/result.hpp>
#include <pounce/format/checksum.hpp>
#include <pounce/format/load.hpp>
#include <pounce/view/program.hpp>

namespace pounce::view {

/// The bytes of each known section, in the order of format::known_sections; empty where the file has none.
struct sections {
  format::header header{};
  std::array<byte_span, format::known_sections.size()> bytes{};

  /// Known when this is compiled where: looked up for each kind, opening would run 1,300 instructions more.
  template <format::section_kind Kind>
  byte_span of() const noexcept {
    constexpr auto at = std::find_if(format::known_sections.begin(), format::known_sections.end(),
                                     [](const format::known_section& s) { return s.kind == Kind; });
    static_assert(at != format::known_sections.end());
    return bytes[static_cast<std::size_t>(at - format::known_sections.begin())];
  }
};

namespace detail {

/// Everything about the header that its checksum does not tell.
template <class Arch = default_arch>
[[gnu::hot]] result<format::header> check_header(byte_span file) noexcept {
  using format::header;
  if (file.size() < sizeof(header)) return errc::too_short;
  const auto h = format::load<header>(file, 0);
  if (h.magic != format::magic) return errc::not_a_model;
  if (h.major != format::major_version) return failure{errc::newer_version, offsetof(header, major)};
  if (h.requirements != 0) return failure{errc::unknown_requirement, offsetof(header, requirements)};
  if (h.file_bytes != file.size() || h.file_bytes > format::max_file_bytes) {
    return failure{errc::wrong_size, offsetof(header, file_bytes)};
  }
  if (h.section_count > format::max_sections)
    return failure{errc::bad_header, offsetof(header, section_count)};
  if (h.header_bytes != sizeof(header) + h.section_count * sizeof(format::section) ||
      h.header_bytes > file.size()) {
    return failure{errc::bad_header, offsetof(header, header_bytes)};
  }
  if (h.reserved != 0) return failure{errc::bad_header, offsetof(header, reserved)};
  return h;
}

/// The checksum over header and table, its own field taken as 0.
template <class Arch = default_arch>
[[gnu::hot]] std::uint32_t header_checksum(byte_span file, std::uint32_t header_bytes) noexcept {
  constexpr std::size_t field = offsetof(format::header, header_crc32c);
  constexpr std::array<std::byte, 4> zeros{};
  std::uint32_t sum = format::checksum<Arch>(file.first(field));
  sum = format::checksum<Arch>(zeros, sum);
  return format::checksum<Arch>(file.subspan(field + 4, header_bytes - field - 4), sum);
}

template <class Arch = default_arch>
bool zeros(byte_span bytes) noexcept {
  return std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{0}; });
}

} // namespace detail

/// Reads header and table: sizes, order, alignment, no holes, no overlaps, no bytes after the last section.
///
/// Errors  any of "the bytes are not a model" but for those about programs, forests, networks and texts.
/// Cost    O(sections): reads nothing past the table.
template <class Arch = default_arch>
[[gnu::hot]] result<sections> read_sections(byte_span file) noexcept {
  const auto checked = detail::check_header<Arch>(file);
  if (!checked) return checked.error();
  sections found;
  found.header = *checked;
  const format::header& h = found.header;
  if (detail::header_checksum<Arch>(file, h.header_bytes) != h.header_crc32c) {
    return failure{errc::bad_checksum, offsetof(format::header, header_crc32c)};
  }
  std::uint64_t end = h.header_bytes;
  std::size_t next_known = 0; // kinds come in their order, each once
  for (std::uint32_t i = 0; i < h.section_count; ++i) {
    const std::size_t entry = sizeof(format::header) + i * sizeof(format::section);
    const auto s = format::load<format::section>(file, entry);
    const failure misplaced{errc::bad_section, entry};
    const std::uint64_t begin = align_up(end, format::section_alignment);
    if (s.reserved != 0 || s.offset != begin || !in_range(begin, s.length_bytes, file.size()))
      return misplaced;
    if (s.element_bytes == 0 || s.length_bytes == 0 || s.length_bytes % s.element_bytes != 0)
      return misplaced;
    end = begin + s.length_bytes;

    std::size_t k = next_known;
    while (k < format::known_sections.size() &&
           static_cast<std::uint32_t>(format::known_sections[k].kind) != s.kind) {
      ++k;
    }
    if (k == format::known_sections.size()) {
      if ((s.kind & format::ancillary) == 0) return failure{errc::unknown_section, entry};
      continue;
    }
    if (s.element_bytes != format::known_sections[k].element_bytes) return misplaced;
    found.bytes[k] = file.subspan(begin, s.length_bytes);
    next_known = k + 1;
  }
  if (end != file.size()) return failure{errc::wrong_size, offsetof(format::header, file_bytes)};
  return found;
}

/// What a file, not yet checked, says its nodes take: a hint only. 0 if it is too short to say.
///
/// Cost    O(sections).
template <class Arch = default_arch>
[[gnu::hot]] std::uint64_t node_bytes(byte_span file) noexcept {
  using format::section_kind;
  if (file.size() < sizeof(format::header)) return 0;
  const std::uint64_t fit = (file.size() - sizeof(format::header)) / sizeof(format::section);
  const std::uint64_t said = format::load<format::header>(file, 0).section_count;
  std::uint64_t largest = 0;
  for (std::uint64_t i = 0; i < std::min({said, fit, std::uint64_t{format::max_sections}}); ++i) {
    const auto s = format::load<format::section>(file, sizeof(format::header) + i * sizeof(format::section));
    if (s.kind == static_cast<std::uint32_t>(section_kind::nodes) ||
        s.kind == static_cast<std::uint32_t>(section_kind::wide_nodes)) {
      largest = std::max(largest, s.length_bytes);
    }
  }
  return largest;
}

/// Compares every section's bytes with its checksum, and those between sections with zero: what `pounce check` does and
/// opening does not, because it would bring pages that no prediction reads.
///
/// Requires  read_sections has accepted the file.
/// Errors    bad_checksum, bad_section at the section's table entry.
/// Cost      O(bytes).
template <class Arch = default_arch>
result<void> check_contents(byte_span file, const format::header& h) noexcept {
  std::uint64_t end = h.header_bytes;
  for (std::uint32_t i = 0; i < h.section_count; ++i) {
    const std::size_t entry = sizeof(format::header) + i * sizeof(format::section);
    const auto s = format::load<format::section>(file, entry);
    if (format::checksum<Arch>(file.subspan(s.offset, s.length_bytes)) != s.crc32c) {
      return failure{errc::bad_checksum, entry};
    }
    if (!detail::zeros<Arch>(file.subspan(end, s.offset - end))) return failure{errc::bad_section, entry};
    end = s.offset + s.length_bytes;
  }
  return {};
}

} // namespace pounce::view
