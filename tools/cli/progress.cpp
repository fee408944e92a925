// cli/progress.cpp -- a line that overwrites itself.
#include <cli/progress.hpp>

#include <cstdio>

#include <unistd.h>

namespace cli {

namespace {
bool line_is_shown = false; // the program has one terminal
} // namespace

progress::progress() : on_terminal_(::isatty(2) != 0), next_(clock::now() + std::chrono::seconds(1)) {}

progress::~progress() { clear_progress(); }

void progress::show(std::string_view stage, std::size_t done, std::size_t total) {
  if (!on_terminal_) return;
  const auto now = clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(100);
  const auto length = static_cast<int>(stage.size());
  if (total == 0) {
    std::fprintf(stderr, "\r\033[K%.*s %zu", length, stage.data(), done);
  } else {
    std::fprintf(stderr, "\r\033[K%.*s %zu of %zu", length, stage.data(), done, total);
  }
  std::fflush(stderr);
  line_is_shown = true;
}

void clear_progress() {
  if (!line_is_shown) return;
  std::fputs("\r\033[K", stderr);
  line_is_shown = false;
}

} // namespace cli
