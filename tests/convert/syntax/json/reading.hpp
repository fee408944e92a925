// tests/convert/syntax/json/reading.hpp -- the message of what is refused.
#pragma once

#include <string>

#include <convert/refusal.hpp>

namespace json_reading {

/// Why `ask` was refused; empty if it was not.
template <class Ask>
std::string refused_to(Ask ask) {
  try {
    ask();
  } catch (const convert::refusal& why) {
    return why.what();
  }
  return {};
}

} // namespace json_reading
