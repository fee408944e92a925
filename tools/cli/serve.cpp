// cli/serve.cpp -- pounce serve: a model on this machine, with a page to try it.
#include <cerrno>
#include <csignal>
#include <cstdio>

#include <sys/signalfd.h>

#include <pounce/serve/http_server.hpp>
#include <pounce/serve/reservation.hpp>
#include <pounce/serve/socket.hpp>

#include <cli/commands.hpp>
#include <cli/model_page.hpp>
#include <cli/model_source.hpp>
#include <cli/output_file.hpp>
#include <cli/sample_request.hpp>

namespace cli {

namespace {

namespace serving = pounce::serving;

serving::interface interface_of(const std::string& host) {
  if (host == "127.0.0.1" || host == "localhost") return serving::interface::loopback;
  if (host == "0.0.0.0") return serving::interface::any;
  throw stopped(wrong_command, "", "--host is 127.0.0.1, this machine alone, or 0.0.0.0, the network too");
}

serving::descriptor listener_at(const serve_command& told) {
  auto listener = serving::listen_at<>(interface_of(told.host), static_cast<std::uint16_t>(told.port));
  const int error = errno;
  if (listener) return listener;
  const std::string place = told.host + ":" + std::to_string(told.port);
  throw stopped(system_failed, place,
                error == EADDRINUSE ? "the port is in use; name another with --port, or 0 for any free one"
                                    : text_of_errno(error));
}

/// SIGINT and SIGTERM as something that can be read.
serving::descriptor stop_signals() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGINT);
  ::sigaddset(&set, SIGTERM);
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  serving::descriptor signals(::signalfd(-1, &set, SFD_CLOEXEC));
  if (!signals) throw stopped(system_failed, "", text_of_errno(errno));
  return signals;
}

template <class T>
T got(pounce::result<T> made) {
  if (!made) throw stopped(system_failed, "", text_of(made.error()));
  return std::move(*made);
}

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::string greeting(const std::string& address, const pounce::model& model) {
  const auto request = sample_request(model);
  std::string text = address + "\n";
  if (request.size() <= longest_request && request.find('\'') == std::string::npos) {
    text += "curl -H 'Content-Type: application/json' -d '" + request + "' " + address + "\n";
  }
  return text;
}

} // namespace

exit_code run(const serve_command& told) {
  if (told.port < 0 || told.port > 65535) throw stopped(wrong_command, "", "--port is 0 to 65535");
  const auto opened = proven_model(told.model, told.object);
  const serving::limits bounds;
  const auto memory =
      got(serving::reservation::of<>(serving::workspace_bytes<>(opened.model, bounds.body_bytes)));
  serving::model_service<> service(opened.model, bounds.body_bytes, memory.bytes());
  model_page site(page_facts(opened.model, file_name(input_name(told.model))), service);
  auto server = got(serving::http_server<>::on(listener_at(told), bounds));

  const auto stop = stop_signals(); // until here Ctrl-C ends the program as any other
  const std::string address = "http://" + told.host + ":" + std::to_string(server.port()) + "/";
  output_file("-").write(greeting(address, opened.model));
  say_done(input_name(told.model), "served until Ctrl-C");
  const serving::answerer answer(site);
  return server.run(answer, stop.number()) == 0 ? done : system_failed;
}

} // namespace cli
