// pounce/core/result.hpp -- a value, or the failure that stopped it.
#pragma once

#include <optional>
#include <utility>
#include <variant>

#include <pounce/core/error.hpp>

namespace pounce {

/// A `T`, or the `failure` that stopped it. The names and the polarity are those of C++23's std::expected, so
/// that it can become an alias one day; `value()` is left out because it throws.
///
/// Requires  has_value() for `*` and `->`, !has_value() for error().
template <class T>
class [[nodiscard]] result {
 public:
  constexpr result(T value) noexcept : state_(std::in_place_index<0>, std::move(value)) {}
  constexpr result(failure why) noexcept : state_(std::in_place_index<1>, why) {}
  constexpr result(errc code) noexcept : state_(std::in_place_index<1>, failure{code}) {}

  constexpr bool has_value() const noexcept { return state_.index() == 0; }
  constexpr explicit operator bool() const noexcept { return has_value(); }

  constexpr T& operator*() & noexcept { return *std::get_if<0>(&state_); }
  constexpr const T& operator*() const& noexcept { return *std::get_if<0>(&state_); }
  constexpr T&& operator*() && noexcept { return std::move(*std::get_if<0>(&state_)); }
  constexpr T* operator->() noexcept { return std::get_if<0>(&state_); }
  constexpr const T* operator->() const noexcept { return std::get_if<0>(&state_); }

  constexpr const failure& error() const noexcept { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, failure> state_;
};

/// Done, or the `failure` that stopped it.
template <>
class [[nodiscard]] result<void> {
 public:
  constexpr result() noexcept = default;
  constexpr result(failure why) noexcept : why_(why) {}
  constexpr result(errc code) noexcept : why_(failure{code}) {}

  constexpr bool has_value() const noexcept { return !why_.has_value(); }
  constexpr explicit operator bool() const noexcept { return has_value(); }

  constexpr const failure& error() const noexcept { return *why_; }

 private:
  std::optional<failure> why_;
};

} // namespace pounce
