// pounce/kernels/search.hpp -- binary search in ascending numbers.
#pragma once

#include <cstddef>
#include <span>

namespace pounce::kernels {

/// How many leading numbers `is_left` says yes to. In numbers that are not sorted some position within them: a
/// hostile file's order is nobody's business.
template <class Arch, class IsLeft>
std::size_t leading(std::span<const double> numbers, const IsLeft& is_left) noexcept {
  std::size_t first = 0;
  for (std::size_t count = numbers.size(); count > 0;) {
    const std::size_t half = count / 2;
    if (is_left(numbers[first + half])) {
      first += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return first;
}

} // namespace pounce::kernels
