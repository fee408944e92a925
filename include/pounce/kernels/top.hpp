// pounce/kernels/top.hpp -- the top step: the best numbers of each group, and where they stand in it.
#pragma once

#include <cstddef>
#include <utility>

#include <pounce/core/arch.hpp>
#include <pounce/format/step.hpp>
#include <pounce/kernels/block.hpp>
#include <pounce/kernels/precision.hpp>
#include <pounce/view/program.hpp>

namespace pounce::kernels {

namespace detail {

/// The places of the best numbers so far, the worst of them first.
///
/// Source  ONNX Runtime 1.30, providers/cpu/math/top_k.cc, HeapifyIthPosition and FindTopKElements: where NaN ends, which no
///         comparison takes, depends on the order of its comparisons.
struct best_heap {
  const double* x; // the group
  double* places;  // (count), indices into it
  bool smallest;

  double at(std::size_t i) const noexcept { return x[static_cast<std::size_t>(places[i])]; }

  bool is_better(double a, double b) const noexcept { return smallest ? a < b : a > b; }

  /// Of equal numbers the first is the better one.
  bool wins(std::size_t i, std::size_t j) const noexcept {
    return is_better(at(i), at(j)) || (at(i) == at(j) && places[i] < places[j]);
  }

  /// Lets the number at i sink among the first `size` until it beats neither of those below it.
  void sink(std::size_t i, std::size_t size) const noexcept {
    for (std::size_t left = 2 * i + 1; left < size; left = 2 * i + 1) {
      const std::size_t right = left + 1;
      const bool beats_left = wins(i, left);
      std::size_t worst = left;
      if (right < size && !(beats_left && wins(right, left))) {
        if (!beats_left && !wins(i, right)) return;
        worst = right;
      } else if (!beats_left) {
        return;
      }
      std::swap(places[i], places[worst]);
      i = worst;
    }
  }

  /// The best `count` of `width` numbers, the best one first.
  void fill(std::size_t width, std::size_t count) const noexcept {
    for (std::size_t i = 0; i < count; ++i) {
      places[count - 1 - i] = static_cast<double>(i);
      sink(count - 1 - i, count);
    }
    for (std::size_t i = count; i < width; ++i) {
      if (!is_better(x[i], at(0))) continue;
      places[0] = static_cast<double>(i);
      sink(0, count);
    }
    for (std::size_t left = count; left-- > 1;) {
      std::swap(places[0], places[left]);
      sink(0, left);
    }
  }
};

} // namespace detail

/// y = the best numbers of each group, the best one first, group after group; then their places within the groups.
///
/// Shapes   x (groups, width), y (2, groups, count).
/// Numbers  of equal numbers the first comes first; copies, bit by bit.
/// Cost     O(width log count) a group.
template <class Arch = default_arch>
[[gnu::noinline]] void top(const view::program&, const format::step& s, const block& b) noexcept {
  const std::size_t groups = s.c.first;
  const std::size_t width = s.input_width / groups;
  const std::size_t count = s.output_width / 2 / groups;
  const bool smallest = s.variant == static_cast<std::uint8_t>(format::top_kind::smallest);
  for (std::size_t r = 0; r < b.count; ++r) {
    const double* x = b.input(s, r);
    double* y = b.output(s, r);
    for (std::size_t g = 0; g < groups; ++g, x += width, y += count) {
      const detail::best_heap best{x, y + groups * count, smallest};
      best.fill(width, count);
      for (std::size_t i = 0; i < count; ++i) y[i] = best.at(i);
    }
  }
}

} // namespace pounce::kernels
