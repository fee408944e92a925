// convert/pass/facts.hpp -- what is known of every column for every row that gets that far.
#pragma once

#include <limits>
#include <vector>

#include <convert/ir/model.hpp>

namespace convert::pass {

/// Of one column: low <= x <= high, or x is NaN if `maybe_nan`. Infinite ends mean that x may be infinite.
struct known {
  bool maybe_nan = true;
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool is_float = false; // x is a float's value

  bool finite() const { return !maybe_nan && bounded(); }
  bool bounded() const {
    return low > -std::numeric_limits<double>::infinity() && high < std::numeric_limits<double>::infinity();
  }
};

using facts = std::vector<known>; // (columns of one value)

/// The largest double that rounds to a finite float: half a unit below 2^128 still rounds to 2^128.
inline constexpr double largest_in_float_range = 0x1.fffffefffffffp127;

/// What is known after the steps of `m`, for each value.
///
/// Numbers   only what follows from the step's own definition, without rounding: fills, codes, checks,
/// counts.
///           Nothing is assumed of the row.
std::vector<facts> facts_of(const ir::model& m);

} // namespace convert::pass
