// pounce/serve/log.hpp -- one line of JSON on standard error, in the words that all three clouds read.
#pragma once

#include <cerrno>
#include <cstddef>
#include <string_view>

#include <unistd.h>

#include <pounce/core/arch.hpp>
#include <pounce/serve/text_writer.hpp>

namespace pounce::serving {

/// Writes all of `text`; whether it is out.
template <class Arch = default_arch>
bool write_all(int fd, std::string_view text) noexcept {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

/// {"severity":"ERROR","level":"ERROR","message":"..."}: Google reads the first, AWS the second.
template <class Arch = default_arch>
void log_error(std::string_view text) noexcept {
  constexpr std::size_t longest = 1024;
  char space[8 * 1024];
  text_writer<Arch> line(space);
  line.put(R"({"severity":"ERROR","level":"ERROR","message":)")
      .put_quoted(text.substr(0, longest))
      .put("}\n");
  write_all<Arch>(2, line.text());
}

} // namespace pounce::serving
