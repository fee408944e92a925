// start.hpp -- what both starters share: the clock, control groups, and a life as a line of JSON.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

namespace race {

inline std::uint64_t now() {
  timespec t{};
  ::clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<std::uint64_t>(t.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(t.tv_nsec);
}

/// Lists of processes, one for each "--group FILE" at `arguments`, which moves behind them.
class groups {
 public:
  explicit groups(char**& arguments) {
    for (; *arguments != nullptr && std::strcmp(*arguments, "--group") == 0; arguments += 2)
      files_[count_++] = ::open(arguments[1], O_WRONLY | O_CLOEXEC);
  }
  /// In the child: whether it is in all of them now.
  bool join() const {
    for (int g = 0; g < count_; ++g)
      if (::write(files_[g], "0", 1) != 1) return false;
    return true;
  }

 private:
  int files_[8] = {};
  int count_ = 0;
};

/// The end of a child and what it took, as a line of JSON. `answer` is JSON or empty.
inline void tell(std::uint64_t started, pid_t child, const char* answer, const std::uint64_t (&moments)[18],
                 bool killed = false) {
  int status = 0;
  rusage used{};
  ::wait4(child, &status, 0, &used);
  const std::uint64_t ended = now();
  const auto microseconds = [](const timeval& t) {
    return static_cast<long long>(t.tv_sec) * 1'000'000 + t.tv_usec;
  };
  std::printf(R"({"started": %llu, "ended": %llu, "status": %d, "user_us": %lld, "system_us": %lld, )"
              R"("minor_faults": %ld, "major_faults": %ld, "peak_kb": %ld, "answer": %s, "moments": [)",
              static_cast<unsigned long long>(started), static_cast<unsigned long long>(ended),
              killed ? 0 : status, microseconds(used.ru_utime), microseconds(used.ru_stime), used.ru_minflt,
              used.ru_majflt, used.ru_maxrss, answer[0] == '\0' ? "null" : answer);
  for (int i = 0; i < 18; ++i)
    std::printf("%s%llu", i == 0 ? "" : ", ", static_cast<unsigned long long>(moments[i]));
  std::puts("]}");
}

} // namespace race
