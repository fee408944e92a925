// support/random_forest.hpp -- small forests with every question, missing rule and kind of leaf.
#pragma once

#include <cstdint>

#include <convert/ir/forest.hpp>
#include <support/random_numbers.hpp>

namespace support {

struct forest_options {
  std::uint32_t features = 4;
  std::uint32_t max_trees = 6;
  std::uint32_t max_depth = 5;
  bool nasty = true;
  bool categories = true; // splits by category sets
};

/// Thresholds come from a small pool, so that trees share them and rows can meet them.
convert::ir::forest random_forest(draw& any, const forest_options& how);

} // namespace support
