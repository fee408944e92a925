// convert/ir/simultaneous_sort.cpp -- the oracle's swaps, recursively.
//
// Source  scikit-learn 1.2 and 1.9, `sklearn/utils/_sorting.pyx`, `simultaneous_sort`.
#include <convert/ir/simultaneous_sort.hpp>

#include <algorithm>
#include <bit>

namespace convert::ir {

namespace {

using points = std::span<found_point>;

bool is_nearer(const found_point& one, const found_point& other) { return one.first < other.first; }

void sink(points all, std::size_t at) {
  std::size_t most = at;
  if (2 * at + 1 < all.size() && is_nearer(all[most], all[2 * at + 1])) most = 2 * at + 1;
  if (2 * at + 2 < all.size() && is_nearer(all[most], all[2 * at + 2])) most = 2 * at + 2;
  if (most == at) return;
  std::swap(all[at], all[most]);
  sink(all, most);
}

/// A heap of their own, whose root goes to the end again and again: std::sort_heap swaps otherwise.
void heap_sort(points all) {
  for (std::size_t at = all.size() / 2; at-- > 0;) sink(all, at);
  for (std::size_t end = all.size(); end-- > 1;) {
    std::swap(all[0], all[end]);
    sink(all.first(end), 0);
  }
}

/// The middle one of three goes to the end.
void place_pivot(points all) {
  found_point& middle = all[all.size() / 2];
  found_point& last = all.back();
  if (is_nearer(last, all[0])) std::swap(all[0], last);
  if (!is_nearer(middle, last)) return;
  std::swap(last, middle);
  if (is_nearer(last, all[0])) std::swap(all[0], last);
}

/// How many go to the left of the pivot at the end: those that are nearer.
std::size_t divide_from_left(points all) {
  std::size_t less = 0;
  for (std::size_t i = 0; i + 1 < all.size(); ++i)
    if (is_nearer(all[i], all.back())) std::swap(all[i], all[less++]);
  return less;
}

/// The same from both ends: equal ones go to both sides.
std::size_t divide_from_both(points all) {
  std::size_t i = 1;
  std::size_t end = all.size() - 1;
  while (true) {
    while (i < end && is_nearer(all[i], all.back())) ++i;
    while (i < end && is_nearer(all.back(), all[end - 1])) --end;
    if (i + 1 >= end) return i;
    std::swap(all[i++], all[--end]);
  }
}

void sort(points all, bool introsort, std::size_t levels) {
  if (all.size() <= (introsort ? 15U : 3U)) return std::stable_sort(all.begin(), all.end(), is_nearer);
  if (levels == 0) return heap_sort(all);
  place_pivot(all);
  const std::size_t pivot = introsort ? divide_from_both(all) : divide_from_left(all);
  std::swap(all[pivot], all.back());
  sort(all.first(pivot), introsort, levels - 1);
  sort(all.subspan(pivot + 1), introsort, levels - 1);
}

} // namespace

void simultaneous_sort(points all, bool introsort) {
  if (all.empty()) return;
  // Before 1.9 the levels have no end there; here they have the kernel's, whose heap comes first where thousands are equal.
  const std::size_t logarithm = static_cast<std::size_t>(std::bit_width(all.size())) - 1;
  const std::size_t levels =
      introsort ? 2 * logarithm : std::max<std::size_t>(64, (std::size_t{1} << 22U) / all.size());
  sort(all, introsort, levels);
}

} // namespace convert::ir
