// convert/syntax/pickle/numpy.cpp -- numpy's arrays and scalars out of the records that pickles hold.
#include <convert/syntax/pickle/numpy.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include <convert/syntax/pickle/element.hpp>
#include <convert/syntax/pickle/fault.hpp>

namespace convert::pickle {

namespace {

std::string_view raw_bytes(const arena& values, std::uint32_t index, std::size_t at) {
  const node& found = values.at(index);
  if (found.type != kind::bytes && !found.byte_text) refuse_at(at, "an array's data is not bytes");
  return values.text(index);
}

bool is_flag(const arena& values, std::uint32_t index) {
  const node& found = values.at(index);
  return (found.type == kind::boolean || found.type == kind::integer) && found.bits() <= 1;
}

void check_data(const array& made, std::size_t at) {
  const auto expected = data_bytes(made.shape, made.type, at);
  if (made.data.size() != expected) {
    refuse_at(at,
              "an array of " + std::to_string(expected) + " bytes has " + std::to_string(made.data.size()));
  }
}

} // namespace

std::vector<std::size_t> shape_of(const arena& values, std::uint32_t index, std::size_t at) {
  const node& found = values.at(index);
  if (found.type != kind::tuple && found.type != kind::list) refuse_at(at, "an array's shape is not a tuple");
  if (found.b > 64) refuse_at(at, "an array of more than 64 dimensions");
  std::vector<std::size_t> shape;
  for (const auto cell : values.cells(index)) {
    const node& length = values.at(cell);
    if (length.type != kind::integer || length.bits() >> 63 != 0) {
      refuse_at(at, "an array's shape holds something else than counts");
    }
    shape.push_back(static_cast<std::size_t>(length.bits()));
  }
  return shape;
}

std::size_t data_bytes(const std::vector<std::size_t>& shape, const dtype& type, std::size_t at) {
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
  std::size_t count = 1;
  if (type.item_bytes == 0) refuse_at(at, "an array of elements without bytes");
  for (const std::size_t factor : shape) {
    if (count > std::numeric_limits<std::uint32_t>::max() / factor)
      refuse_at(at, "an array larger than 4 GiB");
    count *= factor;
  }
  if (count > std::numeric_limits<std::uint32_t>::max() / type.item_bytes)
    refuse_at(at, "an array larger than 4 GiB");
  return count * type.item_bytes;
}

std::uint32_t array_of_state(const document& owner, arena& values, std::uint32_t state, std::size_t at) {
  const node& found = values.at(state);
  if (found.type != kind::tuple || found.b != 5) refuse_at(at, "an array's state is not a tuple of five");
  const auto parts = values.cells(state);
  if (values.at(parts[0]).type != kind::integer || values.at(parts[0]).bits() != 1) {
    refuse_at(at, "an array's state is not of version 1");
  }
  if (!is_flag(values, parts[3])) refuse_at(at, "an array's order is not a bool");
  array made;
  made.shape = shape_of(values, parts[1], at);
  const auto& found_type = described(values, parts[2], at);
  made.type = found_type.type;
  if (!found_type.holds_objects) {
    made.fortran_order = values.at(parts[3]).bits() != 0 && made.shape.size() > 1;
    made.data = raw_bytes(values, parts[4], at);
    check_data(made, at);
    return values.add_array(std::move(made), at);
  }
  if (made.type.kind != 'O') refuse_at(at, "an array of records that hold objects");
  if (values.at(parts[4]).type != kind::list) refuse_at(at, "an array of objects without a list");
  // The list is in C order whatever the flag says (numpy, `methods.c`, `_getlist_pkl`).
  const auto cells = values.cells(parts[4]);
  const auto count = data_bytes(made.shape, made.type, at) / made.type.item_bytes;
  if (cells.size() != count) {
    refuse_at(at, "an array of " + std::to_string(count) + " objects has " + std::to_string(cells.size()));
  }
  made.objects.reserve(count);
  for (const auto cell : cells) made.objects.push_back(owner.at(cell));
  return values.add_array(std::move(made), at);
}

std::uint32_t array_of_buffer(arena& values, std::uint32_t arguments, std::size_t at) {
  const auto parts = values.cells(arguments);
  if (parts.size() != 4 && parts.size() != 5) refuse_at(at, "`_frombuffer` without its four arguments");
  array made;
  made.data = raw_bytes(values, parts[0], at);
  const auto& found_type = described(values, parts[1], at);
  if (found_type.holds_objects) refuse_at(at, "an array of objects out of bytes");
  made.type = found_type.type;
  made.shape = shape_of(values, parts[2], at);
  const auto order = values.at(parts[3]).type == kind::text ? values.text(parts[3]) : std::string_view();
  if (order != "C" && order != "F") {
    refuse_at(at, "an array in an order other than `C` and `F`; save it again after numpy.ascontiguousarray");
  }
  made.fortran_order = order == "F" && made.shape.size() > 1;
  check_data(made, at);
  return values.add_array(std::move(made), at);
}

std::optional<std::uint32_t> scalar_of(arena& values, std::uint32_t arguments, std::size_t at) {
  const auto parts = values.cells(arguments);
  if (parts.size() != 2) refuse_at(at, "a numpy scalar without type and bytes");
  const auto& found = described(values, parts[0], at);
  if (found.holds_objects || (!is_real(found.type) && !is_integral(found.type) && found.type.kind != 'U' &&
                              found.type.kind != 'S')) {
    return std::nullopt;
  }
  const auto item = raw_bytes(values, parts[1], at);
  if (item.size() != found.type.item_bytes) refuse_at(at, "a numpy scalar whose bytes do not fit its type");
  const auto made = unpack_element(values, found.type, item, at);
  node& scalar = values.at(made);
  const bool number =
      scalar.type == kind::boolean || scalar.type == kind::integer || scalar.type == kind::real;
  const bool is_float64 =
      is_real(found.type) && found.type.item_bytes == sizeof(double); // a Python float as well
  if (number && !is_float64) scalar.how = node::trait::foreign;
  return made;
}

std::uint32_t unpack_element(arena& values, const dtype& type, std::string_view item, std::size_t at) {
  if (type.kind == 'U' || type.kind == 'S') {
    auto text = text_element(type, item);
    if (!text) refuse_at(at, "a character that Unicode does not know");
    return values.add_decoded(type.kind == 'U' ? kind::text : kind::bytes, std::move(*text), at);
  }
  if (is_real(type)) return values.add_real(real_element(type, item), at);
  if (is_above_int64(type, item)) {
    std::string wide(item);
    if (type.big_endian) std::reverse(wide.begin(), wide.end());
    wide.push_back('\0'); // two's complement has a sign
    return values.add_decoded(kind::big_integer, std::move(wide), at);
  }
  const auto number = integer_element(type, item);
  return type.kind == 'b' ? values.add_boolean(number != 0, at) : values.add_integer(number, at);
}

} // namespace convert::pickle
