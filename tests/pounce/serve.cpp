#include <pounce/serve.hpp>

#include <csignal>
#include <string>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include <support/loopback.hpp>
#include <support/model_bytes.hpp>

#include <doctest/doctest.h>

namespace {

/// A process that serves at a free port until the object dies.
class serving_process {
 public:
  template <class Serve>
  serving_process(const char* variable, const Serve& serve) {
    {
      const auto free = pounce::serving::listen_at(pounce::serving::interface::loopback, 0);
      port_ = pounce::serving::port_of(free);
    }
    id_ = ::fork();
    if (id_ == 0) {
      ::setenv(variable, std::to_string(port_).c_str(), 1);
      ::_exit(serve());
    }
  }
  ~serving_process() {
    if (id_ > 0) stop(SIGKILL);
  }

  /// The reply to a request, once the process listens.
  std::string ask(const std::string& request) const {
    for (int i = 0; i < 500; ++i) {
      const auto s = support::connect_to_port(port_);
      if (s && support::send_all(s, request)) return support::receive_message(s);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return {};
  }
  std::string post(const std::string& body) const {
    return ask("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
               body);
  }

  /// How the process ends on a signal; -1 if it does not exit.
  int stop(int signal) {
    ::kill(id_, signal);
    int state = 0;
    ::waitpid(id_, &state, 0);
    id_ = -1;
    return WIFEXITED(state) ? WEXITSTATUS(state) : -1;
  }

 private:
  std::uint16_t port_ = 0;
  pid_t id_ = -1;
};

const std::string path = support::valid_path("tree");
constexpr const char* iris = R"({"data":[[5.1,3.5,1.4,0.2]]})";

} // namespace

TEST_SUITE("serve") {
  TEST_CASE("one line serves a model on Google Cloud and ends when it is asked to") {
    serving_process p("PORT", [] { return pounce::serve(path.c_str()); });
    CHECK(p.post(iris).ends_with("\r\n\r\n[0]"));
    CHECK(p.ask("GET /favicon.ico HTTP/1.1\r\nHost: h\r\n\r\n").starts_with("HTTP/1.1 404 "));
    CHECK(p.stop(SIGTERM) == 0);
  }

  TEST_CASE("and on Azure") {
    serving_process p("FUNCTIONS_CUSTOMHANDLER_PORT", [] { return pounce::serve(path.c_str()); });
    CHECK(p.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n").starts_with("HTTP/1.1 200 "));
    CHECK(p.post(iris).ends_with("\r\n\r\n[0]"));
    CHECK(
        p.post(
             R"({"Data":{"req":{"Method":"POST","Headers":{},"Body":"{\"data\":[5.1,3.5,1.4,0.2]}"}},"Metadata":{}})")
            .find(R"("body":"[0]")") != std::string::npos);
    CHECK(p.stop(SIGINT) == 0);
  }

  TEST_CASE("a user's function has the model at hand") {
    serving_process p("PORT", [] {
      return pounce::serve(path.c_str(),
                           [](const pounce::model& m, const pounce::request& asked, pounce::reply& to) {
                             const double row[] = {5.1, 3.5, 1.4, 0.2};
                             double proba[3];
                             if (!m.proba(row, proba)) return;
                             to.content_type = "text/plain";
                             to.body.put(asked.path).put(' ').put(proba[0]);
                           });
    });
    CHECK(p.ask("GET /x HTTP/1.1\r\nHost: h\r\n\r\n").ends_with("\r\n\r\n/x 1"));
    CHECK(p.stop(SIGTERM) == 0);
  }

  TEST_CASE("a model in the program itself needs no file") {
    const auto bytes = support::read_file(path);
    serving_process p("PORT", [&] { return pounce::serve(pounce::embedded{bytes}); });
    CHECK(p.post(iris).ends_with("\r\n\r\n[0]"));
    CHECK(p.stop(SIGTERM) == 0);
  }
}
