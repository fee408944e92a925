// serve/first_event.cpp -- what a cold start costs: page faults and system calls from exec to the first answered event.
#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <string>
#include <vector>

#include <spawn.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <support/loopback.hpp>
#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

namespace {

/// Lambda's runtime API for one event: when the handler asks for the second, it is killed.
class one_event {
 public:
  explicit one_event(const std::string& event)
      : server_([this, event](const std::string& request) -> std::string {
          if (request.starts_with("POST ")) {
            reply_ = request.substr(request.find("\r\n\r\n") + 4);
            return "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
          }
          if (asked_++ != 0) {
            while (handler == 0) {
            }
            ::kill(handler, SIGKILL);
            return "";
          }
          return "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 1\r\nContent-Length: " +
                 std::to_string(event.size()) + "\r\n\r\n" + event;
        }) {}

  std::string address() const { return server_.address(); }
  const std::string& reply() const { return reply_; }

  std::atomic<pid_t> handler{0};

 private:
  std::string reply_;
  int asked_ = 0;
  support::text_server server_;
};

/// The handler's arguments and environment: nothing that it does not need.
struct started_as {
  explicit started_as(const std::string& address)
      : api("AWS_LAMBDA_RUNTIME_API=" + address), model("POUNCE_MODEL=" + support::valid_path("tree")) {}
  std::string program = POUNCE_HANDLER;
  std::string api;
  std::string model;
  std::array<char*, 2> arguments{program.data(), nullptr};
  std::array<char*, 3> environment{api.data(), model.data(), nullptr};
};

const std::string iris = R"({"data":[[5.1,3.5,1.4,0.2]]})";
const std::string answered = R"({"statusCode":200,"body":"[0]"})";

long page_faults() {
  one_event api(iris);
  started_as as(api.address());
  pid_t child = 0;
  REQUIRE(::posix_spawn(&child, POUNCE_HANDLER, nullptr, nullptr, as.arguments.data(),
                        as.environment.data()) == 0);
  api.handler = child;
  int status = 0;
  rusage used{};
  REQUIRE(::wait4(child, &status, 0, &used) == child);
  CHECK(api.reply() == answered);
  return used.ru_minflt + used.ru_majflt; // a page that was evicted meanwhile counts as well
}

long system_calls() {
  one_event api(iris);
  started_as as(api.address());
  const pid_t child = ::fork();
  if (child == 0) {
    ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    ::execve(POUNCE_HANDLER, as.arguments.data(), as.environment.data());
    ::_exit(127);
  }
  api.handler = child;
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSTOPPED(status)); // behind execve
  ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
  long stops = 0;
  while (::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr) == 0 && ::waitpid(child, &status, 0) == child &&
         WIFSTOPPED(status)) {
    if (WSTOPSIG(status) == (SIGTRAP | 0x80)) ++stops; // once before each call, once behind it
  }
  CHECK(api.reply() == answered);
  return (stops + 1) / 2;
}

} // namespace

TEST_SUITE("serve/first_event") {
  TEST_CASE("from exec to the first answered event there are at most 70 page faults") {
    std::vector<long> counted;
    for (int i = 0; i < 9; ++i) counted.push_back(page_faults());
    std::sort(counted.begin(), counted.end());
    MESSAGE("page faults: " << counted[4]);
    CHECK(counted[4] > 0);
    CHECK(counted[4] <= 70);
  }

  TEST_CASE("from exec to the first answered event there are at most 45 system calls") {
    const long counted = system_calls();
    MESSAGE("system calls: " << counted);
    CHECK(counted >= 10); // a counter that counts nothing would be content with anything
    CHECK(counted <= 45);
  }
}
