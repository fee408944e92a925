// support/random_numbers.hpp -- draws that are the same with every standard library, ordinary and nasty ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>

namespace support {

/// A source of draws. std's distributions differ from library to library; these do not.
class draw {
 public:
  explicit draw(std::mt19937_64& engine) : engine_(engine) {}

  /// Any of 0 .. n - 1. Requires n > 0.
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(engine_() % n); }
  std::uint32_t from_to(std::uint32_t low, std::uint32_t high) { return low + below(high - low + 1); }
  bool one_in(std::uint32_t n) { return below(n) == 0; }
  bool coin() { return one_in(2); }
  /// In [0, 1), with 53 bits.
  double unit() { return static_cast<double>(engine_() >> 11U) * 0x1p-53; }
  /// Bell-shaped around 0 with a deviation of 1, within -6 .. 6.
  double ordinary();
  /// Zeros of both signs, subnormals, ends of float and double, thresholds that trainers treat in their own way,
  /// infinities; NaN only if `nan`.
  double nasty(bool nan = true);
  template <class Item>
  const Item& of(std::span<const Item> items) {
    return items[below(static_cast<std::uint32_t>(items.size()))];
  }
  std::mt19937_64& engine() { return engine_; }

 private:
  std::mt19937_64& engine_;
};

} // namespace support
