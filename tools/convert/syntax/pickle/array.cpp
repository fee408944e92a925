// convert/syntax/pickle/array.cpp -- what a numpy array holds, in C order.
#include <string>
#include <utility>

#include <convert/refusal.hpp>
#include <convert/syntax/pickle/element.hpp>
#include <convert/syntax/pickle/value.hpp>

namespace convert::pickle {

namespace {

std::string type_name(const dtype& type) {
  return "`" + std::string(1, type.kind) + std::to_string(type.item_bytes) + "`";
}

/// Calls `visit` with the place of each element, in C order.
template <class Visit>
void for_each_place(const array& from, Visit visit) {
  const auto count = from.count();
  if (!from.fortran_order) {
    for (std::size_t i = 0; i < count; ++i) visit(i);
    return;
  }
  // Fortran order: the first index moves fastest in the data, the last one in what is visited.
  const auto rank = from.shape.size();
  std::vector<std::size_t> stride(rank, 1);
  for (std::size_t axis = 1; axis < rank; ++axis) stride[axis] = stride[axis - 1] * from.shape[axis - 1];
  std::vector<std::size_t> index(rank, 0);
  std::size_t place = 0;
  for (std::size_t i = 0; i < count; ++i) {
    visit(place);
    for (std::size_t axis = rank; axis-- > 0;) {
      place += stride[axis];
      if (++index[axis] < from.shape[axis]) break;
      place -= stride[axis] * from.shape[axis];
      index[axis] = 0;
    }
  }
}

/// Calls `visit` with the bytes of each plain element of the array, or of a field of it.
template <class Visit>
void for_each_item(const array& from, const dtype& type, std::size_t offset_bytes, Visit visit) {
  for_each_place(from, [&](std::size_t place) {
    const auto item = from.data.substr(place * from.type.item_bytes + offset_bytes);
    for (std::size_t i = 0; i < type.repeat; ++i) visit(item.substr(i * type.item_bytes, type.item_bytes));
  });
}

double number_element(const dtype& type, std::string_view item) {
  if (is_real(type)) return real_element(type, item);
  const auto number = integer_element(type, item);
  if (is_above_int64(type, item)) return static_cast<double>(static_cast<std::uint64_t>(number));
  return static_cast<double>(number);
}

std::vector<double> numbers_of(const array& from, const dtype& type, std::size_t offset_bytes) {
  if (!is_real(type) && !is_integral(type))
    throw refusal("an array of " + type_name(type) + " holds no numbers");
  std::vector<double> found;
  found.reserve(from.count() * type.repeat);
  for_each_item(from, type, offset_bytes, [&](auto item) { found.push_back(number_element(type, item)); });
  return found;
}

std::vector<std::int64_t> integers_of(const array& from, const dtype& type, std::size_t offset_bytes) {
  if (!is_integral(type)) throw refusal("an array of " + type_name(type) + " holds no integers");
  std::vector<std::int64_t> found;
  found.reserve(from.count() * type.repeat);
  for_each_item(from, type, offset_bytes, [&](auto item) {
    if (is_above_int64(type, item)) throw refusal("an array holds an integer above 2^63 - 1");
    found.push_back(integer_element(type, item));
  });
  return found;
}

const dtype::field& field_of(const array& from, std::string_view name) {
  for (const auto& field : from.type.fields) {
    if (field.name == name) return field;
  }
  throw refusal("an array of " + type_name(from.type) + " has no field `" + std::string(name) + "`");
}

} // namespace

std::size_t array::count() const {
  std::size_t product = 1;
  // A zero first: the other lengths were not checked against overflow then.
  for (const auto length : shape) {
    if (length == 0) return 0;
  }
  for (const auto length : shape) product *= length;
  return product;
}

std::vector<double> array::numbers() const {
  if (type.kind != 'O') return numbers_of(*this, type, 0);
  std::vector<double> found;
  found.reserve(objects.size());
  for_each_place(*this, [&](std::size_t place) { found.push_back(objects[place].number()); });
  return found;
}

std::vector<std::int64_t> array::integers() const {
  if (type.kind != 'O') return integers_of(*this, type, 0);
  std::vector<std::int64_t> found;
  found.reserve(objects.size());
  for_each_place(*this, [&](std::size_t place) { found.push_back(objects[place].integer()); });
  return found;
}

std::vector<std::string> array::texts() const {
  std::vector<std::string> found;
  found.reserve(count());
  if (type.kind == 'O') {
    for_each_place(*this, [&](std::size_t place) { found.emplace_back(objects[place].text()); });
  } else if (type.kind == 'U' || type.kind == 'S') {
    for_each_item(*this, type, 0, [&](auto item) {
      auto text = text_element(type, item);
      if (!text) throw refusal("an array holds a character that Unicode does not know");
      found.push_back(std::move(*text));
    });
  } else {
    throw refusal("an array of " + type_name(type) + " holds no texts");
  }
  return found;
}

bool array::has_field(std::string_view name) const {
  for (const auto& field : type.fields) {
    if (field.name == name) return true;
  }
  return false;
}

std::vector<double> array::field_numbers(std::string_view name) const {
  const auto& field = field_of(*this, name);
  return numbers_of(*this, field.type, field.offset_bytes);
}

std::vector<std::int64_t> array::field_integers(std::string_view name) const {
  const auto& field = field_of(*this, name);
  return integers_of(*this, field.type, field.offset_bytes);
}

} // namespace convert::pickle
