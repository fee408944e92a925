// pounce/serve/google_service.hpp -- Google Cloud's function contract over HTTP.
#pragma once

#include <pounce/core/arch.hpp>
#include <pounce/serve/cloud_event.hpp>
#include <pounce/serve/request.hpp>

namespace pounce::serving {

/// Any path asks the function, but for the two that browsers ask for on their own; CloudEvents are told by content.
///
/// Source    https://github.com/GoogleCloudPlatform/functions-framework, README: the contract
/// Lifetime  looks at the function and the sink.
template <class Arch = default_arch>
class google_service {
 public:
  google_service(const basic_answerer<Arch>& answer, const line_sink& lines) noexcept
      : answer_(&answer), events_(answer, lines) {}

  void operator()(const request& asked, basic_reply<Arch>& to) const noexcept {
    if (asked.path == "/robots.txt" || asked.path == "/favicon.ico") {
      to.status = 404;
      to.content_type = "text/plain";
      return;
    }
    const event_mode mode = event_mode_of<Arch>(asked);
    if (mode != event_mode::none) return events_(asked, mode, to);
    (*answer_)(asked, to);
  }

 private:
  const basic_answerer<Arch>* answer_;
  cloud_events<Arch> events_;
};

} // namespace pounce::serving
