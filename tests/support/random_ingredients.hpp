// support/random_ingredients.hpp -- the numbers that go into random steps.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <support/random_model.hpp>
#include <support/random_numbers.hpp>

namespace support {

/// What the constants of a step over `width` columns are made of.
struct ingredients {
  draw& any;
  const random_options& how;
  std::uint32_t width;

  double number(bool nan = true) { return how.nasty && any.one_in(6) ? any.nasty(nan) : any.ordinary(); }
  /// Not near zero: divisors and scales.
  double scale() {
    return how.nasty && any.one_in(6) ? any.nasty() : (any.coin() ? 1 : -1) * (0.25 + 4 * any.unit());
  }

  std::vector<double> numbers(std::size_t n, bool nan = true) {
    std::vector<double> made(n);
    for (double& x : made) x = number(nan);
    return made;
  }
  std::vector<double> scales(std::size_t n) {
    std::vector<double> made(n);
    for (double& x : made) x = scale();
    return made;
  }
  std::vector<double> ascending(std::size_t n) {
    auto made = numbers(n, false);
    std::sort(made.begin(), made.end());
    return made;
  }
  template <class Enum>
  Enum kind(std::uint32_t count) {
    return static_cast<Enum>(any.below(count));
  }
  std::uint32_t groups() {
    std::vector<std::uint32_t> divisors;
    for (std::uint32_t d = 1; d <= width; ++d)
      if (width % d == 0) divisors.push_back(d);
    return any.of(std::span<const std::uint32_t>(divisors));
  }
};

} // namespace support
