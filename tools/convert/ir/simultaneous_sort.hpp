// convert/ir/simultaneous_sort.hpp -- found points in ascending order, equal ones as scikit-learn leaves them.
#pragma once

#include <cstddef>
#include <span>
#include <utility>

namespace convert::ir {

/// A distance before its root, and the number of a point.
using found_point = std::pair<double, std::size_t>;

/// By distance, whatever the numbers: scikit-learn's quicksort, or since 1.9 its introsort.
void simultaneous_sort(std::span<found_point> all, bool introsort);

} // namespace convert::ir
