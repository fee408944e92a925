// pounce/serve/request.hpp -- what is asked and what is replied, whatever the platform.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <pounce/core/arch.hpp>
#include <pounce/serve/text_writer.hpp>

namespace pounce::serving {

/// A request. Its texts and its body live until the reply is made; the body may be changed in place.
struct request {
  std::string_view method = "POST";
  std::string_view path = "/";
  std::string_view query{};
  std::string_view content_type{};
  std::string_view content_encoding{};
  std::string_view headers{};   ///< the lines as they came over HTTP, see find_header; empty elsewhere
  std::span<char> body{};       // (bytes)
  std::int64_t deadline_ns = 0; ///< of CLOCK_MONOTONIC; 0 if there is none
};

/// A reply that is being made: write the body, say what it is.
template <class Arch>
struct basic_reply {
  explicit basic_reply(std::span<char> space) noexcept : body(space) {}

  std::uint16_t status = 200;
  std::string_view content_type = "application/json";
  text_writer<Arch> body;
};
using reply = basic_reply<default_arch>;

/// Whether a body of that type is text that JSON and XML carry as it is.
///
/// Source  the rule of AWS's lambda_http, lambda-http/src/response.rs
constexpr bool is_text(std::string_view content_type) noexcept {
  const auto type = content_type.substr(0, content_type.find(';'));
  return type.starts_with("text/") || type.starts_with("application/json") ||
         type.starts_with("application/javascript") || type.starts_with("application/xml") ||
         type.starts_with("application/yaml") || type.ends_with("+json") || type.ends_with("+xml") ||
         type.ends_with("+yaml");
}

/// A pointer to whatever answers requests: the model itself or a user's function. Answering never throws and
/// leaves `full()` set if the reply did not fit.
///
/// Lifetime  looks at the function.
template <class Arch>
class basic_answerer {
 public:
  template <class Function>
  explicit basic_answerer(Function& function) noexcept
      : function_(&function), call_([](void* f, const request& asked, basic_reply<Arch>& to) noexcept {
          (*static_cast<Function*>(f))(asked, to);
        }) {}

  void operator()(const request& asked, basic_reply<Arch>& to) const noexcept { call_(function_, asked, to); }

 private:
  void* function_;
  void (*call_)(void*, const request&, basic_reply<Arch>&) noexcept;
};
using answerer = basic_answerer<default_arch>;

} // namespace pounce::serving
