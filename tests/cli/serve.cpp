// cli/serve.cpp -- pounce serve: the page, its facts, answers, an end, a port that is taken.
#include <cli/program.hpp>

#include <array>
#include <csignal>
#include <cstdio>

#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

extern char** environ;

using support::temporary_folder;

namespace {

const std::string model = support::test_file("golden/valid/categories.pounce");

/// `pounce serve` on a free port, until it is told to stop.
class server {
 public:
  explicit server(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{POUNCE_PROGRAM, "serve", model, "--port", "0"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::vector<char*> pointers;
    for (auto& a : arguments) pointers.push_back(a.data());
    pointers.push_back(nullptr);
    std::array<int, 2> out{};
    REQUIRE(::pipe2(out.data(), O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    REQUIRE(::posix_spawn(&id_, POUNCE_PROGRAM, &actions, nullptr, pointers.data(), environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(out[1]);
    std::FILE* const lines = ::fdopen(out[0], "r");
    for (int i = 0; i < 2; ++i) { // the address and the example
      std::array<char, 4096> line{};
      if (std::fgets(line.data(), line.size(), lines) != nullptr) said_ += line.data();
    }
    std::fclose(lines);
    const auto colon = said_.find(':', 8);
    port_ = colon == std::string::npos ? 0 : std::stoi(said_.substr(colon + 1));
  }
  ~server() {
    if (id_ > 0) static_cast<void>(stop(SIGKILL));
  }
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  const std::string& said() const { return said_; }
  int port() const { return port_; }

  /// The whole reply to a request.
  std::string ask(const std::string& method, const std::string& path, const std::string& body = {}) const {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(static_cast<std::uint16_t>(port_));
    REQUIRE(::connect(fd, static_cast<sockaddr*>(static_cast<void*>(&to)), sizeof to) == 0);
    const std::string request =
        method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" +
        "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
        body;
    REQUIRE(::send(fd, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size()));
    std::string reply;
    std::array<char, 4096> piece{};
    for (ssize_t n = 0; (n = ::recv(fd, piece.data(), piece.size(), 0)) > 0;) {
      reply.append(piece.data(), static_cast<std::size_t>(n));
    }
    ::close(fd);
    return reply;
  }

  /// The exit code; 128 + n if a signal ended it.
  int stop(int signal) {
    ::kill(id_, signal);
    int status = 0;
    ::waitpid(id_, &status, 0);
    id_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t id_ = 0;
  int port_ = 0;
  std::string said_;
};

/// The request of the example that was printed.
std::string example_of(const std::string& said) {
  const auto begin = said.find("-d '") + 4;
  return said.substr(begin, said.find('\'', begin) - begin);
}

} // namespace

TEST_SUITE("cli/serve") {
  TEST_CASE("the page, its facts and answers are at the address that was printed; Ctrl-C ends it with 0") {
    server running;
    REQUIRE(running.port() != 0);
    CHECK(running.said().starts_with("http://127.0.0.1:" + std::to_string(running.port()) + "/\ncurl -H "));
    const auto page = running.ask("GET", "/");
    CHECK(page.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"));
    CHECK(page.ends_with("</script>\n"));
    const auto facts = running.ask("GET", "/model");
    CHECK(facts.find("Content-Type: application/json") != std::string::npos);
    CHECK(facts.find("\"file\": \"categories.pounce\"") != std::string::npos);
    CHECK(facts.find("\"labels\": [") != std::string::npos);
    CHECK(running.ask("GET", "/elsewhere").starts_with("HTTP/1.1 404 "));
    const auto answer = running.ask("POST", "/", example_of(running.said()));
    CHECK(answer.starts_with("HTTP/1.1 200 OK"));
    CHECK(answer.ends_with("]"));
    CHECK(running.ask("POST", "/", R"({"data": [["x"]]})").starts_with("HTTP/1.1 422 "));
    CHECK(running.stop(SIGINT) == 0);
  }

  TEST_CASE("the page asks nobody else for anything") {
    server running;
    const auto page = running.ask("GET", "/");
    CHECK(page.find("http://") == std::string::npos);
    CHECK(page.find("https://") == std::string::npos);
    CHECK(page.find("default-src 'none'") != std::string::npos);
    CHECK(running.stop(SIGTERM) == 0);
  }

  TEST_CASE("the facts are JSON with a sample of every feature") {
    server running;
    const auto facts = running.ask("GET", "/model");
    const temporary_folder folder;
    folder.write("facts.json", facts.substr(facts.find("\r\n\r\n") + 4));
    const auto read = support::run_in(
        folder.path(),
        {"python3", "-c",
         "import json; f = json.load(open('facts.json')); "
         "print(all('sample' in x and x['name'] for x in f['features']), len(f['answers']) > 0)"});
    CHECK(read.out == "True True\n");
    CHECK(running.stop(SIGINT) == 0);
  }

  TEST_CASE("a port in use, a host that is none, a model that is none: one line each") {
    server running;
    const temporary_folder folder;
    const auto port = std::to_string(running.port());
    const auto taken = folder.pounce({"serve", model, "--port", port});
    CHECK(taken.code == 3);
    CHECK(taken.err == "pounce: 127.0.0.1:" + port +
                           ": the port is in use; name another with --port, or 0 for any free one\n");
    const auto host = folder.pounce({"serve", model, "--host", "example.com"});
    CHECK(host.code == 2);
    CHECK(host.err == "pounce: --host is 127.0.0.1, this machine alone, or 0.0.0.0, the network too\n");
    CHECK(folder.pounce({"serve", model, "--port", "70000"}).err == "pounce: --port is 0 to 65535\n");
    CHECK(folder.pounce({"serve", "none.pounce", "--port", "0"}).code == 1);
    CHECK(running.stop(SIGINT) == 0);
  }
}
