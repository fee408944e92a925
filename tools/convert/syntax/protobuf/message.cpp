// convert/syntax/protobuf/message.cpp -- tags, lengths and values, each checked against the bytes that are left.
#include <convert/syntax/protobuf/message.hpp>

#include <bit>
#include <cstring>

#include <protozero/exception.hpp>
#include <protozero/varint.hpp>

#include <convert/refusal.hpp>

namespace convert::protobuf {

static_assert(std::endian::native == std::endian::little, "fixed-width values are little-endian in the file");

namespace {

const char* chars_at(const std::byte* at) { return static_cast<const char*>(static_cast<const void*>(at)); }

template <class Number>
Number number_at(const std::byte* at) {
  Number number;
  std::memcpy(&number, at, sizeof number);
  return number;
}

template <class Number>
void append_run(std::span<const std::byte> run, std::vector<Number>& numbers) {
  numbers.reserve(numbers.size() + run.size() / sizeof(Number));
  for (std::size_t at = 0; at < run.size(); at += sizeof(Number))
    numbers.push_back(number_at<Number>(run.data() + at));
}

} // namespace

message::message(std::span<const std::byte> file) : message(file, 0, 0) {}

message::message(std::span<const std::byte> within, std::size_t origin, unsigned depth)
    : rest_(within), end_(origin + within.size()), position_(origin), depth_(depth) {}

void message::refuse(const std::string& fault) const {
  throw refusal("byte " + std::to_string(position_) + ": " + fault);
}

std::uint64_t message::read_varint() {
  const char* const begin = chars_at(rest_.data());
  const char* at = begin;
  try {
    const std::uint64_t number = protozero::decode_varint(&at, begin + rest_.size());
    rest_ = rest_.subspan(static_cast<std::size_t>(at - begin));
    return number;
  } catch (const protozero::exception&) {
    refuse("an integer is cut short or longer than 10 bytes");
  }
}

std::span<const std::byte> message::take(std::uint64_t count) {
  if (count > rest_.size()) refuse("a field of " + std::to_string(count) + " bytes is cut short");
  const auto taken = rest_.first(static_cast<std::size_t>(count));
  rest_ = rest_.subspan(static_cast<std::size_t>(count));
  return taken;
}

bool message::next() {
  if (!taken_) skip();
  position_ = end_ - rest_.size();
  if (rest_.empty()) return false;
  const std::uint64_t tag = read_varint();
  const auto kind = static_cast<std::uint8_t>(tag & 7U);
  if (tag >> 3U == 0 || tag > 0xFFFFFFFFU) refuse("a field has number " + std::to_string(tag >> 3U));
  if (kind == 3 || kind == 4) refuse("groups are not supported");
  if (kind > 5) refuse("wire type " + std::to_string(kind) + " does not exist");
  field_ = static_cast<std::uint32_t>(tag >> 3U);
  wire_ = static_cast<protobuf::wire>(kind);
  taken_ = false;
  return true;
}

void message::expect(protobuf::wire kind) {
  if (wire_ != kind)
    refuse("field " + std::to_string(field_) + " has wire type " +
           std::to_string(static_cast<unsigned>(wire_)) + " instead of " +
           std::to_string(static_cast<unsigned>(kind)));
  taken_ = true;
}

std::uint64_t message::varint() {
  expect(wire::varint);
  return read_varint();
}

float message::float32() {
  expect(wire::fixed32);
  return number_at<float>(take(4).data());
}

double message::float64() {
  expect(wire::fixed64);
  return number_at<double>(take(8).data());
}

std::span<const std::byte> message::bytes() {
  expect(wire::bytes);
  return take(read_varint());
}

std::string_view message::text() {
  const auto found = bytes();
  return {chars_at(found.data()), found.size()};
}

message message::nested() {
  if (depth_ + 1 > max_depth) refuse("messages are nested more than " + std::to_string(max_depth) + " deep");
  const auto within = bytes();
  return {within, end_ - rest_.size() - within.size(), depth_ + 1};
}

void message::append_to(std::vector<std::uint64_t>& numbers) {
  if (wire_ == wire::varint) {
    numbers.push_back(varint());
    return;
  }
  const auto run = bytes();
  message packed(run, end_ - rest_.size() - run.size(), depth_);
  while (!packed.rest_.empty()) numbers.push_back(packed.read_varint());
}

void message::append_to(std::vector<std::int64_t>& numbers) {
  if (wire_ == wire::varint) {
    numbers.push_back(integer());
    return;
  }
  const auto run = bytes();
  message packed(run, end_ - rest_.size() - run.size(), depth_);
  while (!packed.rest_.empty()) numbers.push_back(static_cast<std::int64_t>(packed.read_varint()));
}

void message::append_to(std::vector<float>& numbers) {
  if (wire_ == wire::fixed32) {
    numbers.push_back(float32());
    return;
  }
  const auto run = bytes();
  if (run.size() % sizeof(float) != 0) refuse("a run of floats is cut short");
  append_run(run, numbers);
}

void message::append_to(std::vector<double>& numbers) {
  if (wire_ == wire::fixed64) {
    numbers.push_back(float64());
    return;
  }
  const auto run = bytes();
  if (run.size() % sizeof(double) != 0) refuse("a run of doubles is cut short");
  append_run(run, numbers);
}

void message::skip() {
  taken_ = true;
  switch (wire_) {
  case wire::varint: read_varint(); return;
  case wire::fixed64: take(8); return;
  case wire::bytes: take(read_varint()); return;
  case wire::fixed32: take(4); return;
  }
}

} // namespace convert::protobuf
