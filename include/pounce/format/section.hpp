// pounce/format/section.hpp -- the section table: what kinds of data a file holds, and where.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace pounce::format {

struct section {
  std::uint32_t kind; // section_kind
  std::uint32_t element_bytes;
  std::uint64_t offset; // bytes from the file's start
  std::uint64_t length_bytes;
  std::uint32_t crc32c; // of the section's bytes
  std::uint32_t reserved;
};
static_assert(sizeof(section) == 32 && alignof(section) == 8 && std::is_trivially_copyable_v<section>);

/// A reader that does not know a kind with this bit skips it; one without this bit it refuses.
inline constexpr std::uint32_t ancillary = 0x8000'0000;

/// Four letters, the first in the lowest byte.
constexpr std::uint32_t four_letters(const char (&name)[5]) noexcept {
  std::uint32_t code = 0;
  for (int i = 0; i < 4; ++i)
    code |= static_cast<std::uint32_t>(static_cast<unsigned char>(name[i])) << (8 * i);
  return code;
}

/// All kinds, hottest first: a file holds them in this order.
enum class section_kind : std::uint32_t {
  about = four_letters("ABOU"),                  // format::about, one
  steps = four_letters("STEP"),                  // format::step
  outputs = four_letters("OUTP"),                // format::output
  forests = four_letters("FRST"),                // format::forest
  slots = four_letters("SLOT"),                  // format::slot
  trees = four_letters("TREE"),                  // format::tree
  layers = four_letters("LAYR"),                 // format::layer
  indices = four_letters("INDX"),                // u32: columns, counts, features
  numbers = four_letters("NUMB"),                // f64: constants, weights, thresholds
  words = four_letters("WORD"),                  // u32: category bits
  nodes = four_letters("NODE"),                  // format::node
  wide_nodes = four_letters("WNOD"),             // format::wide_node
  leaves = four_letters("LEAF"),                 // f64
  leaves_f32 = four_letters("LF32"),             // f32
  panels = four_letters("PANL"),                 // f32: dense weights
  features = four_letters("FEAT"),               // format::feature
  labels = four_letters("LABL"),                 // format::label
  name_index = four_letters("NIDX"),             // u32: hash tables over names
  text_ends = four_letters("TEND"),              // u32: where each text ends
  text = four_letters("TEXT"),                   // bytes: UTF-8
  tests = four_letters("TEST") | ancillary,      // f64: rows and their answers
  provenance = four_letters("META") | ancillary, // format::note
};

/// What a reader of this version knows, in file order, with the bytes of one element.
struct known_section {
  section_kind kind;
  std::uint32_t element_bytes;
};
inline constexpr std::array<known_section, 22> known_sections{{
    {section_kind::about, 64},     {section_kind::steps, 64},     {section_kind::outputs, 32},
    {section_kind::forests, 96},   {section_kind::slots, 24},     {section_kind::trees, 16},
    {section_kind::layers, 48},    {section_kind::indices, 4},    {section_kind::numbers, 8},
    {section_kind::words, 4},      {section_kind::nodes, 8},      {section_kind::wide_nodes, 16},
    {section_kind::leaves, 8},     {section_kind::leaves_f32, 4}, {section_kind::panels, 4},
    {section_kind::features, 32},  {section_kind::labels, 24},    {section_kind::name_index, 4},
    {section_kind::text_ends, 4},  {section_kind::text, 1},       {section_kind::tests, 8},
    {section_kind::provenance, 8},
}};

} // namespace pounce::format
