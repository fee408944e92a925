// convert/syntax/pickle/dtype.cpp -- numpy's dtypes out of the records that pickles hold.
#include <array>
#include <optional>
#include <string>
#include <utility>

#include <convert/syntax/pickle/fault.hpp>
#include <convert/syntax/pickle/numpy.hpp>
#include <convert/syntax/pickle/text.hpp>

namespace convert::pickle {

namespace {

constexpr std::size_t most_fields = 256;

/// The state that BUILD gave a dtype: (version, order, subdtype, names, fields, item bytes, alignment,
/// flags[, meta]).
struct dtype_state {
  std::string_view order;
  std::uint32_t subtype;
  std::uint32_t names;
  std::uint32_t fields;
  std::int64_t item_bytes;
  bool holds_objects;
};

std::int64_t integer_at(const arena& values, std::uint32_t index, std::size_t at) {
  const node& found = values.at(index);
  if (found.type != kind::integer) refuse_at(at, "a dtype's state holds something else than a number");
  return static_cast<std::int64_t>(found.bits());
}

std::optional<dtype_state> state_of(const arena& values, std::uint32_t index, std::size_t at) {
  const auto state = values.record_of(index).state;
  if (state == absent) return std::nullopt;
  const auto parts =
      values.at(state).type == kind::tuple ? values.cells(state) : std::span<const std::uint32_t>();
  const auto version = parts.empty() ? 0 : integer_at(values, parts[0], at);
  if ((version != 3 || parts.size() != 8) && (version != 4 || parts.size() != 9)) {
    refuse_at(at, "a dtype's state is not of version 3 or 4");
  }
  if (values.at(parts[1]).type != kind::text) refuse_at(at, "a dtype's byte order is not a text");
  constexpr std::int64_t has_object = 1; // NPY_ITEM_HASOBJECT; flags may be negative in old files
  return dtype_state{values.text(parts[1]),
                     parts[2],
                     parts[3],
                     parts[4],
                     integer_at(values, parts[5], at),
                     (integer_at(values, parts[7], at) & has_object) != 0};
}

/// "f8", "U12", "<i4", "O": letter and bytes, which 'U' counts in characters of four.
dtype plain_type(std::string_view text, std::size_t at) {
  const auto refuse = [&] { refuse_at(at, "dtype `" + std::string(text.substr(0, 16)) + "` is not known"); };
  auto rest = text;
  dtype made;
  if (!rest.empty() && std::string_view("<>|=").find(rest[0]) != std::string_view::npos) {
    made.big_endian = rest[0] == '>';
    rest.remove_prefix(1);
  }
  if (rest.empty() || std::string_view("biufcSUOVMm").find(rest[0]) == std::string_view::npos) refuse();
  made.kind = rest[0];
  rest.remove_prefix(1);
  const auto count = rest.empty() ? 0 : parse_integer(rest).value_or(-1);
  if (count < 0 || count >= std::int64_t{1} << 28) refuse();
  made.item_bytes = static_cast<std::uint32_t>(made.kind == 'U' ? 4 * count : count);
  const auto widths = [&]() -> std::string_view {
    switch (made.kind) {
    case 'b': return "1";
    case 'i':
    case 'u': return "1248";
    case 'f': return "248";
    case 'M':
    case 'm': return "8";
    default: return {};
    }
  }();
  if (made.kind == 'O') made.item_bytes = 8; // 'O4' on 32 bits; no bytes of it are ever stored
  const bool fits = count < 10 && widths.find(static_cast<char>('0' + count)) != std::string_view::npos;
  if (!widths.empty() && !fits) refuse(); // f16 and the like depend on the machine that wrote them
  return made;
}

/// Without fields and subtype. Texts and records take their width from the state.
described_type without_fields(const arena& values, std::uint32_t index, std::size_t at) {
  if (!values.is_record(index) || values.known(index) != known_name::numpy_dtype) {
    refuse_at(at, "an array's type is not a numpy dtype");
  }
  const auto arguments = values.cells(values.record_of(index).arguments);
  if (arguments.empty() || values.at(arguments[0]).type != kind::text) {
    refuse_at(at, "a dtype without its letter");
  }
  described_type made{plain_type(values.text(arguments[0]), at), false};
  made.holds_objects = made.type.kind == 'O';
  if (const auto state = state_of(values, index, at)) {
    made.type.big_endian = state->order == ">";
    made.holds_objects = made.holds_objects || state->holds_objects;
    const bool sized = std::string_view("SUV").find(made.type.kind) != std::string_view::npos;
    if (sized && state->item_bytes >= 0 && state->item_bytes < std::int64_t{1} << 31) {
      made.type.item_bytes = static_cast<std::uint32_t>(state->item_bytes);
    }
  }
  return made;
}

/// A field's type: plain, or a subarray of plain elements. A record inside a record stays a mere run of
/// bytes, so that no file can ask for recursion.
described_type field_type(const arena& values, std::uint32_t index, std::size_t at) {
  auto made = without_fields(values, index, at);
  const auto state = state_of(values, index, at);
  if (!state || values.at(state->subtype).type == kind::none) return made;
  const auto parts = values.at(state->subtype).type == kind::tuple ? values.cells(state->subtype)
                                                                   : std::span<const std::uint32_t>();
  if (parts.size() != 2) refuse_at(at, "a subarray without type and shape");
  auto element = without_fields(values, parts[0], at);
  std::vector<std::size_t> shape;
  if (values.at(parts[1]).type == kind::integer) {
    shape.push_back(static_cast<std::size_t>(values.at(parts[1]).bits()));
  } else {
    shape = shape_of(values, parts[1], at);
  }
  const auto bytes = data_bytes(shape, element.type, at);
  if (bytes != made.type.item_bytes || bytes == 0)
    refuse_at(at, "a subarray whose bytes do not fit its shape");
  element.type.repeat = static_cast<std::uint32_t>(bytes / element.type.item_bytes);
  return element;
}

/// fields[name] = (dtype, offset[, title]); the dict may hold titles as well.
const std::uint32_t* entry_of(const arena& values, std::uint32_t dict, std::string_view key) {
  const auto cells = values.cells(dict);
  for (std::size_t i = cells.size(); i >= 2; i -= 2) {
    if (values.at(cells[i - 2]).type == kind::text && values.text(cells[i - 2]) == key) return &cells[i - 1];
  }
  return nullptr;
}

void add_field(const arena& values, const dtype_state& state, std::uint32_t name, described_type& onto,
               std::size_t at) {
  if (values.at(name).type != kind::text) refuse_at(at, "a field's name is not a text");
  const auto text = values.text(name);
  const auto* const entry = entry_of(values, state.fields, text);
  const auto refuse = [&](std::string_view what) {
    refuse_at(at, "field `" + std::string(text.substr(0, 64)) + "` of a dtype " + std::string(what));
  };
  if (entry == nullptr || values.at(*entry).type != kind::tuple || values.at(*entry).b < 2) {
    refuse("has no type and offset");
  }
  const auto parts = values.cells(*entry);
  auto described = field_type(values, parts[0], at);
  const auto offset = integer_at(values, parts[1], at);
  const std::uint64_t bytes = std::uint64_t{described.type.item_bytes} * described.type.repeat;
  const std::uint64_t whole = onto.type.item_bytes;
  if (offset < 0 || bytes > whole || static_cast<std::uint64_t>(offset) > whole - bytes) {
    refuse("does not lie in the item");
  }
  onto.holds_objects = onto.holds_objects || described.holds_objects;
  onto.type.fields.push_back(
      {std::string(text), std::move(described.type), static_cast<std::uint32_t>(offset)});
}

described_type with_fields(arena& values, std::uint32_t index, std::size_t at) {
  auto made = without_fields(values, index, at);
  const auto state = state_of(values, index, at);
  if (!state || made.type.kind != 'V' || values.at(state->names).type == kind::none) return made;
  if (values.at(state->names).type != kind::tuple || values.at(state->fields).type != kind::dict) {
    refuse_at(at, "a dtype whose fields are not a dict");
  }
  const auto names = values.cells(state->names);
  const std::size_t entries = values.cells(state->fields).size();
  if (names.size() > most_fields || entries > 4 * most_fields)
    refuse_at(at, "a dtype of more than 256 fields");
  values.spend(names.size() * entries, at);
  for (const auto name : names) add_field(values, *state, name, made, at);
  return made;
}

} // namespace

const described_type& described(arena& values, std::uint32_t index, std::size_t at) {
  const auto state = values.is_record(index) ? values.record_of(index).state : absent;
  const auto key = std::uint64_t{index} << 32 | state;
  auto& known = values.described_types();
  if (const auto found = known.find(key); found != known.end()) return found->second;
  return known.emplace(key, with_fields(values, index, at)).first->second;
}

} // namespace convert::pickle
