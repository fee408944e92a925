// pounce/core/rows.hpp -- rows of numbers that someone else owns: what a prediction reads and writes.
#pragma once

#include <concepts>
#include <cstddef>
#include <span>

namespace pounce {

namespace detail {
template <class T>
concept double_input = std::convertible_to<T, std::span<const double>>;
template <class T>
concept float_input = std::convertible_to<T, std::span<const float>>;
template <class T>
concept double_output = std::convertible_to<T, std::span<double>>;
template <class T>
concept float_output = std::convertible_to<T, std::span<float>>;
} // namespace detail

/// Rows to predict, in float or double. Made from anything that is a span of either: one row; or from such a
/// span and a width: as many rows as fit, one after the other.
///
/// Lifetime  looks at the caller's numbers.
class rows {
 public:
  template <detail::double_input T>
  constexpr rows(const T& row) noexcept
      : rows(std::span<const double>(row), std::span<const double>(row).size()) {}
  template <detail::float_input T>
  constexpr rows(const T& row) noexcept
      : rows(std::span<const float>(row), std::span<const float>(row).size()) {}
  /// Shapes  numbers (count, width), row-major.
  constexpr rows(std::span<const double> numbers, std::size_t width) noexcept
      : doubles_(numbers.data()), size_(numbers.size()), width_(width) {}
  constexpr rows(std::span<const float> numbers, std::size_t width) noexcept
      : floats_(numbers.data()), size_(numbers.size()), width_(width) {}

  constexpr std::size_t width() const noexcept { return width_; }
  constexpr std::size_t count() const noexcept { return width_ == 0 ? 0 : size_ / width_; }
  /// Whether the numbers are whole rows.
  constexpr bool whole() const noexcept { return width_ != 0 && size_ % width_ == 0; }

  /// The first number, or null if the rows are of the other type.
  constexpr const double* doubles() const noexcept { return doubles_; }
  constexpr const float* floats() const noexcept { return floats_; }

 private:
  const double* doubles_ = nullptr;
  const float* floats_ = nullptr;
  std::size_t size_ = 0;
  std::size_t width_ = 0;
};

/// Space for answers, in float or double: a row's columns one after the other, then the next row's.
///
/// Lifetime  looks at the caller's space.
class answers {
 public:
  template <detail::double_output T>
  constexpr answers(T&& space) noexcept
      : doubles_(std::span<double>(space).data()), size_(std::span<double>(space).size()) {}
  template <detail::float_output T>
  constexpr answers(T&& space) noexcept
      : floats_(std::span<float>(space).data()), size_(std::span<float>(space).size()) {}

  constexpr std::size_t size() const noexcept { return size_; }

  constexpr void write(std::size_t i, double x) const noexcept {
    if (doubles_ != nullptr) {
      doubles_[i] = x;
    } else {
      floats_[i] = static_cast<float>(x);
    }
  }

 private:
  double* doubles_ = nullptr;
  float* floats_ = nullptr;
  std::size_t size_ = 0;
};

} // namespace pounce
