// cli/cold_start/main.cpp -- the life of a function, measured from inside: cold_start MODEL. Static, as the stock handler is;
// `pounce bench` starts it again and again.
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <pounce/model.hpp>

#include <cli/cold_start/life.hpp>

namespace {

/// The most memory that this program had at once. Not getrusage's: that counts what its parent had before exec.
std::uint64_t peak_bytes() noexcept {
  char text[4096];
  const int fd = ::open("/proc/self/status", O_RDONLY | O_CLOEXEC);
  const ssize_t n = fd < 0 ? 0 : ::read(fd, text, sizeof text);
  const std::string_view status(text, n < 0 ? 0 : static_cast<std::size_t>(n));
  constexpr std::string_view key = "VmHWM:";
  const auto found = status.find(key);
  if (found == status.npos) return 0;
  const auto digits = status.find_first_of("0123456789", found);
  std::uint64_t kilobytes = 0;
  if (digits != status.npos)
    std::from_chars(status.data() + digits, status.data() + status.size(), kilobytes);
  return kilobytes * 1024;
}

} // namespace

int main(int count, char** arguments) {
  cli::cold_start_life life{};
  life.main = cli::now();
  cli::cold_start_task told{};
  if (count != 2 || !cli::read_whole(0, &told, sizeof told)) return 2;
  // The caller's memory is not what is measured: all of it is there before.
  const std::size_t numbers = told.features + told.columns;
  const std::size_t bytes = numbers * sizeof(double) + told.scratch_bytes;
  void* const memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return 2;
  std::fill_n(static_cast<std::byte*>(memory), bytes, std::byte{1});
  const std::span<double> row(static_cast<double*>(memory), told.features);
  const std::span<double> answer(row.data() + row.size(), told.columns);
  const std::span<std::byte> scratch(static_cast<std::byte*>(memory) + numbers * sizeof(double),
                                     told.scratch_bytes);
  if (!cli::read_whole(0, row.data(), row.size_bytes())) return 2;

  life.begin = cli::now();
  const auto model = pounce::model::open(arguments[1]);
  life.opened = cli::now();
  if (!model) return 1;
  if (!model->answer(static_cast<pounce::role>(told.role), std::span<const double>(row), answer, scratch))
    return 1;
  life.predicted = cli::now();
  if (!cli::write_whole(1, answer.data(), answer.size_bytes())) return 1;
  life.answered = cli::now();
  life.peak_bytes = peak_bytes();
  return cli::write_whole(1, &life, sizeof life) ? 0 : 1;
}
