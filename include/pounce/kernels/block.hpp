// pounce/kernels/block.hpp -- the rows that a step works on: where they are and where its results go.
#pragma once

#include <cstddef>
#include <cstdint>

#include <pounce/format/step.hpp>

namespace pounce::kernels {

/// Rows in a block, at most: steps loop over them, so that batch kernels fit the same shape as one row.
inline constexpr std::size_t max_block_rows = 64;

/// Up to max_block_rows rows. An address below `features` is a column of `row`, any other one a column of
/// `scratch`.
struct block {
  const double* row; // (count, features), row_stride apart
  std::size_t row_stride;
  double* scratch; // (count, scratch columns), scratch_stride apart
  std::size_t scratch_stride;
  std::byte* workspace; // about.workspace_bytes, aligned to 64, shared by all rows
  std::size_t count;
  std::uint32_t features;

  const double* at(std::uint32_t address, std::size_t r) const noexcept {
    return address < features ? row + r * row_stride + address
                              : scratch + r * scratch_stride + (address - features);
  }
  /// Where a step reads row r.
  const double* input(const format::step& s, std::size_t r) const noexcept { return at(s.input, r); }
  /// Where a step writes row r.
  double* output(const format::step& s, std::size_t r) const noexcept {
    return scratch + r * scratch_stride + (s.output - features);
  }
};

} // namespace pounce::kernels
