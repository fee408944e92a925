// cli/cold_start.cpp -- the measuring process and its start.
#include <cli/cold_start.hpp>

#include <ctime>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace cli {

namespace {

std::uint64_t now_ns() noexcept {
  timespec t{};
  ::clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<std::uint64_t>(t.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(t.tv_nsec);
}

std::uint64_t minor_faults() noexcept {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_minflt);
}

bool read_whole(int from, void* into, std::size_t bytes) noexcept {
  auto* at = static_cast<std::byte*>(into);
  while (bytes != 0) {
    const ssize_t n = ::read(from, at, bytes);
    if (n <= 0) return false;
    at += n;
    bytes -= static_cast<std::size_t>(n);
  }
  return true;
}

bool write_whole(int to, const void* from, std::size_t bytes) noexcept {
  const auto* at = static_cast<const std::byte*>(from);
  while (bytes != 0) {
    const ssize_t n = ::write(to, at, bytes);
    if (n <= 0) return false;
    at += n;
    bytes -= static_cast<std::size_t>(n);
  }
  return true;
}

/// What the measuring process is told: then follows the row.
struct task {
  std::uint64_t role;
  std::uint64_t features;
  std::uint64_t columns;
  std::uint64_t scratch_bytes;
};

/// Two pipes to a process whose standard input and output they are.
class child {
 public:
  child(const std::string& path) {
    if (::pipe2(to_, O_CLOEXEC) != 0 || ::pipe2(from_, O_CLOEXEC) != 0) return;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, to_[0], 0);
    posix_spawn_file_actions_adddup2(&actions, from_[1], 1);
    std::string program = "pounce";
    std::string flag = cold_start_flag;
    std::string model = path;
    char* const arguments[] = {program.data(), flag.data(), model.data(), nullptr};
    started_ = ::posix_spawn(&id_, "/proc/self/exe", &actions, nullptr, arguments, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    close(to_[0]);
    close(from_[1]);
  }
  ~child() {
    for (int* end : {&to_[0], &to_[1], &from_[0], &from_[1]}) close(*end);
    if (started_) ::waitpid(id_, nullptr, 0);
  }
  child(const child&) = delete;
  child& operator=(const child&) = delete;

  bool started() const { return started_; }
  int input() const { return to_[1]; }
  int output() const { return from_[0]; }

 private:
  static void close(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }

  int to_[2] = {-1, -1};
  int from_[2] = {-1, -1};
  pid_t id_ = 0;
  bool started_ = false;
};

} // namespace

int cold_start(const char* path) {
  task told{};
  if (!read_whole(0, &told, sizeof told)) return 1;
  std::vector<double> row(told.features);
  std::vector<double> answer(
      told.columns); // filled, so that its pages are there: the caller's memory is not measured
  std::vector<std::byte> scratch(told.scratch_bytes);
  if (!read_whole(0, row.data(), row.size() * sizeof(double))) return 1;
  static_cast<void>(now_ns());
  static_cast<void>(minor_faults());

  const std::uint64_t faults_before = minor_faults();
  const std::uint64_t start = now_ns();
  const auto model = pounce::model::open(path);
  const std::uint64_t opened = now_ns();
  const std::uint64_t faults_opened = minor_faults();
  if (!model) return 1;
  const std::uint64_t asked = now_ns();
  const auto done = model->answer(static_cast<pounce::role>(told.role), row, answer, scratch);
  const std::uint64_t answered = now_ns();
  const std::uint64_t faults_answered = minor_faults();
  if (!done) return 1;

  const cold_start_times times{opened - start, answered - asked, faults_opened - faults_before,
                               faults_answered - faults_opened};
  return write_whole(1, &times, sizeof times) ? 0 : 1;
}

std::optional<cold_start_times> measure_cold_start(const std::string& path, pounce::role what,
                                                   std::span<const double> row) {
  const auto model = pounce::model::open(path.c_str());
  if (!model) return std::nullopt;
  const task told{static_cast<std::uint64_t>(what), row.size(), model->columns(what), model->scratch_bytes()};
  const child process(path);
  cold_start_times times{};
  const bool measured = process.started() && write_whole(process.input(), &told, sizeof told) &&
                        write_whole(process.input(), row.data(), row.size_bytes()) &&
                        read_whole(process.output(), &times, sizeof times);
  return measured ? std::optional(times) : std::nullopt;
}

} // namespace cli
