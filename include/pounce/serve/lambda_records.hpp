// pounce/serve/lambda_records.hpp -- batches of records: SQS and Kinesis with partial failures, SNS as a whole.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/base64.hpp>
#include <pounce/serve/event_outcome.hpp>
#include <pounce/serve/json_fields.hpp>
#include <pounce/serve/request.hpp>
#include <pounce/serve/text_writer.hpp>

namespace pounce::serving {

/// Answers the records of a batch: a line an answer, and {"batchItemFailures":[...]} as the reply. A record that
/// fails comes again; those that were answered do not.
///
/// Source  AWS Lambda Developer Guide: SQS, Kinesis, "Implementing partial batch responses"
template <class Arch = default_arch>
class lambda_records {
 public:
  lambda_records(const basic_answerer<Arch>& answer, const line_sink& lines) noexcept
      : answer_(&answer), lines_(&lines) {}

  event_outcome answer(std::span<char> event, std::string_view records, std::int64_t deadline_ns,
                       text_writer<Arch>& to) noexcept {
    event_ = event;
    deadline_ns_ = deadline_ns;
    to.put(R"({"batchItemFailures":[)");
    json_reader<Arch> reader(records);
    reader.next();
    bool failed = false;
    for (json_token t = reader.next(); t != json_token::end_array; t = reader.next()) {
      const std::size_t begin = reader.position();
      if (!reader.skip(t)) break; // not reached: the event was read before
      const auto found = read(records.substr(begin, reader.end_position() - begin));
      if (found.from == source::unknown) return refuse(to);
      if (found.from == source::topic) {
        to.shrink(0);
        return answer_line<Arch>(*answer_, *lines_, found.id, found.asked, to);
      }
      // Order matters: after a failure nothing else of an ordered queue or a stream is done.
      const bool done = !(failed && found.ordered) && found.sound && put_line(found, to);
      if (done) continue;
      if (failed && found.from == source::stream) continue; // the stream goes back to the first
      to.put(failed ? R"(,{"itemIdentifier":")" : R"({"itemIdentifier":")").put(found.id).put(R"("})");
      failed = true;
    }
    to.put("]}");
    if (!to.full()) return {};
    to.shrink(0);
    to.put("more records failed than a reply can name");
    return {"Function.ReplyTooLarge"};
  }

 private:
  enum class source : std::uint8_t { unknown, queue, stream, topic };

  struct record {
    source from = source::unknown;
    std::string_view id{}; // the inside of a JSON string
    request asked{};
    bool ordered = false;
    bool sound = true;
  };

  /// Answers into the space behind the reply. The line goes out for a refused record too: it says why.
  bool put_line(const record& r, text_writer<Arch>& to) const noexcept {
    text_writer<Arch> line(to.rest());
    const std::uint16_t status = write_line<Arch>(r.id, r.asked, *answer_, line);
    return !line.full() && (*lines_)(line.text()) && status < 400;
  }

  record read(std::string_view text) const noexcept {
    std::array<json_field, 7> f{{{"eventSource"},
                                 {"EventSource"},
                                 {"messageId"},
                                 {"body"},
                                 {"kinesis"},
                                 {"Sns"},
                                 {"eventSourceARN"}}};
    enum : std::size_t { from, from_topic, id, body, kinesis, topic, arn };
    record r;
    if (!find_fields<Arch>(text, f)) return r;
    r.asked.deadline_ns = deadline_ns_;
    if (f[from].value == "aws:sqs" && f[id].is(json_token::text)) {
      r.from = source::queue;
      r.id = f[id].value;
      r.ordered = f[arn].value.ends_with(".fifo");
      r.asked.body = text_of(f[body]);
    } else if (f[from].value == "aws:kinesis" && f[kinesis].is(json_token::begin_object)) {
      read_stream(f[kinesis].value, r);
    } else if (f[from_topic].value == "aws:sns" && f[topic].is(json_token::begin_object)) {
      std::array<json_field, 2> t{{{"MessageId"}, {"Message"}}};
      if (!find_fields<Arch>(f[topic].value, t)) return r;
      r.from = source::topic;
      r.id = t[0].is(json_token::text) ? t[0].value : std::string_view{};
      r.asked.body = text_of(t[1]);
    }
    return r;
  }

  void read_stream(std::string_view kinesis, record& r) const noexcept {
    std::array<json_field, 2> k{{{"sequenceNumber"}, {"data"}}};
    if (!find_fields<Arch>(kinesis, k) || !k[0].is(json_token::text)) return;
    r.from = source::stream;
    r.id = k[0].value;
    r.ordered = true;
    r.asked.body = text_of(k[1]);
    const auto size = base64_decode<Arch>(r.asked.body);
    r.sound = size.has_value();
    if (size) r.asked.body = r.asked.body.first(*size);
  }

  /// What a text says, decoded where it stands; nothing if it is no text.
  std::span<char> text_of(const json_field& f) const noexcept {
    if (!f.is(json_token::text)) return {};
    const auto inside = writable(event_, f.value);
    return f.escaped ? inside.first(decode_json_string<Arch>(f.value, inside.data())) : inside;
  }

  event_outcome refuse(text_writer<Arch>& to) const noexcept {
    to.shrink(0);
    to.put("records of that source hold no rows: this function takes those of SQS, Kinesis and SNS");
    return {"Function.UnknownEvent"};
  }

  const basic_answerer<Arch>* answer_;
  const line_sink* lines_;
  std::span<char> event_; // (bytes)
  std::int64_t deadline_ns_ = 0;
};

} // namespace pounce::serving
