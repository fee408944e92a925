// support/random_model.hpp -- models of every step kind that mean nothing but are valid, and rows that hurt them.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include <convert/ir/model.hpp>

namespace support {

struct random_options {
  std::uint32_t max_steps = 12;
  std::uint32_t max_features = 8;
  bool nasty = true;      // constants may be infinite, subnormal, -0.0 and, where a trainer's may, NaN
  bool f32 = true;        // some steps round to float
  bool refusals = true;   // some steps refuse rows
  bool categories = true; // some features have a vocabulary
  /// Indices of operation_of_step's alternatives to choose from; empty: all.
  std::vector<std::size_t> kinds = {};
};

/// A valid model, the same for the same seed. Its answers are its last value, some others, and a label.
convert::ir::model random_model(std::uint64_t seed, const random_options& how = {});

/// A row for `m`: every other one tame, else with the model's own constants, exactly and one step of double or
/// float to either side, NaN, infinities, zeros, subnormals and huge numbers; categories as their codes, -1, NaN.
std::vector<double> random_row(const convert::ir::model& m, std::mt19937_64& engine);

} // namespace support
