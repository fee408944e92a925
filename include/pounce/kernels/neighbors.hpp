// pounce/kernels/neighbors.hpp -- the neighbors step: the nearest of a table's points, with the values beside them.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include <pounce/core/arch.hpp>
#include <pounce/format/step.hpp>
#include <pounce/kernels/block.hpp>
#include <pounce/kernels/function.hpp>
#include <pounce/kernels/precision.hpp>
#include <pounce/kernels/simultaneous_sort.hpp>
#include <pounce/view/program.hpp>

namespace pounce::kernels {

namespace detail {

/// Distances before the root that gives them their name: squares, sums of powers.
template <class Arch, class Rounded>
struct reduced_metric {
  Rounded rounded;
  format::neighbor_metric kind;
  double exponent;

  /// `sum` and one more coordinate that is `apart` away.
  [[gnu::always_inline]] double add(double sum, double apart) const noexcept {
    using format::neighbor_metric;
    switch (kind) {
    case neighbor_metric::euclidean: return rounded(sum + rounded.product(apart, apart));
    case neighbor_metric::manhattan: return rounded(sum + std::fabs(apart));
    case neighbor_metric::chebyshev: return maximum<Arch>(sum, std::fabs(apart));
    case neighbor_metric::minkowski: break;
    }
    return rounded(sum + rounded(std::pow(std::fabs(apart), exponent)));
  }
  [[gnu::always_inline]] double between(const double* x, const double* point,
                                        std::size_t width) const noexcept {
    double sum = 0;
    for (std::size_t i = 0; i < width; ++i) sum = add(sum, rounded(x[i] - point[i]));
    return sum;
  }
  double of_distance(double distance) const noexcept {
    using format::neighbor_metric;
    if (kind == neighbor_metric::euclidean) return rounded.product(distance, distance);
    return kind == neighbor_metric::minkowski ? rounded(std::pow(distance, exponent)) : distance;
  }
  double to_distance(double reduced) const noexcept {
    using format::neighbor_metric;
    if (kind == neighbor_metric::euclidean) return rounded(std::sqrt(reduced));
    return kind == neighbor_metric::minkowski ? rounded(std::pow(reduced, rounded(1 / exponent))) : reduced;
  }
};

/// The nearest points so far, the farthest of them first.
///
/// Source  scikit-learn 1.2, utils/_heap.pyx, heap_push: which of equally far points goes depends on it.
struct nearest_heap {
  double* distances; // (count)
  double* points;    // (count), their numbers
  std::size_t count;

  double farthest() const noexcept { return distances[0]; }

  void put(std::size_t at, double distance, double point) const noexcept {
    distances[at] = distance;
    points[at] = point;
  }

  template <class Arch>
  void push(double distance, double point) const noexcept {
    if (!(distance < distances[0])) return;
    std::size_t at = 0;
    while (true) {
      const std::size_t left = 2 * at + 1;
      const std::size_t right = left + 1;
      if (left >= count) break;
      const std::size_t larger = right >= count || distances[left] >= distances[right] ? left : right;
      if (!(distances[larger] > distance)) break;
      put(at, distances[larger], points[larger]);
      at = larger;
    }
    put(at, distance, point);
  }
};

/// One search: the row, the table, the bounds of the tree's nodes.
template <class Arch, class Rounded>
struct neighbor_search {
  reduced_metric<Arch, Rounded> metric;
  const double* x;
  const double* points; // (point_count, width)
  const double* bounds;
  std::size_t width;
  std::size_t point_count;
  std::size_t node_count;
  bool balls;
  nearest_heap nearest;

  void look_at(std::size_t first, std::size_t end) const noexcept {
    for (std::size_t p = first; p < end; ++p) {
      const double distance = metric.between(x, points + p * width, width);
      nearest.template push<Arch>(distance, static_cast<double>(p));
    }
  }

  /// Not more than the reduced distance of any point in a node.
  ///
  /// Source  scikit-learn 1.2, neighbors/_kd_tree.pyx and _ball_tree.pyx, min_rdist.
  double to_node(std::size_t node) const noexcept {
    const auto rounded = metric.rounded;
    if (balls) {
      const double centre = metric.to_distance(metric.between(x, bounds + node * width, width));
      const double outside = rounded(centre - bounds[node_count * width + node]);
      return metric.of_distance(outside > 0 ? outside : 0.0);
    }
    const double* const low = bounds + node * width;
    const double* const high = low + node_count * width;
    double sum = 0;
    for (std::size_t i = 0; i < width; ++i) {
      const double below = rounded(low[i] - x[i]);
      const double above = rounded(x[i] - high[i]);
      const double twice = rounded(rounded(below + std::fabs(below)) + rounded(above + std::fabs(above)));
      sum = metric.add(sum, rounded(0.5 * twice));
    }
    return sum;
  }

  void run() const noexcept {
    if (node_count == 0) return look_at(0, point_count);
    struct node {
      std::size_t number;
      std::size_t first;
      std::size_t end;
      double distance;
    };
    // A visit takes one node and leaves two one level below: never more than one a level waits.
    constexpr std::size_t deepest = 40; // levels: there are fewer than 2^32 nodes
    node open[deepest + 1];
    std::size_t waiting = 0;
    open[waiting++] = {0, 0, point_count, to_node(0)};
    while (waiting != 0) {
      const node now = open[--waiting];
      if (now.distance > nearest.farthest()) continue;
      const std::size_t left = 2 * now.number + 1;
      if (left >= node_count || waiting + 2 > deepest) {
        look_at(now.first, now.end);
        continue;
      }
      const std::size_t half = now.first + (now.end - now.first) / 2;
      const node one{left, now.first, half, to_node(left)};
      const node other{left + 1, half, now.end, to_node(left + 1)};
      const bool left_first = one.distance <= other.distance;
      open[waiting++] = left_first ? other : one;
      open[waiting++] = left_first ? one : other;
    }
  }
};

} // namespace detail

/// y = the distances of the k nearest points, ascending, then their rows of values. FORMAT.md says how they are
/// searched: which of equally far points are found depends on it.
///
/// Shapes   points (n, width), values (n, t), y (k (1 + t)).
/// Numbers  distances are summed from left to right; one that is not finite is never near enough.
/// Cost     at most n distances and one bound a node.
template <class Arch = default_arch>
[[gnu::noinline]] void neighbors(const view::program& p, const format::step& s, const block& b) noexcept {
  const std::size_t width = s.input_width;
  const std::size_t point_count = s.a.count / width;
  const std::size_t targets = s.b.count / point_count;
  const std::size_t count = s.output_width / (1 + targets);
  const bool balls = (s.flags & format::balls) != 0;
  const bool introsort = (s.flags & format::introsort) != 0;
  const double* const values = p.numbers_of(s.b).data();
  each_row(s, b, [&](auto rounded, const double* x, double* y) {
    const detail::nearest_heap nearest{y, y + count, count};
    for (std::size_t i = 0; i < count; ++i)
      nearest.put(i, std::numeric_limits<double>::infinity(), std::floor(s.beta));
    const detail::reduced_metric<Arch, decltype(rounded)> metric{
        rounded, static_cast<format::neighbor_metric>(s.variant), s.alpha};
    const std::size_t node_count = s.c.count / (balls ? width + 1 : 2 * width);
    detail::neighbor_search<Arch, decltype(rounded)>{
        metric, x,      p.numbers_of(s.a).data(), p.numbers_of(s.c).data(), width, point_count, node_count,
        balls,  nearest}
        .run();
    simultaneous_sort<Arch>({nearest.distances, nearest.points}, count, introsort);
    for (std::size_t i = 0; i < count; ++i) y[i] = metric.to_distance(y[i]);
    // From behind: a row of values never lies before the number of its point.
    for (std::size_t i = count; i-- > 0;) {
      const auto point = static_cast<std::size_t>(nearest.points[i]);
      for (std::size_t t = 0; t < targets; ++t) y[count + i * targets + t] = values[point * targets + t];
    }
  });
}

} // namespace pounce::kernels
