// pounce/format/about.hpp -- the numbers that size everything else in a file.
#pragma once

#include <cstdint>
#include <type_traits>

namespace pounce::format {

inline constexpr std::uint32_t max_width = 1u << 20; // features, columns of the scratch, columns of an answer
inline constexpr std::uint32_t max_steps = 1u << 20;
inline constexpr std::uint64_t max_workspace_bytes = std::uint64_t{1} << 26;

struct about {
  std::uint32_t feature_count;
  std::uint32_t scratch_columns;     // f64 a row that the program writes
  std::uint64_t workspace_bytes;     // for the largest step, whatever the number of rows
  std::uint32_t test_rows;           // in the TEST section
  std::uint32_t test_columns;        // answers a test row holds after its features
  std::uint32_t tolerance;           // tolerance_class: how near an answer must be to the trainer's
  std::uint32_t feature_index_first; // the hash table over feature names, in NIDX
  std::uint32_t feature_index_count; // a power of two; 0 if the features have no names
  std::uint32_t reserved[7];
};
static_assert(sizeof(about) == 64 && alignof(about) == 8 && std::is_trivially_copyable_v<about>);

/// How near the answers of the runtime are to the trainer's, relative to max(1, |y|).
enum class tolerance_class : std::uint32_t {
  tree_sums = 0,   // 1e-12
  double_sums = 1, // 1e-10
  float_sums = 2,  // 1e-6
  network = 3,     // 1e-5 + 1e-5 |y|
};

} // namespace pounce::format
