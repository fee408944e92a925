// pounce/serve/workspace.hpp -- the memory in which a model answers requests, laid out once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include <pounce/core/arch.hpp>
#include <pounce/core/bytes.hpp>
#include <pounce/model.hpp>

namespace pounce::serving {

/// Parts of one piece of memory. Pages that no request needs are never touched.
///
/// Lifetime  looks at the memory.
struct workspace {
  std::span<double> rows;        // (rows of a request, features)
  std::span<double> answers;     // (block_rows, columns of one role)
  std::span<std::uint64_t> seen; // (features), the row that last named the feature, over all requests
  std::span<std::byte> scratch;  // (bytes)
  std::size_t block_rows = 1;
};

namespace detail {

/// How much of what a model needs.
struct workspace_plan {
  std::size_t rows;
  std::size_t answers;
  std::size_t seen;
  std::size_t scratch_bytes;
  std::size_t block_rows;

  std::size_t bytes() const noexcept {
    return 8 * align_up(rows, 8) + 8 * align_up(answers, 8) + 8 * align_up(seen, 8) +
           align_up(scratch_bytes, 64) + 64;
  }
};

template <class Arch = default_arch>
workspace_plan plan_workspace(const model& of, std::size_t largest_body_bytes) noexcept {
  constexpr std::size_t enough = std::size_t{1} << 20; // doubles; wide models get smaller blocks
  std::size_t columns = 1;
  for (std::uint8_t what = 0; what < format::roles; ++what) {
    columns = std::max(columns, of.columns(static_cast<role>(what)));
  }
  const std::size_t block = std::clamp<std::size_t>(enough / columns, 1, kernels::max_block_rows);
  std::size_t scratch_rows = kernels::max_block_rows;
  while (scratch_rows > 1 && of.scratch_bytes(scratch_rows) > 8 * enough) scratch_rows /= 2;
  // A number takes a digit and a comma.
  return {std::max(largest_body_bytes / 2, of.features()), block * columns, of.features(),
          of.scratch_bytes(scratch_rows), block};
}

} // namespace detail

/// Bytes that a workspace needs for requests of up to `largest_body_bytes`.
template <class Arch = default_arch>
std::size_t workspace_bytes(const model& of, std::size_t largest_body_bytes) noexcept {
  return detail::plan_workspace<Arch>(of, largest_body_bytes).bytes();
}

/// Lays a workspace out.
///
/// Requires  memory is all zeros, begins at a multiple of 8 and has workspace_bytes(of, largest_body_bytes).
template <class Arch = default_arch>
workspace lay_out_workspace(const model& of, std::size_t largest_body_bytes,
                            std::span<std::byte> memory) noexcept {
  const auto plan = detail::plan_workspace<Arch>(of, largest_body_bytes);
  std::size_t at = 0;
  const auto part = [&](std::size_t bytes) {
    void* const begin = memory.data() + at;
    at += align_up(bytes, 64);
    return begin;
  };
  workspace w;
  w.seen = {static_cast<std::uint64_t*>(part(8 * plan.seen)), plan.seen};
  w.answers = {static_cast<double*>(part(8 * plan.answers)), plan.answers};
  w.scratch = {static_cast<std::byte*>(part(plan.scratch_bytes)), plan.scratch_bytes};
  w.rows = {static_cast<double*>(part(8 * plan.rows)), plan.rows};
  w.block_rows = plan.block_rows;
  return w;
}

} // namespace pounce::serving
