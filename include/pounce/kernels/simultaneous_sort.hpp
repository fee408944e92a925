// pounce/kernels/simultaneous_sort.hpp -- distances in order, and the numbers of points beside them, by scikit-learn's own swaps.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <pounce/core/arch.hpp>

namespace pounce::kernels {

/// Distances and the points that are so far away.
struct found_points {
  double* distances;
  double* points;

  void swap(std::size_t a, std::size_t b) const noexcept {
    std::swap(distances[a], distances[b]);
    std::swap(points[a], points[b]);
  }
  void order(std::size_t a, std::size_t b) const noexcept {
    if (distances[a] > distances[b]) swap(a, b);
  }
  found_points from(std::size_t first) const noexcept { return {distances + first, points + first}; }
};

namespace detail {

/// The least of three to the front, the middle one, the pivot, to the end.
template <class Arch>
double pivot_at_end(const found_points& all, std::size_t size) noexcept {
  all.order(0, size - 1);
  if (all.distances[size - 1] > all.distances[size / 2]) {
    all.swap(size - 1, size / 2);
    all.order(0, size - 1);
  }
  return all.distances[size - 1];
}

/// Where the pivot ends up: less on its left, the others on its right.
template <class Arch>
std::size_t divide_from_left(const found_points& all, std::size_t size) noexcept {
  const double pivot = pivot_at_end<Arch>(all, size);
  std::size_t less = 0;
  for (std::size_t i = 0; i + 1 < size; ++i)
    if (all.distances[i] < pivot) all.swap(i, less++);
  all.swap(less, size - 1);
  return less;
}

/// The same from both ends, so that equal ones go to both sides.
template <class Arch>
std::size_t divide_from_both(const found_points& all, std::size_t size) noexcept {
  const double pivot = pivot_at_end<Arch>(all, size);
  std::size_t i = 1;
  std::size_t end = size - 1; // one past the last that is looked at
  while (true) {
    while (i < end && all.distances[i] < pivot) ++i;
    while (i < end && all.distances[end - 1] > pivot) --end;
    if (i + 1 >= end) break;
    all.swap(i++, --end);
  }
  all.swap(i, size - 1);
  return i;
}

/// Lets `at` sink until nothing below it is farther.
template <class Arch>
void sink(const found_points& all, std::size_t at, std::size_t size) noexcept {
  while (true) {
    std::size_t most = at;
    for (const std::size_t child : {2 * at + 1, 2 * at + 2})
      if (child < size && all.distances[most] < all.distances[child]) most = child;
    if (most == at) return;
    all.swap(at, most);
    at = most;
  }
}

template <class Arch>
void heap_sort(const found_points& all, std::size_t size) noexcept {
  for (std::size_t at = size / 2; at-- > 0;) sink<Arch>(all, at, size);
  for (std::size_t end = size; end-- > 1;) {
    all.swap(0, end);
    sink<Arch>(all, 0, end);
  }
}

/// For a few: equal ones stay in order.
template <class Arch>
void insertion_sort(const found_points& all, std::size_t size) noexcept {
  for (std::size_t i = 1; i < size; ++i)
    for (std::size_t at = i; at > 0 && all.distances[at - 1] > all.distances[at]; --at) all.swap(at - 1, at);
}

} // namespace detail

/// Ascending by distance. Where equal ones come to stand is scikit-learn's: `introsort` as since 1.9, else as before.
///
/// Source  scikit-learn 1.2 and 1.9, `sklearn/utils/_sorting.pyx`, `simultaneous_sort`.
/// Cost    size * log(size) with introsort. The other is quadratic where most are equal, as there, but leaves the rest to
///         introsort's heap after 64 levels, or after as many as make 2^22 steps: of up to 2,048 points never.
template <class Arch = default_arch>
void simultaneous_sort(found_points all, std::size_t size, bool introsort) noexcept {
  constexpr std::size_t most_steps = std::size_t{1} << 22U;
  constexpr std::size_t least_levels = 64;
  struct range {
    std::size_t first;
    std::size_t size;
    std::size_t levels; // before the heap's turn
  };
  const std::size_t few = introsort ? 15 : 3;
  const std::size_t levels = introsort ? 2 * static_cast<std::size_t>(std::bit_width(size) - 1)
                                       : std::max(least_levels, most_steps / size);
  // The larger part waits, so never more than the logarithm of the size.
  range waiting[64];
  std::size_t count = 0;
  waiting[count++] = {0, size, levels};
  while (count != 0) {
    range now = waiting[--count];
    while (now.size > few && now.levels != 0) {
      const found_points here = all.from(now.first);
      const std::size_t pivot = introsort ? detail::divide_from_both<Arch>(here, now.size)
                                          : detail::divide_from_left<Arch>(here, now.size);
      const range left{now.first, pivot, now.levels - 1};
      const range right{now.first + pivot + 1, now.size - pivot - 1, now.levels - 1};
      waiting[count++] = left.size > right.size ? left : right;
      now = left.size > right.size ? right : left;
    }
    if (now.size > few)
      detail::heap_sort<Arch>(all.from(now.first), now.size);
    else
      detail::insertion_sort<Arch>(all.from(now.first), now.size);
  }
}

} // namespace pounce::kernels
