// convert/frontend/onnx/tensor_data.cpp -- reads a TensorProto: one of raw and typed data, as much as its shape says.
//
// Source    ONNX 1.12 .. 1.19, onnx/onnx.proto, TensorProto; docs/ExternalData.md.
#include <convert/frontend/onnx/file.hpp>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

using protobuf::message;

/// All that a TensorProto may hold, before it is known which of it counts.
struct parts {
  std::string_view name;
  std::int64_t type = 0;
  std::vector<std::int64_t> dims;
  std::vector<float> floats;
  std::vector<double> doubles;
  std::vector<std::int64_t> integers; // int32_data, int64_data, uint64_data
  std::vector<std::string_view> texts;
  std::span<const std::byte> raw;
  bool has_raw = false;
  bool is_external = false;
  std::string_view location;
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> length;
};

std::uint64_t count_of(std::string_view text, const message& m) {
  std::uint64_t count = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (fault != std::errc() || end != text.data() + text.size())
    m.refuse("`" + std::string(text) + "` is not an offset or a length");
  return count;
}

void read_external(message m, parts& p) {
  std::string_view key;
  std::string_view text;
  while (m.next()) {
    if (m.field() == 1) key = m.text();
    if (m.field() == 2) text = m.text();
  }
  if (key == "location") p.location = text;
  if (key == "offset") p.offset = count_of(text, m);
  if (key == "length") p.length = count_of(text, m);
}

parts read_parts(message& m) {
  parts p;
  while (m.next()) {
    switch (m.field()) {
    case 1: m.append_to(p.dims); break;
    case 2: p.type = m.integer(); break;
    case 3: m.refuse("tensors in segments are not supported");
    case 4: m.append_to(p.floats); break;
    case 5:
    case 7:
    case 11: m.append_to(p.integers); break;
    case 6: p.texts.push_back(m.text()); break;
    case 8: p.name = m.text(); break;
    case 9:
      p.raw = m.bytes();
      p.has_raw = true;
      break;
    case 10: m.append_to(p.doubles); break;
    case 13: read_external(m.nested(), p); break;
    case 14: p.is_external = m.integer() == 1; break;
    default: break;
    }
  }
  return p;
}

double from_half(std::uint16_t bits) {
  const double sign = (bits & 0x8000U) != 0 ? -1.0 : 1.0;
  const int exponent = (bits >> 10U) & 31;
  const int fraction = bits & 1023;
  if (exponent == 31) return fraction != 0 ? std::nan("") : sign * HUGE_VAL;
  if (exponent == 0) return sign * std::ldexp(fraction, -24);
  return sign * std::ldexp(1024 + fraction, exponent - 25);
}

double from_bfloat(std::uint16_t bits) {
  return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U));
}

template <class Number, class Use>
void each(std::span<const std::byte> raw, Use use) {
  for (std::size_t at = 0; at < raw.size(); at += sizeof(Number)) {
    Number number;
    std::memcpy(&number, raw.data() + at, sizeof number);
    use(number);
  }
}

template <class Number>
void integers_from(std::span<const std::byte> raw, std::vector<std::int64_t>& to) {
  each<Number>(raw, [&to](Number x) { to.push_back(static_cast<std::int64_t>(x)); });
}

void decode_raw(element type, std::span<const std::byte> raw, constant& c) {
  const auto real = [&c](auto x) { c.reals.push_back(static_cast<double>(x)); };
  switch (type) {
  case element::f32: each<float>(raw, real); break;
  case element::f64: each<double>(raw, real); break;
  case element::f16: each<std::uint16_t>(raw, [&](std::uint16_t x) { real(from_half(x)); }); break;
  case element::bf16: each<std::uint16_t>(raw, [&](std::uint16_t x) { real(from_bfloat(x)); }); break;
  case element::boolean:
  case element::u8: integers_from<std::uint8_t>(raw, c.integers); break;
  case element::i8: integers_from<std::int8_t>(raw, c.integers); break;
  case element::u16: integers_from<std::uint16_t>(raw, c.integers); break;
  case element::i16: integers_from<std::int16_t>(raw, c.integers); break;
  case element::u32: integers_from<std::uint32_t>(raw, c.integers); break;
  case element::i32: integers_from<std::int32_t>(raw, c.integers); break;
  case element::u64:
  case element::i64: integers_from<std::int64_t>(raw, c.integers); break;
  case element::text:
  case element::undefined: throw refusal("tensors of strings have no raw data");
  }
}

void take_typed(element type, parts& p, constant& c) {
  switch (type) {
  case element::f32: c.reals.assign(p.floats.begin(), p.floats.end()); break;
  case element::f64: c.reals = std::move(p.doubles); break;
  case element::f16:
  case element::bf16:
    for (const std::int64_t bits : p.integers)
      c.reals.push_back(type == element::f16 ? from_half(static_cast<std::uint16_t>(bits))
                                             : from_bfloat(static_cast<std::uint16_t>(bits)));
    break;
  case element::text: c.texts.assign(p.texts.begin(), p.texts.end()); break;
  default: c.integers = std::move(p.integers); break;
  }
}

/// dims as a shape, and the number of elements.
std::uint64_t elements_of(const parts& p, const message& m) {
  std::uint64_t product = 1;
  for (const std::int64_t dim : p.dims) {
    if (dim < 0) m.refuse("a tensor has a negative size");
    if (__builtin_mul_overflow(product, static_cast<std::uint64_t>(dim), &product) ||
        product > std::uint64_t{1} << 40U)
      m.refuse("a tensor is larger than any file");
  }
  return product;
}

std::vector<std::byte> external_bytes(const parts& p, const external_source& external) {
  const std::string name = "tensor `" + std::string(p.name) + "`: its data lies outside the file, in `" +
                           std::string(p.location) + "`";
  if (!is_confined(p.location)) throw refusal(name + ", which is not within the model's folder");
  if (!external) throw refusal(name + "; external data is not read unless asked for");
  return external(p.location, p.offset, p.length);
}

void check_values(const constant& c, const message& m) {
  for (const std::int64_t integer : c.integers) {
    if (integer == row_count) m.refuse("the integer " + std::to_string(integer) + " is not supported");
    if (c.type == element::u64 && integer < 0) m.refuse("an integer is past 2^63");
  }
}

} // namespace

bool is_confined(std::string_view location) {
  if (location.empty() || location.front() == '/' ||
      location.find_first_of(std::string_view("\\:\0", 3)) != std::string_view::npos)
    return false;
  while (!location.empty()) {
    const std::size_t end = std::min(location.find('/'), location.size());
    if (location.substr(0, end) == "..") return false;
    location.remove_prefix(std::min(end + 1, location.size()));
  }
  return true;
}

named_constant read_tensor(message m, const external_source& external) {
  parts p = read_parts(m);
  named_constant made{p.name, {}};
  constant& c = made.value;
  c.type = element_of(p.type);
  c.form.dims = p.dims;
  const std::uint64_t elements = elements_of(p, m);
  const bool typed = !p.floats.empty() || !p.doubles.empty() || !p.integers.empty() || !p.texts.empty();
  std::vector<std::byte> outside;
  if (p.is_external) {
    if (p.has_raw || typed) m.refuse("a tensor has data both within and outside the file");
    outside = external_bytes(p, external);
    p.raw = outside;
    p.has_raw = true;
  }
  if (p.has_raw && !p.raw.empty() && typed) m.refuse("a tensor has both raw and typed data");
  if (p.has_raw && !typed) {
    if (p.raw.size() != elements * bytes_of(c.type) && c.type != element::text)
      m.refuse("a tensor of " + std::to_string(elements) + " elements of type " + name_of(c.type) + " has " +
               std::to_string(p.raw.size()) + " bytes");
    if (c.type != element::text || !p.raw.empty()) decode_raw(c.type, p.raw, c);
  } else {
    take_typed(c.type, p, c);
  }
  const std::size_t found = std::max({c.reals.size(), c.integers.size(), c.texts.size()});
  if (found != elements)
    m.refuse("a tensor of " + std::to_string(elements) + " elements of type " + name_of(c.type) + " has " +
             std::to_string(found));
  check_values(c, m);
  return made;
}

} // namespace convert::onnx
