// pounce/format/names.hpp -- what people see of a model: features, labels, answers, notes.
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace pounce::format {

/// What an answer is. An answer of several targets has one output record a target, in order.
enum class role : std::uint8_t { predict = 0, proba = 1, raw = 2, transform = 3, graph = 4 };
inline constexpr std::uint8_t roles = 5;

/// An answer: `width` columns of the row or the scratch from `address` on. With labels it is one column that
/// holds an index into them.
struct output {
  std::uint32_t name; // text
  role what;
  std::uint8_t reserved[3];
  std::uint32_t address;
  std::uint32_t width;
  std::uint32_t first_label;
  std::uint32_t label_count; // 0: the answer is numbers
  std::uint32_t reserved2[2];
};
static_assert(sizeof(output) == 32 && alignof(output) == 4 && std::is_trivially_copyable_v<output>);

/// A column of the rows that the model takes. With labels it is a category: an index into them, -1 for a
/// category that is not among them, NaN for a missing one.
struct feature {
  std::uint32_t name; // text
  std::uint32_t first_label;
  std::uint32_t label_count; // 0: the feature is a number
  std::uint32_t index_first; // hash table over the labels' texts, in NIDX
  std::uint32_t index_count; // a power of two; 0 without labels
  std::uint32_t reserved[3];
};
static_assert(sizeof(feature) == 32 && alignof(feature) == 4 && std::is_trivially_copyable_v<feature>);

enum class label_kind : std::uint32_t { text = 0, integer = 1, real = 2, boolean = 3 };

/// A class label or a category. `text` is what Python's str() makes of it.
struct label {
  std::uint32_t text;
  label_kind kind;
  double number; // its value if it has one, else 0
  std::uint64_t reserved;
};
static_assert(sizeof(label) == 24 && alignof(label) == 8 && std::is_trivially_copyable_v<label>);

/// A note about where the model comes from; sorted by key.
struct note {
  std::uint32_t key;  // text
  std::uint32_t text; // text
};
static_assert(sizeof(note) == 8 && alignof(note) == 4 && std::is_trivially_copyable_v<note>);

/// An index of names is a hash table with linear probing: `count` cells (a power of two, at least twice the
/// names), each 0 or 1 + the name's position. A name's first cell is name_hash & (count - 1).
///
/// Source  FNV-1a, 32 bit: http://www.isthe.com/chongo/tech/comp/fnv/
constexpr std::uint32_t name_hash(std::string_view name) noexcept {
  std::uint32_t hash = 2166136261U;
  for (const char c : name) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 16777619U;
  }
  return hash ^ (hash >> 15);
}

} // namespace pounce::format
