// pounce/serve/function.hpp -- the life of a function: open, prove, serve where the environment says.
#pragma once

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include <sys/signalfd.h>

#include <pounce/core/arch.hpp>
#include <pounce/model.hpp>
#include <pounce/serve/azure_service.hpp>
#include <pounce/serve/expected_model.hpp>
#include <pounce/serve/google_service.hpp>
#include <pounce/serve/http_server.hpp>
#include <pounce/serve/lambda_runtime.hpp>
#include <pounce/serve/limits.hpp>
#include <pounce/serve/log.hpp>
#include <pounce/serve/model_service.hpp>
#include <pounce/serve/platform.hpp>
#include <pounce/serve/reservation.hpp>
#include <pounce/serve/socket.hpp>
#include <pounce/serve/trace_id.hpp>
#include <pounce/view/names.hpp>

namespace pounce::serving {

namespace detail {

/// Why a function does not start: "model.pounce: byte 16: the size differs ... (1024)".
template <class Arch = default_arch>
class start_failure {
 public:
  start_failure(std::string_view what, const failure& why) noexcept : text_(space_) {
    text_.put(what).put(": ");
    const bool of_the_system = why.code <= errc::not_mapped;
    if (why.where != 0 && !of_the_system) text_.put("byte ").put(why.where).put(": ");
    text_.put(message(why.code));
    if (why.where != 0 && of_the_system) text_.put(" (errno ").put(why.where).put(')');
    if (why.row != failure::nowhere) text_.put(", test row ").put(std::uint32_t{why.row});
  }
  /// A system call's failure.
  start_failure(std::string_view what, std::string_view which, int error) noexcept : text_(space_) {
    text_.put(what).put(which).put(" (errno ").put(static_cast<std::uint32_t>(error)).put(')');
  }
  std::string_view text() const noexcept { return text_.text(); }

 private:
  char space_[512]{};
  text_writer<Arch> text_;
};

/// SIGTERM and SIGINT as something that can be read: no handler, and it works for process 1 of a container too, which
/// the system would not end otherwise.
template <class Arch = default_arch>
descriptor stop_signals() noexcept {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  return descriptor(::signalfd(-1, &set, SFD_CLOEXEC));
}

/// Whether the answers of a model can be trusted and its names be read.
template <class Arch = default_arch>
result<void> prove(const model& of, std::span<std::byte> scratch) noexcept {
  if (auto names = view::check_names<Arch>(of.contents()); !names) return names;
  return of.self_test<Arch>(scratch);
}

} // namespace detail

/// Ends a function that can not start, as its platform wants to be told; 1.
template <class Arch = default_arch>
int fail_to_start(const surroundings& found, std::string_view why) noexcept {
  log_error<Arch>(why);
  if (found.where != platform::aws_lambda) return 1;
  const auto api = address_of<Arch>(found.address);
  if (!api) return 1;
  auto memory = reservation::of<Arch>(lambda_runtime<Arch>::memory_bytes);
  if (!memory) return 1;
  lambda_runtime<Arch>(*api, found.address, as_text(memory->bytes()))
      .fail_to_start("Runtime.CanNotStart", why);
  return 1;
}

/// Serves until the platform has enough: 0 if it asked to stop, 1 if it is gone.
template <class Arch = default_arch>
int serve_platform(const surroundings& found, const basic_answerer<Arch>& answer, const limits& bounds,
                   trace_id* trace) noexcept {
  ::signal(SIGPIPE, SIG_IGN); // a log that nobody reads any more is an error of the write, not the end
  auto print = [](std::string_view line) { return write_all<Arch>(1, line); };
  const line_sink lines(print);
  if (found.where == platform::aws_lambda) {
    const auto api = address_of<Arch>(found.address);
    if (!api) return fail_to_start<Arch>(found, "AWS_LAMBDA_RUNTIME_API is not an address and a port");
    auto memory = reservation::of<Arch>(lambda_runtime<Arch>::memory_bytes);
    if (!memory) return fail_to_start<Arch>(found, "no memory for events");
    return lambda_runtime<Arch>(*api, found.address, as_text(memory->bytes())).run(answer, lines, trace);
  }
  const auto port = port_number<Arch>(found.address);
  if (!port) return fail_to_start<Arch>(found, "the port in the environment is not a number from 1 to 65535");
  const descriptor stop = detail::stop_signals<Arch>();
  auto listener =
      listen_at<Arch>(found.where == platform::google_cloud ? interface::any : interface::loopback, *port);
  if (!listener) {
    return fail_to_start<Arch>(
        found, detail::start_failure<Arch>("can not listen at port ", found.address, errno).text());
  }
  auto server = http_server<Arch>::on(std::move(listener), bounds);
  if (!server) return fail_to_start<Arch>(found, "no memory for connections");
  if (found.where == platform::azure_functions) {
    azure_service<Arch> service(answer, lines);
    return server->run(basic_answerer<Arch>(service), stop.number());
  }
  if (found.where == platform::local) {
    write_all<Arch>(2, "pounce: no cloud's environment; serving at http://127.0.0.1:8080/\n");
  }
  google_service<Arch> service(answer, lines);
  return server->run(basic_answerer<Arch>(service), stop.number());
}

/// Whether a model that was opened may be served; if not, its platform has been told why.
template <class Arch = default_arch>
bool may_serve(const surroundings& found, const model& of, std::string_view name,
               std::span<std::byte> scratch) noexcept {
  char space[512];
  text_writer<Arch> why(space);
  if (!is_expected<Arch>(of, name, std::getenv("POUNCE_MODEL_ID"), why)) {
    fail_to_start<Arch>(found, why.text());
    return false;
  }
  const auto sound = detail::prove<Arch>(of, scratch);
  if (!sound) fail_to_start<Arch>(found, detail::start_failure<Arch>(name, sound.error()).text());
  return static_cast<bool>(sound);
}

/// Proves a model that was opened and serves it.
template <class Arch = default_arch>
int serve_model(const result<model>& opened, std::string_view name, const limits& bounds) noexcept {
  const auto found = find_platform([](const char* variable) { return std::getenv(variable); });
  if (!opened) return fail_to_start<Arch>(found, detail::start_failure<Arch>(name, opened.error()).text());
  auto memory = reservation::of<Arch>(workspace_bytes<Arch>(*opened, bounds.body_bytes));
  if (!memory) return fail_to_start<Arch>(found, detail::start_failure<Arch>(name, memory.error()).text());
  model_service<Arch> service(*opened, bounds.body_bytes, memory->bytes());
  if (!may_serve<Arch>(found, *opened, name, service.scratch())) return 1;
  return serve_platform<Arch>(found, basic_answerer<Arch>(service), bounds, nullptr);
}

/// Calls a user's function; what it throws becomes the reply.
template <class Function, class Arch = default_arch>
class guarded {
 public:
  guarded(Function& function, const model& of) noexcept : function_(&function), model_(&of) {}

  void operator()(const request& asked, basic_reply<Arch>& to) const noexcept {
#if defined(__cpp_exceptions)
    try {
      (*function_)(*model_, asked, to);
    } catch (...) {
      to.status = 500;
      to.content_type = "application/json";
      to.body.shrink(0);
      write_refusal<Arch>(refusal{500, "exception", "the function threw an exception"}, {}, to.body);
    }
#else
    (*function_)(*model_, asked, to);
#endif
  }

 private:
  Function* function_;
  const model* model_;
};

/// Proves a model that was opened and serves a function over it.
template <class Arch, class Function>
int serve_function(const result<model>& opened, std::string_view name, Function& function,
                   const limits& bounds) noexcept {
  const auto found = find_platform([](const char* variable) { return std::getenv(variable); });
  if (!opened) return fail_to_start<Arch>(found, detail::start_failure<Arch>(name, opened.error()).text());
  auto memory = reservation::of<Arch>(opened->scratch_bytes(1) + 64);
  if (!memory) return fail_to_start<Arch>(found, detail::start_failure<Arch>(name, memory.error()).text());
  if (!may_serve<Arch>(found, *opened, name, memory->bytes())) return 1;
  guarded<Function, Arch> service(function, *opened);
  trace_id trace;
  return serve_platform<Arch>(found, basic_answerer<Arch>(service), bounds, &trace);
}

} // namespace pounce::serving
