// pounce/view/program.hpp -- a model file as typed spans; made only by view::open, which has checked them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <pounce/core/bytes.hpp>
#include <pounce/format/about.hpp>
#include <pounce/format/forest.hpp>
#include <pounce/format/header.hpp>
#include <pounce/format/load.hpp>
#include <pounce/format/names.hpp>
#include <pounce/format/network.hpp>
#include <pounce/format/section.hpp>
#include <pounce/format/step.hpp>

namespace pounce::view {

/// Everything in a model file. Lives as long as the bytes it looks at.
struct program {
  byte_span bytes;                               // (file_bytes)
  format::header header{};                       // a copy
  format::about about{};                         // a copy
  std::span<const format::step> steps;           // (steps)
  std::span<const format::output> outputs;       // (outputs), those of one role side by side
  std::span<const format::forest> forests;       // (forests)
  std::span<const format::slot> slots;           // (slots of all forests)
  std::span<const format::tree> trees;           // (trees of all forests)
  std::span<const format::layer> layers;         // (layers of all networks)
  std::span<const std::uint32_t> indices;        // (INDX)
  std::span<const double> numbers;               // (NUMB)
  std::span<const std::uint32_t> words;          // (WORD)
  std::span<const format::node> nodes;           // (nodes of all forests)
  std::span<const format::wide_node> wide_nodes; // (nodes of all wide forests)
  std::span<const double> leaves;                // (LEAF)
  std::span<const float> leaves_f32;             // (LF32)
  std::span<const float> panels;                 // (PANL)
  std::span<const format::feature> features;     // (feature_count)
  std::span<const format::label> labels;         // (labels and categories)
  std::span<const std::uint32_t> name_index;     // (NIDX)
  std::span<const std::uint32_t> text_ends;      // (texts)
  byte_span text;                                // (TEXT)
  std::span<const double> tests;                 // (test_rows, feature_count + test_columns), row-major
  std::span<const format::note> notes;           // (notes)

  /// Features followed by the columns of the scratch: the addresses of a program.
  std::uint64_t addresses() const noexcept {
    return std::uint64_t{about.feature_count} + about.scratch_columns;
  }

  /// The text with number `i`; empty if the file's texts do not fit their table, which `pounce check` would
  /// have said: opening leaves the cold end of the file alone.
  std::string_view text_at(std::uint32_t i) const noexcept {
    if (i >= text_ends.size()) return {};
    const std::uint32_t begin = i == 0 ? 0 : text_ends[i - 1];
    const std::uint32_t end = text_ends[i];
    if (begin > end || end > text.size()) return {};
    return format::text_of(text.subspan(begin, end - begin));
  }

  std::span<const std::uint32_t> indices_of(format::operand o) const noexcept {
    return indices.subspan(o.first, o.count);
  }
  std::span<const double> numbers_of(format::operand o) const noexcept {
    return numbers.subspan(o.first, o.count);
  }

  /// The byte of the file at which an element of one of the spans above lies, for failures.
  std::size_t where(const void* element) const noexcept {
    return static_cast<std::size_t>(static_cast<const std::byte*>(element) - bytes.data());
  }
};

/// The position of `name` in a hash table over names, or none. `text_of(position)` gives the names, and an empty
/// one for a position that is none.
///
/// Requires  the table is empty or a power of two long.
/// Cost      one probe as a rule, never more than the table has cells.
template <class TextOf>
std::optional<std::uint32_t> find_name(std::span<const std::uint32_t> table, std::string_view name,
                                       TextOf&& text_of) noexcept {
  if (table.empty()) return std::nullopt;
  const std::size_t mask = table.size() - 1;
  std::size_t cell = format::name_hash(name) & mask;
  for (std::size_t probe = 0; probe < table.size(); ++probe, cell = (cell + 1) & mask) {
    if (table[cell] == 0) return std::nullopt;
    if (text_of(table[cell] - 1) == name) return table[cell] - 1;
  }
  return std::nullopt;
}

} // namespace pounce::view
