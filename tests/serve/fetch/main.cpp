// serve/fetch/main.cpp -- the handler itself: fetches and serves, or says why not to its platform.
#include <array>
#include <chrono>
#include <csignal>
#include <thread>

#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cli/program.hpp>
#include <serve/fetch/local_server.hpp>

#include <doctest/doctest.h>

using support::local_server;

namespace {

const std::string tree = support::text_of_file(support::test_file("golden/valid/tree.pounce"));

/// The handler with nothing in its environment but these variables; what it says goes to a file.
class handler {
 public:
  handler(const support::temporary_folder& folder, std::vector<std::string> variables)
      : said_(folder / "said") {
    std::string name = POUNCE_FETCH_HANDLER;
    std::array<char*, 2> arguments{name.data(), nullptr};
    std::vector<char*> environment;
    for (auto& v : variables) environment.push_back(v.data());
    environment.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 2, said_.c_str(), O_WRONLY | O_CREAT, 0644);
    REQUIRE(::posix_spawn(&id_, name.c_str(), &actions, nullptr, arguments.data(), environment.data()) == 0);
    posix_spawn_file_actions_destroy(&actions);
  }
  ~handler() {
    if (id_ > 0) static_cast<void>(end(SIGKILL));
  }
  handler(const handler&) = delete;
  handler& operator=(const handler&) = delete;

  std::string said() const { return support::text_of_file(said_); }
  /// The exit code, after a signal if one is given.
  int end(int signal = 0) {
    if (signal != 0) ::kill(id_, signal);
    int status = 0;
    ::waitpid(id_, &status, 0);
    id_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  std::string said_;
  pid_t id_ = 0;
};

std::string free_port() {
  const local_server server([](const std::string&) { return std::string(); });
  return std::to_string(server.port());
}

/// The reply to a request, as soon as the port answers.
std::string ask(const std::string& port, const std::string& body) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(port)));
  int fd = -1;
  for (int left = 200; left > 0; --left) {
    fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(fd, static_cast<sockaddr*>(static_cast<void*>(&to)), sizeof to) == 0) break;
    ::close(fd);
    fd = -1;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  if (fd < 0) return "nobody there";
  const std::string request =
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nConnection: close\r\n"
      "Content-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body;
  static_cast<void>(!::send(fd, request.data(), request.size(), MSG_NOSIGNAL));
  std::string reply;
  std::array<char, 4096> piece{};
  for (ssize_t n = 0; (n = ::recv(fd, piece.data(), piece.size(), 0)) > 0;) {
    reply.append(piece.data(), static_cast<std::size_t>(n));
  }
  ::close(fd);
  return reply;
}

} // namespace

TEST_SUITE("serve/fetch/main") {
  TEST_CASE("a model is fetched once and then served as by any handler") {
    const local_server storage([](const std::string&) { return support::ok(tree); });
    const support::temporary_folder folder;
    const auto port = free_port();
    handler started(folder, {"PORT=" + port, "POUNCE_MODEL=" + storage.address() + "/m.pounce"});
    for (int i = 0; i < 3; ++i) {
      const auto reply = ask(port, R"({"data": [[5.1, 3.5, 1.4, 0.2]]})");
      CHECK(reply.starts_with("HTTP/1.1 200 OK"));
      CHECK(reply.ends_with("]"));
    }
    CHECK(storage.requests().size() == 1);
    CHECK(started.end(SIGTERM) == 0);
    CHECK(started.said() == "");
  }

  TEST_CASE("a path in place of an address is opened") {
    const support::temporary_folder folder;
    folder.write("m.pounce", tree);
    const auto port = free_port();
    handler started(folder, {"PORT=" + port, "POUNCE_MODEL=" + (folder / "m.pounce").string()});
    CHECK(ask(port, R"({"data": [[5.1, 3.5, 1.4, 0.2]]})").starts_with("HTTP/1.1 200 OK"));
    CHECK(started.end(SIGTERM) == 0);
  }

  TEST_CASE("AWS Lambda is told why a model could not be fetched, without the signature in its address") {
    const local_server storage([](const std::string&) { return support::reply("403 Forbidden"); });
    const local_server lambda([](const std::string&) { return support::reply("202 Accepted", "{}"); });
    const support::temporary_folder folder;
    handler started(folder, {"AWS_LAMBDA_RUNTIME_API=127.0.0.1:" + std::to_string(lambda.port()),
                             "POUNCE_MODEL=" + storage.address() + "/m.pounce?sig=secret"});
    CHECK(started.end() == 1);
    REQUIRE(lambda.requests().size() == 1);
    CHECK(lambda.requests()[0].starts_with("POST /2018-06-01/runtime/init/error HTTP/1.1\r\n"));
    CHECK(lambda.requests()[0].find(storage.address() + "/m.pounce: 403 Forbidden") != std::string::npos);
    CHECK(lambda.requests()[0].find("secret") == std::string::npos);
    CHECK(started.said().find("403 Forbidden") != std::string::npos);
  }

  TEST_CASE("a variable that is missing is named") {
    const support::temporary_folder folder;
    CHECK(handler(folder, {"PORT=1"}).end() == 1);
    CHECK(support::text_of_file(folder / "said").find("POUNCE_MODEL is not set") != std::string::npos);
  }
}
