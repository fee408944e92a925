// pounce/serve/event_outcome.hpp -- how an event that wants no reply ended: a line of output, or an error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/content_type.hpp>
#include <pounce/serve/request.hpp>
#include <pounce/serve/text_writer.hpp>

namespace pounce::serving {

/// Whether the platform is told that the event was answered, or that it failed. The texts are literals; the error's
/// message is what the writer holds.
struct event_outcome {
  std::string_view error_type{}; ///< as `Function.BadEvent`; empty if all is well

  explicit operator bool() const noexcept { return error_type.empty(); }
};

/// Where the answers to messages go, one line each: standard output, or a test's buffer.
class line_sink {
 public:
  /// `write` returns whether all of the text is out.
  template <class Write>
  explicit line_sink(Write& write) noexcept
      : write_(&write), call_([](void* w, std::string_view text) noexcept -> bool {
          return (*static_cast<Write*>(w))(text);
        }) {}

  bool operator()(std::string_view text) const noexcept { return call_(write_, text); }

 private:
  void* write_;
  bool (*call_)(void*, std::string_view) noexcept;
};

/// {"id":"...","status":200,"answer":...} and a line end; the status. An answer that is not JSON is a string there, of
/// base64 if it is no text.
///
/// Requires  id is the inside of a JSON string.
template <class Arch = default_arch>
std::uint16_t write_line(std::string_view id, const request& asked, const basic_answerer<Arch>& answer,
                         text_writer<Arch>& to) noexcept {
  to.put(R"({"id":")").put(id).put(R"(","status":)");
  const std::size_t status_at = to.size();
  to.put(R"(200,"answer":)");
  basic_reply<Arch> made(to.rest());
  answer(asked, made);
  if (made.body.full()) {
    to.give_up();
    return 413;
  }
  const std::size_t answer_at = to.size();
  to.grow(made.body.size());
  if (!is_json<Arch>(made.content_type)) {
    if (is_text(made.content_type)) {
      to.quote_from(answer_at);
    } else {
      to.encode_from(answer_at);
    }
    to.put_before(answer_at, '"');
    to.put('"');
  }
  const std::uint16_t status = made.status >= 100 && made.status <= 999 ? made.status : std::uint16_t{500};
  const char digits[3] = {static_cast<char>('0' + status / 100), static_cast<char>('0' + status / 10 % 10),
                          static_cast<char>('0' + status % 10)};
  to.put_at(status_at, {digits, 3});
  to.put("}\n");
  return to.full() ? std::uint16_t{413} : status;
}

/// What becomes of an answer whose line is out.
enum class line_answer : std::uint8_t { dropped, kept };

/// Answers a message that wants no reply: the answer is a line, an error is the event's. What is kept of the line for
/// the platform is `null`, or the answer.
template <class Arch = default_arch>
event_outcome answer_line(const basic_answerer<Arch>& answer, const line_sink& lines, std::string_view id,
                          const request& asked, text_writer<Arch>& to,
                          line_answer afterwards = line_answer::dropped) noexcept {
  const std::uint16_t status = write_line<Arch>(id, asked, answer, to);
  if (to.full()) {
    to.shrink(0);
    to.put("the answer is larger than a line may be");
    return {"Function.AnswerTooLarge"};
  }
  if (status >= 400) return {"Function.BadEvent"};
  const bool written = lines(to.text());
  if (written && afterwards == line_answer::kept) {
    constexpr std::size_t around = std::string_view(R"({"id":"","status":200,"answer":)").size();
    to.drop(around + id.size());
    to.shrink(to.size() - std::string_view("}\n").size());
    return {};
  }
  to.shrink(0);
  if (written) {
    to.put("null");
    return {};
  }
  to.put("standard output can not be written to");
  return {"Function.OutputFailed"};
}

} // namespace pounce::serving
