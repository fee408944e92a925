// package/embedded_model.cpp -- the last segment made longer.
#include <package/embedded_model.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>

#include <convert/refusal.hpp>
#include <package/elf_segments.hpp>
#include <pounce/core/bytes.hpp>
#include <serve/embedded/model_place.hpp>

namespace package {

namespace {

using serve::model_place;

bool is_place(std::span<const std::byte> program, const Elf64_Phdr& segment) {
  if (segment.p_type != PT_LOAD || segment.p_filesz != sizeof(model_place)) return false;
  model_place expected{};
  std::copy(serve::place_mark.begin(), serve::place_mark.end(), expected.mark.begin());
  const auto found = load<model_place>(program, segment.p_offset);
  return std::memcmp(&found, &expected, sizeof found) == 0;
}

/// The number of the segment that is a place for a model, if nothing is loaded from behind it or to behind it, and the table
/// of segments stands before it: what stands behind is left out.
std::optional<std::size_t> place_in(std::span<const std::byte> program, const Elf64_Ehdr& header,
                                    const std::vector<Elf64_Phdr>& segments) {
  const auto place = std::find_if(segments.begin(), segments.end(),
                                  [&](const auto& segment) { return is_place(program, segment); });
  if (place == segments.end()) return std::nullopt;
  const bool last = std::all_of(segments.begin(), segments.end(), [&](const auto& other) {
    return &other == &*place || other.p_type == PT_NULL ||
           (pounce::in_range(other.p_offset, other.p_filesz, place->p_offset) &&
            pounce::in_range(other.p_vaddr, other.p_memsz, place->p_vaddr));
  });
  const bool keeps_table =
      pounce::in_range(header.e_phoff, segments.size() * sizeof(Elf64_Phdr), place->p_offset);
  if (!last || !keeps_table) return std::nullopt;
  return static_cast<std::size_t>(place - segments.begin());
}

void put(std::vector<std::byte>& file, std::uint64_t at, const auto& value) {
  std::memcpy(file.data() + at, &value, sizeof value);
}

} // namespace

std::vector<std::byte> with_model(std::span<const std::byte> program, std::span<const std::byte> model) {
  auto header = load<Elf64_Ehdr>(program, 0);
  const auto segments = segments_of(program, header);
  const auto number = place_in(program, header, segments);
  if (!number) {
    throw convert::refusal(
        "it has no place for a model (the stock handler has); `pounce embed` puts one into a program "
        "of your own when it is compiled");
  }
  auto segment = segments[*number];
  auto place = load<model_place>(program, segment.p_offset);
  place.model_bytes = model.size();

  const auto kept = program.first(segment.p_offset + sizeof place);
  std::vector<std::byte> packed;
  packed.reserve(kept.size() + model.size());
  packed.assign(kept.begin(), kept.end());
  packed.insert(packed.end(), model.begin(), model.end());
  put(packed, segment.p_offset, place);
  segment.p_filesz = segment.p_memsz = sizeof place + model.size();
  put(packed, header.e_phoff + *number * sizeof segment, segment);
  header.e_shoff = 0; // what stood behind the place
  header.e_shnum = header.e_shstrndx = 0;
  put(packed, 0, header);
  return packed;
}

} // namespace package
