// cli/cold_start.cpp -- the measured process is started, read and waited for.
#include <cli/cold_start.hpp>

#include <cstddef>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cli/cold_start/life.hpp>

extern char** environ;

namespace cli {

namespace {

/// A descriptor that closes itself.
class descriptor {
 public:
  explicit descriptor(int fd) : fd_(fd) {}
  ~descriptor() { close(); }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;

  int get() const { return fd_; }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
};

/// All that the process is told, written before it starts: it never waits for this one.
bool put_request(int into, const cold_start_task& told, std::span<const double> row) noexcept {
  return write_whole(into, &told, sizeof told) && write_whole(into, row.data(), row.size_bytes()) &&
         ::lseek(into, 0, SEEK_SET) == 0;
}

pid_t start(const std::string& program, const std::string& path, int input, int output) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, 0);
  posix_spawn_file_actions_adddup2(&actions, output, 1);
  std::string name = program;
  std::string model = path;
  char* const arguments[] = {name.data(), model.data(), nullptr};
  pid_t id = 0;
  const bool started = ::posix_spawn(&id, name.c_str(), &actions, nullptr, arguments, environ) == 0;
  posix_spawn_file_actions_destroy(&actions);
  return started ? id : -1;
}

std::uint64_t ns_of(const timeval& t) {
  return static_cast<std::uint64_t>(t.tv_sec) * 1'000'000'000U +
         static_cast<std::uint64_t>(t.tv_usec) * 1000U;
}

} // namespace

std::optional<cold_start_times> measure_cold_start(const std::string& program, const std::string& path,
                                                   const pounce::model& model, pounce::role what,
                                                   std::span<const double> row) {
  const cold_start_task told{static_cast<std::uint64_t>(what), row.size(), model.columns(what),
                             model.scratch_bytes()};
  const descriptor request(::memfd_create("request", MFD_CLOEXEC));
  int ends[2] = {-1, -1};
  if (request.get() < 0 || !put_request(request.get(), told, row) || ::pipe2(ends, O_CLOEXEC) != 0)
    return std::nullopt;
  const descriptor output(ends[0]);
  descriptor input(ends[1]);
  std::vector<double> answer(told.columns);
  cold_start_life life{};

  const std::uint64_t started = clock_ns();
  const pid_t id = start(program, path, request.get(), input.get());
  input.close();
  if (id < 0) return std::nullopt;
  const bool told_all = read_whole(output.get(), answer.data(), answer.size() * sizeof(double)) &&
                        read_whole(output.get(), &life, sizeof life);
  int status = 0;
  rusage used{};
  const bool gone = ::wait4(id, &status, 0, &used) == id;
  const std::uint64_t ended = clock_ns();
  if (!told_all || !gone || status != 0) return std::nullopt;
  return cold_start_times{life.main.ended - started,
                          life.opened.ended - life.begin.begun,
                          life.predicted.ended - life.opened.begun,
                          life.answered.ended - started,
                          ended - started,
                          ns_of(used.ru_utime) + ns_of(used.ru_stime),
                          life.main.faults,
                          life.opened.faults - life.begin.faults,
                          life.predicted.faults - life.opened.faults,
                          life.peak_bytes};
}

} // namespace cli
