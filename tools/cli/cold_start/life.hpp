// cli/cold_start/life.hpp -- what `pounce bench` tells a process that it measures, what that tells of its life, and the clock of both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>

#include <sys/resource.h>
#include <unistd.h>

namespace cli {

/// On standard input, before the row (features doubles).
struct cold_start_task {
  std::uint64_t role;
  std::uint64_t features;
  std::uint64_t columns;
  std::uint64_t scratch_bytes;
};

/// CLOCK_MONOTONIC in ns.
inline std::uint64_t clock_ns() noexcept {
  timespec t{};
  ::clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<std::uint64_t>(t.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(t.tv_nsec);
}

/// When one part of a life has ended and the next begins. In between the page faults that the process has taken are
/// counted, a system call that is part of neither: cold, it takes as long as a small model's first prediction.
struct moment {
  std::uint64_t ended;
  std::uint64_t begun;
  std::uint64_t faults;
};

inline moment now() noexcept {
  moment m{};
  m.ended = clock_ns();
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  m.faults = static_cast<std::uint64_t>(usage.ru_minflt + usage.ru_majflt);
  m.begun = clock_ns();
  return m;
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

/// Whether all `bytes` came; fewer if the other end has closed.
inline bool read_whole(int from, void* into, std::size_t bytes) noexcept {
  auto* at = static_cast<std::byte*>(into);
  while (bytes != 0) {
    const ssize_t n = ::read(from, at, bytes);
    if (n <= 0) return false;
    at += n;
    bytes -= static_cast<std::size_t>(n);
  }
  return true;
}

/// Whether all `bytes` went.
inline bool write_whole(int to, const void* from, std::size_t bytes) noexcept {
  const auto* at = static_cast<const std::byte*>(from);
  while (bytes != 0) {
    const ssize_t n = ::write(to, at, bytes);
    if (n <= 0) return false;
    at += n;
    bytes -= static_cast<std::size_t>(n);
  }
  return true;
}

} // namespace cli
