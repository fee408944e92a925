// pounce/serve/cloud_event.hpp -- CloudEvents over HTTP: binary, structured and in batches, to lines of output.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/base64.hpp>
#include <pounce/serve/event_outcome.hpp>
#include <pounce/serve/http_head.hpp>
#include <pounce/serve/json_fields.hpp>
#include <pounce/serve/refusal.hpp>
#include <pounce/serve/request.hpp>

namespace pounce::serving {

/// How a request carries events, if it does.
enum class event_mode : std::uint8_t { none, binary, structured, batch };

template <class Arch = default_arch>
event_mode event_mode_of(const request& asked) noexcept {
  constexpr std::string_view structured = "application/cloudevents";
  constexpr std::string_view batch = "application/cloudevents-batch";
  if (same<Arch>(asked.content_type.substr(0, batch.size()), batch)) return event_mode::batch;
  if (same<Arch>(asked.content_type.substr(0, structured.size()), structured)) return event_mode::structured;
  for (const std::string_view name : {"ce-specversion", "ce-id", "ce-type"}) {
    if (find_header<Arch>(asked.headers, name)) return event_mode::binary;
  }
  return event_mode::none;
}

/// Answers the events of a request: each answer is a line, the reply is 204, or why an event is not one.
///
/// Source    CloudEvents 1.0.2, HTTP protocol binding and JSON event format
/// Lifetime  looks at the function and the sink.
template <class Arch = default_arch>
class cloud_events {
 public:
  cloud_events(const basic_answerer<Arch>& answer, const line_sink& lines) noexcept
      : answer_(&answer), lines_(&lines) {}

  /// Requires  event_mode_of(asked) == mode, which is not none.
  void operator()(const request& asked, event_mode mode, basic_reply<Arch>& to) const noexcept {
    to.status = 204;
    const std::string_view text(asked.body.data(), asked.body.size());
    if (asked.method != "POST") return malformed(to);
    if (mode == event_mode::binary) return binary(asked, to);
    if (mode == event_mode::structured) return structured(asked, text, to);
    json_reader<Arch> reader(text);
    if (reader.next() != json_token::begin_array) return malformed(to);
    // Each is answered even if one before it failed; the worst status is the reply, so that all come again.
    std::uint16_t worst = 204;
    for (json_token t = reader.next(); t != json_token::end_array; t = reader.next()) {
      const std::size_t begin = reader.position();
      if (!reader.skip(t)) return malformed(to);
      to.status = 204;
      to.body.shrink(0);
      structured(asked, text.substr(begin, reader.end_position() - begin), to);
      if (to.status > worst) worst = to.status;
    }
    if (reader.next() != json_token::end) return malformed(to);
    to.status = worst;
  }

 private:
  static constexpr std::size_t longest_id = 256;

  static void malformed(basic_reply<Arch>& to) noexcept {
    to.body.shrink(0);
    to.status = 400;
    write_refusal<Arch>(
        refusal{400, "bad_event", "not a CloudEvent: it needs id, source, type and specversion 1.0"}, {},
        to.body);
  }

  static bool known_version(std::string_view version) noexcept {
    return version == "1.0" || version == "0.3";
  }

  void binary(const request& asked, basic_reply<Arch>& to) const noexcept {
    const auto value = [&](std::string_view name) {
      return find_header<Arch>(asked.headers, name).value_or("");
    };
    char decoded[longest_id];
    const auto id = without_percents(value("ce-id"), decoded);
    if (!known_version(value("ce-specversion")) || !id || id->empty() || value("ce-source").empty() ||
        value("ce-type").empty()) {
      return malformed(to);
    }
    char space[6 * longest_id];
    text_writer<Arch> escaped(space);
    escaped.put_escaped(*id);
    line(escaped.text(), asked, to);
  }

  void structured(const request& asked, std::string_view event, basic_reply<Arch>& to) const noexcept {
    std::array<json_field, 7> f{
        {{"specversion"}, {"id"}, {"source"}, {"type"}, {"datacontenttype"}, {"data"}, {"data_base64"}}};
    enum : std::size_t { specversion, id, source, type, datacontenttype, data, data_base64 };
    const auto has = [&](std::size_t i) { return f[i].is(json_token::text) && !f[i].value.empty(); };
    if (!find_fields<Arch>(event, f) || !has(id) || !has(source) || !has(type) ||
        !known_version(f[specversion].value) ||
        (f[data].kind != json_token::end && f[data_base64].kind != json_token::end)) {
      return malformed(to);
    }
    request one = asked;
    one.content_type = has(datacontenttype) ? f[datacontenttype].value : std::string_view{};
    one.body = {};
    if (f[data].kind != json_token::end) one.body = writable(asked.body, f[data].value);
    if (f[data].escaped) one.body = one.body.first(decode_json_string<Arch>(f[data].value, one.body.data()));
    if (f[data_base64].kind != json_token::end) {
      one.body = writable(asked.body, f[data_base64].value);
      const auto size = base64_decode<Arch>(one.body);
      if (!size) return malformed(to);
      one.body = one.body.first(*size);
    }
    line(f[id].value, one, to);
  }

  void line(std::string_view id, request asked, basic_reply<Arch>& to) const noexcept {
    asked.body = message_of(asked.body);
    const auto outcome = answer_line<Arch>(*answer_, *lines_, id, asked, to.body);
    if (outcome) {
      to.body.shrink(0);
    } else {
      to.status = outcome.error_type == "Function.BadEvent" ? 422 : 500;
      if (to.status == 500) {
        to.body.shrink(0);
        write_refusal<Arch>(refusal{500, "no_output", "the answer could not be written"}, {}, to.body);
      }
    }
  }

  /// What a message of Pub/Sub carries, {"message":{"data":"<base64>"}}; anything else is itself.
  static std::span<char> message_of(std::span<char> body) noexcept {
    std::array<json_field, 1> outer{{{"message"}}};
    std::array<json_field, 1> inner{{{"data"}}};
    json_reader<Arch> first({body.data(), body.size()});
    if (first.next() != json_token::begin_object || first.next() != json_token::name ||
        first.raw() == "data" || first.raw() == "instances" ||
        !find_fields<Arch>({body.data(), body.size()}, outer) || !outer[0].is(json_token::begin_object) ||
        !find_fields<Arch>(outer[0].value, inner) || !inner[0].is(json_token::text)) {
      return body;
    }
    const auto data = writable(body, inner[0].value);
    const auto size = base64_decode<Arch>(data);
    return size ? data.first(*size) : body;
  }

  /// A header's value without its quotes and percents; none if it is not UTF-8 then.
  static std::optional<std::string_view> without_percents(std::string_view value,
                                                          std::span<char> to) noexcept {
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    std::size_t size = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (size == to.size()) return std::nullopt;
      const int high = value[i] == '%' && i + 2 < value.size() + 0 ? nibble(value[i + 1]) : -1;
      const int low = high >= 0 ? nibble(value[i + 2]) : -1;
      to[size++] = low >= 0 ? static_cast<char>(high * 16 + low) : value[i];
      if (low >= 0) i += 2;
    }
    const std::string_view text(to.data(), size);
    if (sound_utf8<Arch>(text) != size) return std::nullopt;
    return text;
  }
  static int nibble(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  const basic_answerer<Arch>* answer_;
  const line_sink* lines_;
};

} // namespace pounce::serving
