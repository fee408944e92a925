// support/random_neighbors.hpp -- tables of points, many of them equally far away.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <convert/ir/neighbors.hpp>
#include <support/random_ingredients.hpp>

namespace support {

inline convert::ir::neighbors random_neighbors(ingredients& from) {
  convert::ir::neighbors s;
  s.how = from.kind<convert::ir::neighbors::metric>(4);
  s.exponent = 1 + from.any.below(4);
  const std::uint32_t points = from.any.from_to(1, 40);
  s.count = from.any.from_to(1, std::min(points, 24U));
  s.targets = from.any.from_to(1, 3);
  s.far_away = from.any.below(points);
  // Small whole numbers: many distances are equal.
  for (std::size_t i = std::size_t{points} * from.width; i > 0; --i)
    s.points.push_back(from.any.coin() ? static_cast<double>(from.any.below(4)) : from.number());
  s.values = from.numbers(std::size_t{points} * s.targets);
  s.balls = from.any.coin();
  s.introsort = from.any.coin();
  // Bounds that do not hold still say which points are met: two searches have to agree all the same.
  const std::size_t nodes = (std::size_t{1} << from.any.below(4)) - 1;
  s.bounds = from.numbers(nodes * (s.balls ? from.width + 1 : 2 * std::size_t{from.width}));
  return s;
}

} // namespace support
