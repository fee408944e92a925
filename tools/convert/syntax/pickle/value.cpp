// convert/syntax/pickle/value.cpp -- accessors of one value: scalars, containers, objects.
#include <convert/syntax/pickle/value.hpp>

#include <bit>
#include <cmath>

#include <convert/refusal.hpp>
#include <convert/syntax/pickle/document.hpp>
#include <convert/syntax/pickle/expectation.hpp>
#include <convert/syntax/pickle/text.hpp>

namespace convert::pickle {

namespace {

const node& node_of(value from) { return from.owner().values().at(from.index()); }

const arena& values_of(value from) { return from.owner().values(); }

bool is_object(value from) { return values_of(from).is_record(from.index()); }

/// A dict itself, or the entries of a dict's subclass; `absent` if there are none.
std::uint32_t entries_of(value from) {
  if (from.type() == kind::dict) return from.index();
  return is_object(from) ? values_of(from).record_of(from.index()).entries : absent;
}

/// A list, tuple or set itself, or the items of a list's subclass.
std::uint32_t items_of(value from) {
  const auto type = from.type();
  if (type == kind::list || type == kind::tuple || type == kind::set) return from.index();
  return is_object(from) ? values_of(from).record_of(from.index()).items : absent;
}

/// The last entry wins, as it does in Python.
std::uint32_t find_in(const arena& values, std::uint32_t dict, std::string_view key) {
  const auto cells = values.cells(dict);
  for (std::size_t i = cells.size(); i >= 2; i -= 2) {
    if (values.at(cells[i - 2]).type == kind::text && values.text(cells[i - 2]) == key) return cells[i - 1];
  }
  return absent;
}

} // namespace

kind value::type() const { return node_of(*this).type; }

bool value::is_number() const {
  const auto found = type();
  return found == kind::boolean || found == kind::integer || found == kind::real ||
         found == kind::big_integer;
}

bool value::is_foreign_number() const { return node_of(*this).how == node::trait::foreign; }

bool value::is_sequence() const { return type() == kind::tuple || type() == kind::list; }

bool value::boolean() const {
  const bool fits = (type() == kind::boolean || type() == kind::integer) && node_of(*this).bits() <= 1;
  if (!fits) refuse_kind(*this, "a bool");
  return node_of(*this).bits() != 0;
}

std::int64_t value::integer() const {
  if (type() == kind::big_integer) refuse_value(*this, "an integer of more than 64 bits");
  if (type() != kind::integer && type() != kind::boolean) refuse_kind(*this, "an integer");
  return static_cast<std::int64_t>(node_of(*this).bits());
}

double value::number() const {
  const auto& found = node_of(*this);
  switch (found.type) {
  case kind::boolean:
  case kind::integer: return static_cast<double>(static_cast<std::int64_t>(found.bits()));
  case kind::real: return std::bit_cast<double>(found.bits());
  case kind::big_integer: {
    const auto written = values_of(*this).text(index_);
    const auto size = found.how == node::trait::decimal ? parse_real(written) : real_of_bytes(written);
    if (!size || std::isinf(*size)) refuse_value(*this, "an integer too large for a number");
    return *size;
  }
  default: refuse_kind(*this, "a number");
  }
}

std::string_view value::text() const {
  if (type() != kind::text) refuse_kind(*this, "a text");
  return values_of(*this).text(index_);
}

std::string_view value::bytes() const {
  if (type() != kind::bytes && !node_of(*this).byte_text) refuse_kind(*this, "bytes");
  return values_of(*this).text(index_);
}

std::size_t value::size() const {
  const auto entries = entries_of(*this);
  if (entries != absent) return values_of(*this).at(entries).b / 2;
  const auto items = items_of(*this);
  if (items != absent) return values_of(*this).at(items).b;
  if (is_object(*this)) return 0; // a subclass of a container that is empty
  refuse_kind(*this, "a container");
}

value value::operator[](std::size_t i) const {
  const auto size_here = size();
  if (i >= size_here) {
    refuse_value(*this, "element " + std::to_string(i) + " of " + std::to_string(size_here));
  }
  const auto entries = entries_of(*this);
  const auto& values = values_of(*this);
  if (entries != absent) return {*owner_, values.cells(entries)[2 * i + 1]};
  return {*owner_, values.cells(items_of(*this))[i]};
}

value value::key(std::size_t i) const {
  const auto entries = entries_of(*this);
  if (entries == absent) refuse_kind(*this, "a dict");
  const auto cells = values_of(*this).cells(entries);
  if (i >= cells.size() / 2) {
    refuse_value(*this, "key " + std::to_string(i) + " of " + std::to_string(cells.size() / 2));
  }
  return {*owner_, cells[2 * i]};
}

std::optional<value> value::find(std::string_view key) const {
  const auto entries = entries_of(*this);
  if (entries == absent) {
    if (!is_object(*this)) refuse_kind(*this, "a dict");
    return std::nullopt;
  }
  const auto found = find_in(values_of(*this), entries, key);
  if (found == absent) return std::nullopt;
  return value(*owner_, found);
}

std::string_view value::qualified_name() const {
  if (type() != kind::global && !is_object(*this)) refuse_kind(*this, "an object");
  const auto* const found = values_of(*this).name_of(index_);
  return found == nullptr ? "?" : found->text; // what a call returns may be called again, and has no name
}

std::string_view value::class_name() const {
  const auto whole = qualified_name();
  const auto dot = whole.rfind('.');
  return dot == std::string_view::npos ? whole : whole.substr(dot + 1);
}

std::optional<value> value::state() const {
  if (!is_object(*this)) refuse_kind(*this, "an object");
  const auto found = values_of(*this).record_of(index_).state;
  if (found == absent) return std::nullopt;
  return value(*owner_, found);
}

std::optional<value> value::attribute(std::string_view name) const {
  const auto given = state();
  if (!given) return std::nullopt;
  const auto& values = values_of(*this);
  const auto look = [&](std::uint32_t dict) {
    return values.at(dict).type == kind::dict ? find_in(values, dict, name) : absent;
  };
  auto found = look(given->index());
  // (state, slots): Source: CPython 3.13, `Lib/pickle.py`, `_Unpickler.load_build`; slots are set last.
  if (given->type() == kind::tuple && given->size() == 2) {
    const auto parts = values.cells(given->index());
    found = look(parts[1]);
    if (found == absent) found = look(parts[0]);
  }
  if (found == absent) return std::nullopt;
  return value(*owner_, found);
}

value value::required(std::string_view name) const {
  if (const auto found = attribute(name)) return *found;
  refuse_value(*this, "`" + std::string(class_name()) + "` has no attribute `" + std::string(name) + "`");
}

value value::arguments() const {
  if (!is_object(*this)) refuse_kind(*this, "an object");
  return {*owner_, values_of(*this).record_of(index_).arguments};
}

const array& value::as_array() const {
  if (type() != kind::array) refuse_kind(*this, "an array");
  return values_of(*this).array_of(index_);
}

std::size_t value::offset() const { return node_of(*this).at; }

} // namespace convert::pickle
