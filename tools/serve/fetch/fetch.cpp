// serve/fetch/fetch.cpp -- attempts, redirects, checks.
#include <serve/fetch/fetch.hpp>

#include <charconv>
#include <chrono>
#include <ctime>
#include <optional>

#include <unistd.h>

#include <pounce/model.hpp>
#include <pounce/serve/expected_model.hpp>

#include <serve/fetch/download.hpp>
#include <serve/fetch/fetch_error.hpp>
#include <serve/fetch/model_address.hpp>
#include <serve/fetch/sha256.hpp>

namespace serve::fetch {

namespace {

constexpr int most_redirects = 5;
using hope = fetch_error::hope;

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// What is between <Code> and </Code>: S3's, Google's and Azure's own word for an error.
std::string error_code_of(const std::string& text) {
  const auto begin = text.find("<Code>");
  const auto end = text.find("</Code>");
  if (begin == std::string::npos || end == std::string::npos || end < begin + 6 || end - begin > 70)
    return {};
  std::string code = text.substr(begin + 6, end - begin - 6);
  for (const char c : code) {
    if (c <= ' ' || c >= 0x7F) return {};
  }
  return code;
}

fetch_error refused(const http_reply& reply) {
  const int status = reply.head.status;
  const bool may_pass = status == 408 || status == 429 || status >= 500;
  const std::string code = error_code_of(reply.text);
  std::string text = std::to_string(status) + " " + reply.head.reason;
  if (!code.empty()) text += " (" + code + ")";
  const auto region = reply.head.field("x-amz-bucket-region");
  if (!region.empty()) text += "; the bucket is in " + std::string(region);
  return fetch_error(text, may_pass ? hope::next_time : hope::none);
}

void follow(http_request& request, const reply_head& head) {
  const auto location = head.field("location");
  if (location.empty()) throw fetch_error(std::to_string(head.status) + " without a place to go");
  url next = resolve(request.to, location);
  if (request.to.secure && !next.secure) throw fetch_error("a redirect from https to http is refused");
  if (next.host != request.to.host || next.port != request.to.port) request.headers.clear();
  request.to = std::move(next);
}

/// Takes the body of a reply up to a limit.
class limited {
 public:
  limited(download& into, std::uint64_t limit) : into_(&into), left_(limit), limit_(limit) {}

  std::function<void(std::span<const std::byte>)> operator()(const reply_head& head) {
    std::uint64_t length = 0;
    const auto text = head.field("content-length");
    std::from_chars(text.data(), text.data() + text.size(), length);
    if (length > limit_) too_large(length);
    return [this](std::span<const std::byte> bytes) {
      if (bytes.size() > left_) too_large(limit_ - left_ + bytes.size());
      left_ -= bytes.size();
      into_->write(bytes);
    };
  }

 private:
  [[noreturn]] void too_large(std::uint64_t bytes) const {
    throw fetch_error("the model has " + std::to_string(bytes) + " bytes or more, POUNCE_MODEL_LIMIT is " +
                      std::to_string(limit_));
  }

  download* into_;
  std::uint64_t left_;
  std::uint64_t limit_;
};

/// One attempt, redirects included.
void get(const fetch_options& how, const environment& variables, download& into) {
  http_request request =
      request_for(how.model, variables, how.connection, static_cast<long long>(std::time(nullptr)));
  for (int i = 0; i <= most_redirects; ++i) {
    limited take(into, how.limit_bytes);
    const auto reply = send(request, how.connection, std::ref(take));
    if (reply.head.status == 200) return;
    // S3 says with a redirect that a bucket is in another region; the signature would not fit there.
    if (!is_redirect(reply.head.status) || !reply.head.field("x-amz-bucket-region").empty())
      throw refused(reply);
    follow(request, reply.head);
  }
  throw fetch_error("more than " + std::to_string(most_redirects) + " redirects");
}

/// The address without its query, which may hold a signature.
std::string shown(const std::string& model) { return model.substr(0, model.find('?')); }

void get_patiently(const fetch_options& how, const environment& variables, download& into) {
  const auto last_begin = std::chrono::steady_clock::now() + how.again_within;
  auto pause = how.pause;
  for (int left = how.attempts - 1;; --left) {
    try {
      return get(how, variables, into);
    } catch (const fetch_error& why) {
      if (!why.may_pass || left <= 0 || std::chrono::steady_clock::now() + pause > last_begin) throw;
      if (how.note) how.note(shown(how.model) + ": " + why.what() + "; trying again");
    }
    const std::timespec wait{pause.count() / 1000, pause.count() % 1000 * 1'000'000};
    ::nanosleep(&wait, nullptr);
    pause *= 2;
    into.rewind();
  }
}

/// Why the file is not the model that is wanted, whole; empty if it is.
std::string fault_of(const std::string& path, const std::string& expected_id) {
  const auto model = pounce::model::open(path.c_str());
  if (!model) return pounce::message(model.error().code);
  const auto& p = model->contents();
  const std::string says = hexadecimal(model->id());
  const std::string is = hexadecimal(sha256(p.bytes.subspan(p.header.header_bytes))).substr(0, says.size());
  if (is != says) return "damaged: the content id is not that of the contents";
  if (!expected_id.empty() && is != expected_id)
    return "its content id is " + is + ", not " + expected_id + " (POUNCE_MODEL_ID)";
  return {};
}

std::string cached_path(const fetch_options& how) {
  if (how.cache.empty()) return {};
  return how.cache + "/" + hexadecimal(sha256(how.model)).substr(0, 16) + ".pounce";
}

std::string fetched(const fetch_options& how, const environment& variables) {
  std::string cached = cached_path(how);
  if (!cached.empty() && ::access(cached.c_str(), R_OK) == 0 && fault_of(cached, how.expected_id).empty())
    return cached;
  download into = cached.empty() ? download::into_memory() : download::into_file(cached);
  get_patiently(how, variables, into);
  const std::string fault = fault_of(into.path_so_far(), how.expected_id);
  if (!fault.empty()) throw fetch_error(fault);
  return into.finish();
}

} // namespace

fetch_options options_from(const environment& variables) {
  fetch_options how;
  how.model = variables("POUNCE_MODEL");
  how.cache = variables("POUNCE_MODEL_CACHE");
  how.connection.ca_file = variables("POUNCE_CA_FILE");
  if (const std::string wanted = variables("POUNCE_MODEL_ID"); !wanted.empty()) {
    const auto id = pounce::serving::content_id_of<>(wanted);
    if (!id) throw fetch_error("POUNCE_MODEL_ID is no content id: 32 digits, as `pounce check` prints them");
    how.expected_id = hexadecimal(*id);
  }
  const std::string limit = variables("POUNCE_MODEL_LIMIT");
  if (!limit.empty()) {
    const auto [end, error] = std::from_chars(limit.data(), limit.data() + limit.size(), how.limit_bytes);
    if (error != std::errc{} || end != limit.data() + limit.size() || how.limit_bytes == 0) {
      throw fetch_error("POUNCE_MODEL_LIMIT is no number of bytes");
    }
  }
  return how;
}

std::string fetch_model(const fetch_options& how, const environment& variables) {
  try {
    return fetched(how, variables);
  } catch (const fetch_error& why) {
    throw fetch_error(shown(how.model) + ": " + why.what());
  }
}

} // namespace serve::fetch
