// convert/frontend/sklearn/neighbor_tree.hpp -- a table of points in the order in which scikit-learn's search meets
// them.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// `_fit_X` of a nearest-neighbours estimator, and its tree if it has one.
struct neighbor_table {
  std::vector<double> points;     // (points, columns)
  std::vector<std::size_t> order; // (points), the row of `_fit_X` that each is
  std::vector<double> bounds;     // see ir::neighbors
  bool balls = false;
};

/// Numbers in a table, at most: it is read whole for a row, or a good part of it.
inline constexpr std::size_t max_table_numbers = std::size_t{1} << 22;

/// How the table is searched, and what its neighbors are for.
struct search {
  bool directions =
      false; // rows divided by their length: their Euclidean distances are in the order of the angles
  bool one_by_one = false;   // one thread meets all rows
  bool order_counts = false; // of equally far neighbors too
};

/// Errors  refusal: a table that is too large, sparse, or precomputed; a tree of another shape than those of
///         scikit-learn; ties that scikit-learn breaks by the number of its threads or of the rows asked, or by
///         numpy.argpartition; a row of zeros, which has no direction.
neighbor_table neighbor_table_of(context& c, pickle::value object, std::uint32_t columns, const search& how);

/// What to do about a table that is searched without a tree, for messages.
std::string_view with_tree(bool directions);

} // namespace convert::sklearn
