// convert/syntax/json/tree.cpp -- reading the tree, and the path to a value for messages.
#include <convert/syntax/json/tree.hpp>

#include <convert/refusal.hpp>

namespace convert::json {

namespace {

std::string_view name_of(kind k) {
  switch (k) {
  case kind::null: return "null";
  case kind::boolean: return "a boolean";
  case kind::integer: return "an integer";
  case kind::real: return "a number";
  case kind::text: return "a text";
  case kind::array: return "an array";
  case kind::object: return "an object";
  }
  return "nothing";
}

[[noreturn]] void refuse(const value& v, std::string_view wanted) {
  throw refusal("`" + v.path() + "`: expected " + std::string(wanted) + ", found " +
                std::string(name_of(v.type())));
}

} // namespace

value document::root() const { return {*this, static_cast<std::uint32_t>(nodes_.size() - 1)}; }

void value::expect(kind wanted) const {
  if (type() != wanted) refuse(*this, name_of(wanted));
}

bool value::boolean() const {
  const node& n = at();
  const bool is_bit = n.type == kind::integer && (n.integer == 0 || n.integer == 1);
  if (n.type != kind::boolean && !is_bit) refuse(*this, "a boolean");
  return n.integer != 0;
}

std::int64_t value::integer() const {
  expect(kind::integer);
  return at().integer;
}

double value::number() const {
  if (is_integer()) return static_cast<double>(at().integer);
  if (type() != kind::real) refuse(*this, "a number");
  return at().real;
}

float value::single() const {
  if (is_integer()) return static_cast<float>(at().integer);
  if (type() != kind::real) refuse(*this, "a number");
  return at().single;
}

std::string_view value::text() const {
  expect(kind::text);
  return std::string_view(owner_->texts_).substr(at().held.first, at().held.count);
}

std::size_t value::size() const {
  if (is_object()) return at().held.count / 2;
  expect(kind::array);
  return at().held.count;
}

value value::operator[](std::size_t i) const {
  expect(kind::array);
  if (i >= at().held.count)
    throw refusal("`" + path() + "`: element " + std::to_string(i) + " does not exist");
  return sibling(at().held.first + static_cast<std::uint32_t>(i));
}

std::string_view value::key(std::size_t i) const {
  expect(kind::object);
  return sibling(at().held.first + 2 * static_cast<std::uint32_t>(i)).text();
}

value value::entry(std::size_t i) const {
  expect(kind::object);
  return sibling(at().held.first + 2 * static_cast<std::uint32_t>(i) + 1);
}

std::optional<value> value::find(std::string_view wanted) const {
  expect(kind::object);
  for (std::size_t i = size(); i-- > 0;)
    if (key(i) == wanted) return entry(i);
  return std::nullopt;
}

value value::required(std::string_view wanted) const {
  if (const auto found = find(wanted)) return *found;
  throw refusal("`" + path() + "`: there is no `" + std::string(wanted) + "`");
}

std::string value::path() const {
  std::string found;
  const auto last = static_cast<std::uint32_t>(owner_->nodes_.size() - 1);
  std::uint32_t child = index_;
  // The search for a parent only goes forward, and ends at the root.
  for (std::uint32_t i = child + 1; i <= last && child != last; ++i) {
    const node& n = owner_->nodes_[i];
    const bool holds = (n.type == kind::array || n.type == kind::object) && child >= n.held.first &&
                       child - n.held.first < n.held.count;
    if (!holds) continue;
    if (n.type == kind::array)
      found = "[" + std::to_string(child - n.held.first) + "]" + found;
    else
      found = "." + std::string(sibling(i).key((child - n.held.first) / 2)) + found;
    child = i;
  }
  if (found.empty()) return "the document";
  return found.front() == '.' ? found.substr(1) : found;
}

} // namespace convert::json
