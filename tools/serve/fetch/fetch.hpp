// serve/fetch/fetch.hpp -- a model from an address to a path that can be mapped.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include <serve/fetch/environment.hpp>
#include <serve/fetch/http_client.hpp>

namespace serve::fetch {

struct fetch_options {
  std::string model;       // an address
  std::string expected_id; // 32 hexadecimal digits; empty: any model
  std::string cache;       // a folder in which models stay; empty: sealed memory
  std::uint64_t limit_bytes = std::uint64_t{1} << 30;
  int attempts = 4;
  std::chrono::milliseconds pause{100}; // before the second attempt; doubled before each next
  /// No attempt begins later. AWS Lambda gives a function ten seconds to start: it must have said by then what is wrong.
  std::chrono::milliseconds again_within{3000};
  connection_options connection;
  std::function<void(const std::string&)> note{}; // told of every attempt that failed and is not the last
};

/// POUNCE_MODEL, POUNCE_MODEL_ID, POUNCE_MODEL_CACHE, POUNCE_MODEL_LIMIT (bytes) and POUNCE_CA_FILE.
///
/// Errors  fetch_error: a value that says nothing.
fetch_options options_from(const environment& variables);

/// Downloads the model, checks that it is one, whole, and the one that is expected if an id is, and gives the path
/// at which it can be opened. A sound model that the cache has already is not asked for again.
///
/// Errors  fetch_error, with the address. What may pass (a lost connection, a status of 429 or 5xx) is tried again
///         after a pause; redirects are followed five times, from https to https only and without credentials to
///         another host.
std::string fetch_model(const fetch_options& how, const environment& variables);

} // namespace serve::fetch
