// pounce/serve/azure_service.hpp -- Azure's custom handler: whole requests, or triggers wrapped in JSON.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/base64.hpp>
#include <pounce/serve/event_outcome.hpp>
#include <pounce/serve/event_reply.hpp>
#include <pounce/serve/http_head.hpp>
#include <pounce/serve/json_fields.hpp>
#include <pounce/serve/request.hpp>

namespace pounce::serving {

/// With forwarding or proxying the host passes requests through; without, it posts {"Data":{..},"Metadata":{..}} and
/// wants {"Outputs":{..},"Logs":[],"ReturnValue":..}. Which it is shows in the body.
///
/// Source    azure-functions-host 4.1037, src/WebJobs.Script/Workers/Http: HttpScriptInvocationContext, ..Result
/// Lifetime  looks at the function and the sink.
template <class Arch = default_arch>
class azure_service {
 public:
  azure_service(const basic_answerer<Arch>& answer, const line_sink& lines) noexcept
      : answer_(&answer), lines_(&lines) {}

  void operator()(const request& asked, basic_reply<Arch>& to) const noexcept {
    // The host asks for this every 25 ms until the handler listens, and later to see how fast it is.
    if (asked.method == "GET" && asked.path == "/") {
      to.body.put("{}");
    } else if (asked.method == "POST" && is_wrapped(asked.body)) {
      wrapped(asked, to);
    } else {
      (*answer_)(asked, to);
    }
  }

 private:
  static bool is_wrapped(std::span<char> body) noexcept {
    json_reader<Arch> reader({body.data(), body.size()});
    if (reader.next() != json_token::begin_object || reader.next() != json_token::name) return false;
    return reader.raw() == "Data" || reader.raw() == "Metadata";
  }

  void wrapped(const request& asked, basic_reply<Arch>& to) const noexcept {
    std::array<json_field, 1> f{{{"Data"}}};
    if (!find_fields<Arch>({asked.body.data(), asked.body.size()}, f) || !f[0].is(json_token::begin_object)) {
      return failed(refusal{400, "bad_request", "the request has no object `Data`"}, to);
    }
    json_reader<Arch> data(f[0].value);
    data.next();
    if (data.next() != json_token::name) return failed(refusal{400, "bad_request", "`Data` is empty"}, to);
    const json_token t = data.next();
    const std::size_t begin = data.position();
    const json_field first{{}, t, data.raw(), data.escaped()};
    if (!data.skip(t)) return failed(refusal{400, "bad_request", "`Data` is not sound"}, to);
    request one;
    one.deadline_ns = asked.deadline_ns;
    if (t == json_token::text) {
      one.body = message(asked.body, first);
      return trigger(asked, one, to);
    }
    const auto value = f[0].value.substr(begin, data.end_position() - begin);
    std::array<json_field, 3> http{{{"Method"}, {"Headers"}, {"Body"}}};
    if (t == json_token::begin_object && find_fields<Arch>(value, http) && http[0].is(json_token::text)) {
      return web(asked, http, one, to);
    }
    one.body = writable(asked.body, value);
    trigger(asked, one, to);
  }

  /// An HTTP trigger: the reply is an output named `res`, as in all of Azure's samples, and the return value, for
  /// functions whose HTTP output is `$return`. The host takes the one that the function has.
  void web(const request& asked, const std::array<json_field, 3>& http, request& one,
           basic_reply<Arch>& to) const noexcept {
    one.method = http[0].value;
    one.content_type = header(http[1], "Content-Type");
    if (http[2].is(json_token::text)) {
      one.body = writable(asked.body, http[2].value);
      if (http[2].escaped)
        one.body = one.body.first(decode_json_string<Arch>(http[2].value, one.body.data()));
      // The host turns bytes, which it takes these types for, into base64.
      const auto type = media_type<Arch>(one.content_type);
      if (same<Arch>(type, "application/octet-stream") || same<Arch>(type.substr(0, 10), "multipart/")) {
        if (const auto size = base64_decode<Arch>(one.body)) one.body = one.body.first(*size);
      }
    } else if (http[2].kind != json_token::end) {
      one.body = writable(asked.body, http[2].value);
    }
    to.body.put(R"({"Outputs":{"res":)");
    const std::size_t begin = to.body.size();
    write_event_reply<Arch>(one, *answer_, reply_form::azure, to.body);
    const auto finish = [&] {
      const auto document = to.body.text().substr(begin);
      to.body.put(R"(},"Logs":[],"ReturnValue":)").put(document).put('}');
      return !to.body.full();
    };
    if (finish()) return;
    to.body.shrink(begin);
    write_too_large<Arch>(reply_form::azure, to.body);
    finish();
  }

  /// Any other trigger: the answer is a line of output and the return value, which the host hands to an output named
  /// `$return`. A failure must fail the invocation, or the message would be lost.
  void trigger(const request& asked, const request& one, basic_reply<Arch>& to) const noexcept {
    const auto id = find_header<Arch>(asked.headers, "x-azure-functions-invocationid").value_or("");
    const bool plain = detail::all_tokens<Arch>(id);
    to.body.put(R"({"Outputs":{},"Logs":[],"ReturnValue":)");
    constexpr std::size_t end_bytes = std::string_view("null}").size();
    const auto room = to.body.rest();
    text_writer<Arch> line(room.first(room.size() - std::min(room.size(), end_bytes)));
    const auto outcome =
        answer_line<Arch>(*answer_, *lines_, plain ? id : std::string_view{}, one, line, line_answer::kept);
    if (!outcome) {
      to.body.shrink(0);
      to.body.put_quoted(outcome.error_type);
      to.status = 500;
      return;
    }
    // The host would take a string that happens to be base64 for bytes: a text stays in the log.
    const bool is_string = line.text().starts_with('"');
    if (!is_string) to.body.grow(line.size());
    to.body.put(is_string ? "null}" : "}");
  }

  static void failed(const refusal& why, basic_reply<Arch>& to) noexcept {
    to.status = why.status;
    write_refusal<Arch>(why, {}, to.body);
  }

  /// What a message says. The host encodes a queue's text twice: the text of a JSON string that holds a JSON text.
  static std::span<char> message(std::span<char> whole, const json_field& f) noexcept {
    auto text = writable(whole, f.value);
    if (f.escaped) text = text.first(decode_json_string<Arch>(f.value, text.data()));
    json_reader<Arch> again({text.data(), text.size()});
    if (again.next() != json_token::text) return text;
    const bool escaped = again.escaped();
    const auto raw = again.raw();
    if (again.next() != json_token::end) return text;
    const auto inside = writable(text, raw);
    return escaped ? inside.first(decode_json_string<Arch>(raw, inside.data())) : inside;
  }

  /// A header's first value: {"Content-Type":["text/csv"]}.
  static std::string_view header(const json_field& headers, std::string_view name) noexcept {
    if (!headers.is(json_token::begin_object)) return {};
    json_reader<Arch> reader(headers.value);
    reader.next();
    for (json_token t = reader.next(); t == json_token::name; t = reader.next()) {
      const bool found = same<Arch>(reader.raw(), name);
      t = reader.next();
      if (found && t == json_token::begin_array) t = reader.next();
      if (found) return t == json_token::text ? reader.raw() : std::string_view{};
      if (!reader.skip(t)) return {};
    }
    return {};
  }

  const basic_answerer<Arch>* answer_;
  const line_sink* lines_;
};

} // namespace pounce::serving
