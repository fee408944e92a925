// convert/frontend/sklearn/column_categories.hpp -- an encoder's categories as they are found in the row.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <convert/frontend/sklearn/estimator.hpp>

namespace convert::sklearn {

/// One column of `categories_`.
struct column_categories {
  std::vector<double> keys;           // without the missing ones
  std::vector<std::size_t> positions; // of the keys in categories_
  std::optional<std::size_t> missing; // where NaN, else None, stands in categories_
  bool missing_is_nan = false;
  std::size_t count = 0; // with the missing ones
  bool numeric = false;  // a numeric array, so that check_array looks for infinity
};

/// `categories_` of all columns of the input.
std::vector<column_categories> all_categories(context& c, pickle::value object, ir::value input);

/// Numeric columns are checked for infinity, and before `missing_since` also for NaN.
ir::value checked_categories(context& c, ir::value input, const std::vector<column_categories>& columns,
                             version missing_since);

/// A map from a column's keys to `codes`, which stand in the order of `categories_`.
ir::code_map::column category_map_of(const column_categories& cats, const std::vector<double>& codes);

} // namespace convert::sklearn
