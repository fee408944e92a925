// pounce/serve/deadline.hpp -- a platform's deadline, told by a clock that can be set, kept by one that can not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/http_head.hpp>
#include <pounce/serve/json_answers.hpp>

namespace pounce::serving {

/// Milliseconds since 1970 by the system's clock, which may jump at any time.
template <class Arch = default_arch>
std::int64_t unix_ms() noexcept {
  timespec t{};
  ::clock_gettime(CLOCK_REALTIME, &t);
  return std::int64_t{t.tv_sec} * 1000 + t.tv_nsec / 1'000'000;
}

/// AWS Lambda's quota: no function may take longer.
inline constexpr std::int64_t longest_run_ms = 900'000;

/// The moment that `header` tells in milliseconds since 1970, as nanoseconds of monotonic_ns; 0 for no deadline. One
/// that is past, or further away than a function may run, says that this machine's clock is not the platform's, as
/// after a thaw or while it is set: then none is better than a wrong one, which would refuse what can be answered.
///
/// Requires  wall_ms is now by the system's clock. It is looked at once; how it jumps afterwards does not matter.
template <class Arch = default_arch>
std::int64_t deadline_of(std::string_view header, std::int64_t wall_ms) noexcept {
  const auto ms = detail::whole_number<Arch>(header);
  if (!ms || wall_ms <= 0) return 0;
  const std::int64_t left_ms = static_cast<std::int64_t>(*ms) - wall_ms;
  if (left_ms <= 0 || left_ms > longest_run_ms) return 0;
  return monotonic_ns<Arch>() + left_ms * 1'000'000;
}

} // namespace pounce::serving
