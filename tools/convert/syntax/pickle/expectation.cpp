// convert/syntax/pickle/expectation.cpp -- refusals of values that are not what was expected; they name the
// path.
#include <convert/syntax/pickle/expectation.hpp>

#include <string>

#include <convert/refusal.hpp>

namespace convert::pickle {

void refuse_value(value found, std::string_view what) {
  throw refusal("`" + found.path() + "`: " + std::string(what));
}

void refuse_kind(value found, std::string_view expected) {
  refuse_value(found, "expected " + std::string(expected) + ", found " + description(found));
}

std::string description(value found) {
  switch (found.type()) {
  case kind::none: return "None";
  case kind::boolean: return "a bool";
  case kind::integer:
  case kind::big_integer: return "an integer";
  case kind::real: return "a number";
  case kind::text: return "a text";
  case kind::bytes: return "bytes";
  case kind::tuple: return "a tuple";
  case kind::list: return "a list";
  case kind::dict: return "a dict";
  case kind::set: return "a set";
  case kind::global: return "the name `" + std::string(found.qualified_name()) + "`";
  case kind::call: return "what `" + std::string(found.qualified_name()) + "` would return";
  case kind::instance: return "a `" + std::string(found.class_name()) + "`";
  case kind::array: return "an array";
  }
  return {};
}

} // namespace convert::pickle
