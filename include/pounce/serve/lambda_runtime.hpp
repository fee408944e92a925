// pounce/serve/lambda_runtime.hpp -- AWS Lambda's runtime interface: take an event, give its reply, for ever.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <optional>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/deadline.hpp>
#include <pounce/serve/http_client.hpp>
#include <pounce/serve/lambda_event.hpp>
#include <pounce/serve/log.hpp>
#include <pounce/serve/trace_id.hpp>
#include <pounce/version.hpp>

namespace pounce::serving {

/// Speaks the runtime API. A bad event is the event's error; the process ends only if the API itself fails for good.
///
/// Source    AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes", version 2018-06-01
/// Lifetime  looks at the host's name and the memory.
template <class Arch = default_arch>
class lambda_runtime {
  static constexpr std::size_t head_bytes = 1024; // before a body that is posted

 public:
  /// The platform's limit for a reply: aws-lambda-runtime-interface-emulator, interop/model.go.
  static constexpr std::size_t largest_reply_bytes = 6'291'556;
  static constexpr std::size_t largest_event_bytes = std::size_t{6} << 20;
  static constexpr std::size_t memory_bytes =
      http_client<Arch>::largest_head_bytes + largest_event_bytes + head_bytes + largest_reply_bytes;

  /// The time of day; a test's may jump.
  using wall_clock = std::int64_t (*)() noexcept;

  /// Requires  memory has memory_bytes.
  lambda_runtime(const sockaddr_in& api, std::string_view host, std::span<char> memory,
                 wall_clock now_ms = &unix_ms<Arch>) noexcept
      : client_(api, memory.first(http_client<Arch>::largest_head_bytes + largest_event_bytes)),
        out_(memory.subspan(http_client<Arch>::largest_head_bytes + largest_event_bytes)), host_(host),
        now_ms_(now_ms) {}

  /// Serves events until the API fails for good; then 1. `trace` is told each event's trace id.
  int run(const basic_answerer<Arch>& answer, const line_sink& lines, trace_id* trace) noexcept {
    lambda_events<Arch> events(answer, lines);
    for (unsigned failures = 0;;) {
      const auto next = take_next();
      if (!next) {
        if (++failures == most_failures) {
          log_error<Arch>("the runtime API does not answer");
          return 1;
        }
        wait(failures);
        continue;
      }
      failures = 0;
      if (trace != nullptr) trace->become(header(*next, "lambda-runtime-trace-id"));
      if (!handle(*next, events)) return 1;
    }
  }

  /// Tells the platform why the function can not start. The caller then ends the process.
  void fail_to_start(std::string_view type, std::string_view why) noexcept {
    text_writer<Arch> body(out_.subspan(head_bytes));
    write_error(type, why, body);
    post("init", "/error", type, body);
  }

 private:
  static constexpr unsigned most_failures = 6; // 50 ms to 1.6 s apart: 3 seconds in all
  static constexpr std::size_t longest_id = 256;

  static std::string_view header(const http_response& r, std::string_view name) noexcept {
    return find_header<Arch>(r.headers, name).value_or("");
  }

  static void wait(unsigned failures) noexcept {
    timespec t{0, 25'000'000L << failures};
    t.tv_sec = t.tv_nsec / 1'000'000'000;
    t.tv_nsec %= 1'000'000'000;
    ::nanosleep(&t, nullptr);
  }

  /// The next event; none if the API failed, which may pass.
  std::optional<http_response> take_next() noexcept {
    char space[head_bytes];
    text_writer<Arch> head(space);
    head.put("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: ").put(host_).put("\r\n\r\n");
    const auto next = client_.exchange(head.text());
    if (!next || next->status != 200) return std::nullopt;
    const auto id = header(*next, "lambda-runtime-aws-request-id");
    if (id.empty() || id.size() > longest_id || !detail::all_tokens<Arch>(id)) {
      log_error<Arch>("an event without a request id");
      return std::nullopt;
    }
    std::memcpy(id_.data(), id.data(), id.size()); // the head is gone when the reply is received
    id_size_ = id.size();
    return next;
  }

  /// Answers an event and reports the reply or the error; false if the API is lost for good.
  bool handle(const http_response& next, lambda_events<Arch>& events) noexcept {
    text_writer<Arch> body(out_.subspan(head_bytes));
    if (next.too_large) return report("Function.EventTooLarge", "the event is larger than 6 MiB", body);
    const auto deadline = deadline_of<Arch>(header(next, "lambda-runtime-deadline-ms"), now_ms_());
    const auto outcome = events(next.body, deadline, body);
    if (!outcome) {
      char text[1024]; // the body becomes the error's, so its text must not lie there
      const auto why = body.text().substr(0, sizeof text);
      std::memcpy(text, why.data(), why.size());
      return report(outcome.error_type, {text, whole_characters({text, why.size()})}, body);
    }
    const auto status = post("invocation/", "/response", {}, body);
    if (status == 413)
      return report("Function.ResponseSizeTooLarge", "the reply is larger than the platform takes", body);
    return settled(status);
  }

  bool report(std::string_view type, std::string_view why, text_writer<Arch>& body) noexcept {
    log_error<Arch>(why);
    write_error(type, why, body);
    return settled(post("invocation/", "/error", type, body));
  }

  /// Whether to go on: yes if the event is done with, whatever became of it. 403 and 410 say that the platform has
  /// given the event up.
  static bool settled(std::uint16_t status) noexcept {
    if (status != 202) log_error<Arch>("the runtime API did not take a reply");
    return status != 500;
  }

  static void write_error(std::string_view type, std::string_view why, text_writer<Arch>& body) noexcept {
    body.shrink(0);
    body.put(R"({"errorMessage":)")
        .put_quoted(why)
        .put(R"(,"errorType":)")
        .put_quoted(type)
        .put(R"(,"stackTrace":[]})");
  }

  /// Posts the body for the current event, or for `init`; the status, or 0 if the API can not be reached.
  std::uint16_t post(std::string_view what, std::string_view end, std::string_view error_type,
                     const text_writer<Arch>& body) noexcept {
    char space[head_bytes];
    text_writer<Arch> head(space);
    head.put("POST /2018-06-01/runtime/").put(what);
    if (what != "init") head.put({id_.data(), id_size_});
    head.put(end)
        .put(" HTTP/1.1\r\nHost: ")
        .put(host_)
        .put("\r\nContent-Type: application/json\r\nUser-Agent: pounce/");
    head.put(std::uint32_t{version.major}).put('.').put(std::uint32_t{version.minor});
    if (!error_type.empty()) head.put("\r\nLambda-Runtime-Function-Error-Type: ").put(error_type);
    head.put("\r\nContent-Length: ").put(body.size()).put("\r\n\r\n");
    const std::size_t begin = head_bytes - head.size();
    std::memcpy(out_.data() + begin, space, head.size());
    for (unsigned failures = 1;; ++failures) {
      const auto r = client_.exchange({out_.data() + begin, head.size() + body.size()});
      const bool passing = !r || r->status == 429 || r->status > 500;
      if (!passing) return r->status;
      if (failures == most_failures) return r ? r->status : std::uint16_t{0};
      wait(failures);
    }
  }

  /// The size of `text` without a character that is cut at its end.
  static std::size_t whole_characters(std::string_view text) noexcept { return sound_utf8<Arch>(text); }

  http_client<Arch> client_;
  std::span<char> out_; // (head_bytes + largest_reply_bytes)
  std::string_view host_;
  wall_clock now_ms_;
  std::array<char, longest_id> id_{};
  std::size_t id_size_ = 0;
};

} // namespace pounce::serving
