// support/event_answers.hpp -- a function for events that says what it was asked, and the lines that come out.
#pragma once

#include <string>
#include <string_view>

#include <pounce/serve/event_outcome.hpp>
#include <pounce/serve/request.hpp>

namespace support {

/// Answers "path|type|body" as a JSON string; a body that begins with `bad` is refused, one with `huge` fills the
/// reply, one with `bytes` is answered by bytes.
struct event_function {
  void operator()(const pounce::serving::request& asked, pounce::serving::reply& to) {
    ++calls;
    const std::string_view body(asked.body.data(), asked.body.size());
    if (body.starts_with("bad")) {
      to.status = 422;
      to.body.put(R"({"error":"bad"})");
      return;
    }
    while (body.starts_with("huge") && !to.body.full()) to.body.put("x");
    if (body.starts_with("bytes")) {
      to.content_type = "application/octet-stream";
      to.body.put(std::string_view("\x00\xff\x01", 3));
      return;
    }
    to.body.put('"')
        .put(asked.method)
        .put('|')
        .put(asked.path)
        .put('|')
        .put(asked.content_type)
        .put('|')
        .put_escaped(body)
        .put('"');
  }
  int calls = 0;
};

struct line_collector {
  bool operator()(std::string_view text) {
    if (works) lines += text;
    return works;
  }
  std::string lines;
  bool works = true;
};

} // namespace support
