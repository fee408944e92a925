// serve/fetch/fetch_error.hpp -- why a model could not be fetched.
#pragma once

#include <stdexcept>
#include <string>

namespace serve::fetch {

/// One line, without the address that was asked.
class fetch_error : public std::runtime_error {
 public:
  enum class hope : bool { none, next_time };

  explicit fetch_error(const std::string& what, hope how = hope::none)
      : std::runtime_error(what), may_pass(how == hope::next_time) {}

  bool may_pass; // whether the same request can succeed a moment later
};

} // namespace serve::fetch
