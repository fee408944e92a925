// cli/cold_start.hpp -- opening and the first prediction, measured in a process of their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <pounce/model.hpp>

namespace cli {

/// What one fresh process measured.
struct cold_start_times {
  std::uint64_t open_ns;
  std::uint64_t first_ns;
  std::uint64_t open_faults; // minor page faults
  std::uint64_t first_faults;
};

/// `pounce <flag> MODEL` is such a process: it gets the role and the row on standard input and puts
/// cold_start_times on standard output.
inline constexpr const char* cold_start_flag = "--measure-cold-start";
int cold_start(const char* path);

/// Starts this program anew and lets it measure; none if that fails.
///
/// Shapes  row (features).
std::optional<cold_start_times> measure_cold_start(const std::string& path, pounce::role what,
                                                   std::span<const double> row);

} // namespace cli
