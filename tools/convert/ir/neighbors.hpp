// convert/ir/neighbors.hpp -- a table of points whose nearest are looked for.
#pragma once

#include <cstdint>
#include <vector>

namespace convert::ir {

/// The `count` nearest points: their distances, ascending, then their rows of `targets` values. Which of equally far
/// points are among them is scikit-learn's own: points are met in the order of a tree's search, and kept on its heap.
struct neighbors {
  enum class metric : std::uint8_t { euclidean, manhattan, chebyshev, minkowski };
  metric how = metric::euclidean;
  double exponent = 2; // minkowski's
  std::uint32_t count = 1;
  std::uint32_t targets = 1;
  std::vector<double> points; // (points, inputs), row-major, in the order of the tree's leaves
  std::vector<double> values; // (points, targets)
  /// None: all points in order. Boxes: (2, nodes, inputs), lower ends and upper ends. Balls: (nodes, inputs) centres,
  /// then (nodes) radii. 2^levels - 1 nodes, the children of i being 2 i + 1 and 2 i + 2, halves of its points.
  std::vector<double> bounds;
  bool balls = false;
  bool introsort = false; // sorted as scikit-learn 1.9 does, else as before it: see evaluate_neighbors.cpp
  std::uint32_t far_away = 0; // the point that stands in where fewer than `count` are at a finite distance
};

/// The columns that the step makes of `inputs` columns.
///
/// Errors  refusal, if the table is not one of such points or the tree's nodes are no whole tree.
std::uint64_t check_neighbors(const neighbors& s, std::uint64_t inputs);

} // namespace convert::ir
