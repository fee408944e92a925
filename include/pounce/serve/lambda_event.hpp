// pounce/serve/lambda_event.hpp -- an event of AWS Lambda, told by its content, to the reply it wants.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/base64.hpp>
#include <pounce/serve/content_type.hpp>
#include <pounce/serve/event_outcome.hpp>
#include <pounce/serve/event_reply.hpp>
#include <pounce/serve/json_fields.hpp>
#include <pounce/serve/lambda_records.hpp>
#include <pounce/serve/request.hpp>

namespace pounce::serving {

/// Answers one event. Shapes: AWS Lambda Developer Guide, "Invoking Lambda with events from other AWS services".
///
/// Lifetime  looks at the function and the sink.
template <class Arch = default_arch>
class lambda_events {
 public:
  lambda_events(const basic_answerer<Arch>& answer, const line_sink& lines) noexcept
      : answer_(&answer), lines_(&lines) {}

  /// Writes the reply to `event`, which is changed in place. `deadline_ns` as in request.
  event_outcome operator()(std::span<char> event, std::int64_t deadline_ns, text_writer<Arch>& to) noexcept {
    event_ = event;
    deadline_ns_ = deadline_ns;
    if (is_direct()) return direct(to);
    std::array<json_field, 12> f{{{"requestContext"},
                                  {"Records"},
                                  {"httpMethod"},
                                  {"body"},
                                  {"isBase64Encoded"},
                                  {"headers"},
                                  {"multiValueHeaders"},
                                  {"path"},
                                  {"rawPath"},
                                  {"detail"},
                                  {"detail-type"},
                                  {"id"}}};
    if (!find_fields<Arch>({event.data(), event.size()}, f)) return direct(to); // which says what is wrong
    enum : std::size_t {
      context,
      records,
      method,
      body,
      is_base64,
      headers,
      many_headers,
      path,
      raw_path,
      detail,
      detail_type,
      id
    };
    if (f[records].is(json_token::begin_array)) {
      return lambda_records<Arch>(*answer_, *lines_).answer(event, f[records].value, deadline_ns, to);
    }
    if (f[detail_type].is(json_token::text) && f[detail].is(json_token::begin_object)) {
      return answer_line<Arch>(*answer_, *lines_, f[id].value, request_of(f[detail].value), to);
    }
    if (!f[context].is(json_token::begin_object) && !f[method].is(json_token::text)) return direct(to);

    request asked;
    asked.deadline_ns = deadline_ns;
    // Without a method it stays a post: messages over web sockets have none, and their body is to be answered.
    if (f[method].is(json_token::text)) asked.method = f[method].value;
    reply_form form = reply_form::gateway;
    std::array<json_field, 2> c{{{"http"}, {"elb"}}};
    if (f[context].is(json_token::begin_object) && find_fields<Arch>(f[context].value, c)) {
      if (c[1].is(json_token::begin_object)) form = reply_form::balancer;
      std::array<json_field, 1> h{{{"method"}}};
      if (c[0].is(json_token::begin_object) && find_fields<Arch>(c[0].value, h) &&
          h[0].is(json_token::text)) {
        asked.method = h[0].value;
      }
    }
    if (f[path].is(json_token::text)) asked.path = f[path].value;
    if (f[raw_path].is(json_token::text)) asked.path = f[raw_path].value;
    asked.content_type = header(f[headers], "content-type");
    asked.content_encoding = header(f[headers], "content-encoding");
    if (asked.content_type.empty()) asked.content_type = header(f[many_headers], "content-type");
    return web(asked, f[body], f[is_base64].is(json_token::yes), form, to);
  }

 private:
  /// Whether the first name is one of a request's: the whole need not be searched then.
  bool is_direct() const noexcept {
    json_reader<Arch> reader({event_.data(), event_.size()});
    if (reader.next() != json_token::begin_object || reader.next() != json_token::name) return false;
    const auto name = reader.raw();
    return name == "data" || name == "instances" || name == "outputs";
  }

  request request_of(std::string_view body) const noexcept {
    request asked;
    asked.deadline_ns = deadline_ns_;
    asked.body = writable(event_, body);
    return asked;
  }

  event_outcome direct(text_writer<Arch>& to) const noexcept {
    write_event_reply<Arch>(request_of({event_.data(), event_.size()}), *answer_, reply_form::plain, to);
    return {};
  }

  event_outcome web(request& asked, const json_field& body, bool is_base64, reply_form form,
                    text_writer<Arch>& to) const noexcept {
    if (body.is(json_token::text)) {
      asked.body = writable(event_, body.value);
      if (body.escaped)
        asked.body = asked.body.first(decode_json_string<Arch>(body.value, asked.body.data()));
      if (is_base64) {
        const auto size = base64_decode<Arch>(asked.body);
        if (!size) {
          auto refuse = [](const request&, basic_reply<Arch>& made) {
            made.status = 400;
            write_refusal<Arch>(refusal{400, "bad_base64", "the body is not base64"}, {}, made.body);
          };
          write_event_reply<Arch>(asked, basic_answerer<Arch>(refuse), form, to);
          return {};
        }
        asked.body = asked.body.first(*size);
      }
    }
    write_event_reply<Arch>(asked, *answer_, form, to);
    return {};
  }

  /// A header's value, or the first of its values, whatever the case of its name.
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
  std::span<char> event_; // (bytes)
  std::int64_t deadline_ns_ = 0;
};

} // namespace pounce::serving
