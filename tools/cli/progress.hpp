// cli/progress.hpp -- one line on a terminal that says how far long work has come.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace cli {

/// Shows nothing in the first second, nothing where standard error is no terminal.
class progress {
 public:
  progress();
  ~progress();
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  /// `done` of `total` in this stage; a total of 0 is one that nobody knows.
  void show(std::string_view stage, std::size_t done, std::size_t total);

 private:
  using clock = std::chrono::steady_clock;
  bool on_terminal_;
  clock::time_point next_;
};

/// Makes the line empty again, before anything else is printed.
void clear_progress();

} // namespace cli
