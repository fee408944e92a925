// convert/syntax/pickle/scanner.cpp -- opcodes with their operands out of bytes; knows frames, but no values.
#include <convert/syntax/pickle/scanner.hpp>

#include <string>

#include <convert/syntax/pickle/fault.hpp>

namespace convert::pickle {

namespace {

std::string hex(std::uint8_t byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  return {'0', 'x', digits[byte >> 4], digits[byte & 15]};
}

} // namespace

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) number = number << 8 | static_cast<std::uint8_t>(bytes[i]);
  return number;
}

std::string_view scanner::take(std::uint64_t count, std::size_t at) {
  if (count > token_end_ - next_) {
    if (count > remaining()) refuse_at(at, "the pickle is cut short");
    refuse_at(at, "an operand straddles the end of a frame");
  }
  const auto taken = stream_.substr(next_, static_cast<std::size_t>(count));
  next_ += taken.size();
  return taken;
}

std::string_view scanner::take_line(std::size_t at) {
  const auto rest = stream_.substr(next_, token_end_ - next_);
  const auto length = rest.find('\n');
  if (length == std::string_view::npos) {
    refuse_at(at, token_end_ < stream_.size() ? "an operand straddles the end of a frame"
                                              : "the pickle is cut short");
  }
  next_ += length + 1;
  return rest.substr(0, length);
}

std::string_view scanner::take_operand(operand shape, std::size_t at) {
  switch (shape) {
  case operand::nothing: return {};
  case operand::bytes1: return take(1, at);
  case operand::bytes2: return take(2, at);
  case operand::bytes4: return take(4, at);
  case operand::bytes8: return take(8, at);
  case operand::line:
  case operand::two_lines: return take_line(at);
  case operand::counted1: return take(little_endian(take(1, at)), at);
  case operand::counted4: return take(little_endian(take(4, at)), at);
  case operand::counted8: return take(little_endian(take(8, at)), at);
  case operand::counted4_signed: break;
  }
  const auto length = little_endian(take(4, at));
  if (length >> 31 != 0) refuse_at(at, "a negative length");
  return take(length, at);
}

token scanner::next() {
  const auto at = next_;
  if (remaining() == 0) refuse_at(at, "the pickle is cut short");
  const auto byte = static_cast<std::uint8_t>(stream_[at]);
  const auto shape = operand_of(byte);
  if (!shape) refuse_at(at, "opcode " + hex(byte) + " is not one of pickle's");
  token_end_ = in_frame() ? frame_end_ : stream_.size();
  ++next_;
  token found{static_cast<opcode>(byte), at, {}, {}};
  found.text = take_operand(*shape, at);
  if (*shape == operand::two_lines) found.more = take_line(at);
  return found;
}

void scanner::open_frame(const token& frame) {
  if (in_frame()) refuse_at(frame.at, "a frame inside a frame");
  const auto length = little_endian(frame.text);
  if (length > remaining()) refuse_at(frame.at, "a frame runs past the end of the pickle");
  frame_end_ = next_ + static_cast<std::size_t>(length);
}

std::string_view scanner::take_raw(std::size_t count, std::string_view what) {
  if (in_frame()) refuse_at(next_, std::string(what) + " inside a frame");
  if (count > remaining()) refuse_at(next_, std::string(what) + " is cut short");
  const auto taken = stream_.substr(next_, count);
  next_ += count;
  return taken;
}

} // namespace convert::pickle
