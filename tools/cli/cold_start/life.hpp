// cli/cold_start/life.hpp -- what `pounce bench` tells a process that it measures, and what that tells of its life.
#pragma once

#include <cstdint>

#include <ctime>
#include <sys/resource.h>

namespace cli {

/// On standard input, before the row (features doubles).
struct cold_start_task {
  std::uint64_t role;
  std::uint64_t features;
  std::uint64_t columns;
  std::uint64_t scratch_bytes;
};

/// CLOCK_MONOTONIC, and the page faults that the process has taken.
struct moment {
  std::uint64_t ns;
  std::uint64_t faults;
};

inline moment now() noexcept {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  timespec t{};
  ::clock_gettime(CLOCK_MONOTONIC, &t);
  return {static_cast<std::uint64_t>(t.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(t.tv_nsec),
          static_cast<std::uint64_t>(usage.ru_minflt + usage.ru_majflt)};
}

/// On standard output, after the answer (columns doubles).
struct cold_start_life {
  moment main;      // its first line
  moment begin;     // the row is read, the memory for the answer is there
  moment opened;    // the model is ready to be asked
  moment predicted; // the numbers are there
  moment answered;  // they have left the process
  std::uint64_t peak_bytes;
};

} // namespace cli
