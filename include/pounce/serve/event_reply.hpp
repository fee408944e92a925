// pounce/serve/event_reply.hpp -- a reply as the JSON document that a platform turns back into HTTP.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/http_reply.hpp>
#include <pounce/serve/refusal.hpp>
#include <pounce/serve/request.hpp>
#include <pounce/serve/text_writer.hpp>

namespace pounce::serving {

/// How the document says what a reply is.
enum class reply_form : std::uint8_t {
  plain,    ///< {"statusCode":200,"body":"..."}
  gateway,  ///< with headers and isBase64Encoded: function URLs and API gateways
  azure,    ///< with headers
  balancer, ///< with statusDescription and multiValueHeaders too: application load balancers in either setting
};

/// Writes the reply that `make` makes in the form `form`.
template <class Arch, class Make>
void write_event_document(const Make& make, reply_form form, text_writer<Arch>& to) noexcept {
  to.put(R"({"statusCode":)");
  const std::size_t status_at = to.size();
  to.put("200");
  const std::size_t described_at = to.size();
  const bool says_base64 = form == reply_form::gateway || form == reply_form::balancer;
  to.put(says_base64 ? R"(,"isBase64Encoded":false,"body":")" : R"(,"body":")");
  const std::size_t body_at = to.size();
  basic_reply<Arch> made(to.rest());
  make(made);
  if (made.body.full()) to.give_up();
  to.grow(made.body.size());
  const std::uint16_t status = made.status >= 100 && made.status <= 999 ? made.status : std::uint16_t{500};
  const char digits[3] = {static_cast<char>('0' + status / 100), static_cast<char>('0' + status / 10 % 10),
                          static_cast<char>('0' + status % 10)};
  to.put_at(status_at, {digits, 3});
  if (says_base64 && !is_text(made.content_type)) {
    to.encode_from(body_at);
    to.put_at(described_at, R"(,"isBase64Encoded":true ,"body":")");
  } else {
    to.quote_from(body_at);
  }
  to.put('"');
  if (form != reply_form::plain) {
    to.put(R"(,"headers":{"content-type":)").put_quoted(made.content_type).put('}');
  }
  if (form == reply_form::balancer) {
    to.put(R"(,"multiValueHeaders":{"content-type":[)").put_quoted(made.content_type).put("]}");
    to.put(R"(,"statusDescription":")").put(status).put(' ').put(phrase(status)).put('"');
  }
  to.put('}');
}

/// The reply in place of one that does not fit.
template <class Arch = default_arch>
void write_too_large(reply_form form, text_writer<Arch>& to) noexcept {
  const auto make = [](basic_reply<Arch>& made) {
    made.status = 413;
    write_refusal<Arch>(
        refusal{413, "reply_too_large", "the answers are more than a reply may hold: ask for fewer rows"}, {},
        made.body);
  };
  write_event_document(make, form, to);
}

/// Has `asked` answered and writes the reply in the form `form`.
template <class Arch = default_arch>
void write_event_reply(const request& asked, const basic_answerer<Arch>& answer, reply_form form,
                       text_writer<Arch>& to) noexcept {
  const std::size_t begin = to.size();
  write_event_document([&](basic_reply<Arch>& made) { answer(asked, made); }, form, to);
  if (!to.full()) return;
  to.shrink(begin);
  write_too_large(form, to);
}

} // namespace pounce::serving
