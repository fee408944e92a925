// cli/cold_start.hpp -- a function's life from exec to its end, measured in a process of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <pounce/model.hpp>

namespace cli {

/// What one fresh process took.
struct cold_start_times {
  std::uint64_t start_ns; // from before exec to main
  std::uint64_t open_ns;
  std::uint64_t first_ns;     // the first prediction
  std::uint64_t answer_ns;    // from before exec until the answer has left
  std::uint64_t process_ns;   // from before exec until the process is gone
  std::uint64_t processor_ns; // user's and system's
  std::uint64_t start_faults;
  std::uint64_t open_faults;
  std::uint64_t first_faults;
  std::uint64_t peak_bytes;
};

/// Starts `program` (cli/cold_start) with the model at `path` and lets it answer `row`; none if that fails.
///
/// Shapes  row (features).
std::optional<cold_start_times> measure_cold_start(const std::string& program, const std::string& path,
                                                   const pounce::model& model, pounce::role what,
                                                   std::span<const double> row);

} // namespace cli
