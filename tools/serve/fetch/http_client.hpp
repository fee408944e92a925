// serve/fetch/http_client.hpp -- one HTTP request and its reply.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <serve/fetch/connection.hpp>
#include <serve/fetch/reply_reader.hpp>
#include <serve/fetch/url.hpp>

namespace serve::fetch {

struct http_request {
  std::string method = "GET";
  url to;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

/// A reply whose body went elsewhere, or the first 4 KiB of it.
struct http_reply {
  reply_head head;
  std::string text;
};

/// What to do with the body of a reply with status 200: told the head, gives the function that takes the pieces.
using body_taker = std::function<std::function<void(std::span<const std::byte>)>(const reply_head& head)>;

/// Sends a request on a connection of its own. The body of any reply but a 200 is its `text`; so is that of a 200
/// without a taker.
///
/// Errors  fetch_error, and what the taker throws.
http_reply send(const http_request& request, const connection_options& how, const body_taker& take = {});

} // namespace serve::fetch
