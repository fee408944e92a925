// convert/ir/spline.hpp -- B-splines, a column into several.
#pragma once

#include <cstdint>
#include <vector>

namespace convert::ir {

/// The B-splines of each column at x. Outside of [knots[degree], knots[size - degree - 1]] the outermost
/// polynomials go on, x is wrapped into the range (and the last `degree` functions are the first again), or each
/// function goes on in a straight line.
struct spline {
  static constexpr std::uint32_t highest_degree = 15;
  enum class ends : std::uint8_t { extended, wrapped, straight };
  struct column {
    std::vector<double> knots; // ascending
    // Only where the ends are straight: where they begin, values and slopes of each function there.
    double low = 0;
    double high = 0;
    std::vector<double> values_below;
    std::vector<double> slopes_below;
    std::vector<double> values_above;
    std::vector<double> slopes_above;
  };
  ends outside = ends::extended;
  std::uint32_t degree = 3;
  bool missing_is_zero = false; // NaN gives zeros
  std::vector<column> columns;

  /// Functions a column.
  std::uint32_t functions() const {
    if (columns.empty()) return 0;
    const auto knots = static_cast<std::uint32_t>(columns.front().knots.size());
    return knots - degree - 1 - (outside == ends::wrapped ? degree : 0);
  }
};

} // namespace convert::ir
