// convert/syntax/pickle/opcode.hpp -- pickle's 68 opcodes and the shape of what follows each.
#pragma once

#include <cstdint>
#include <optional>

namespace convert::pickle {

/// Source: CPython 3.13, `Lib/pickletools.py`, `opcodes`. Protocols 0 to 5.
enum class opcode : std::uint8_t {
  mark = '(',
  stop = '.',
  pop = '0',
  pop_mark = '1',
  dup = '2',
  float_text = 'F',
  int_text = 'I',
  bin_int = 'J',
  bin_int1 = 'K',
  long_text = 'L',
  bin_int2 = 'M',
  none = 'N',
  persid = 'P',
  bin_persid = 'Q',
  reduce = 'R',
  string_text = 'S',
  bin_string = 'T',
  short_bin_string = 'U',
  unicode_text = 'V',
  bin_unicode = 'X',
  append = 'a',
  build = 'b',
  global = 'c',
  dict = 'd',
  empty_dict = '}',
  appends = 'e',
  get = 'g',
  bin_get = 'h',
  inst = 'i',
  long_bin_get = 'j',
  list = 'l',
  empty_list = ']',
  obj = 'o',
  put = 'p',
  bin_put = 'q',
  long_bin_put = 'r',
  set_item = 's',
  tuple = 't',
  empty_tuple = ')',
  set_items = 'u',
  bin_float = 'G',
  bin_bytes = 'B',
  short_bin_bytes = 'C',
  proto = 0x80,
  new_obj = 0x81,
  ext1 = 0x82,
  ext2 = 0x83,
  ext4 = 0x84,
  tuple1 = 0x85,
  tuple2 = 0x86,
  tuple3 = 0x87,
  new_true = 0x88,
  new_false = 0x89,
  long1 = 0x8a,
  long4 = 0x8b,
  short_bin_unicode = 0x8c,
  bin_unicode8 = 0x8d,
  bin_bytes8 = 0x8e,
  empty_set = 0x8f,
  add_items = 0x90,
  frozen_set = 0x91,
  new_obj_ex = 0x92,
  stack_global = 0x93,
  memoize = 0x94,
  frame = 0x95,
  byte_array8 = 0x96,
  next_buffer = 0x97,
  readonly_buffer = 0x98,
};

/// What follows an opcode: a fixed number of bytes, one or two lines, or a little-endian length and so many
/// bytes.
enum class operand : std::uint8_t {
  nothing,
  bytes1,
  bytes2,
  bytes4,
  bytes8,
  line,
  two_lines,
  counted1,
  counted4,
  counted4_signed,
  counted8,
};

/// None if the byte is not an opcode.
constexpr std::optional<operand> operand_of(std::uint8_t byte) {
  switch (static_cast<opcode>(byte)) {
  case opcode::mark:
  case opcode::stop:
  case opcode::pop:
  case opcode::pop_mark:
  case opcode::dup:
  case opcode::none:
  case opcode::bin_persid:
  case opcode::reduce:
  case opcode::append:
  case opcode::build:
  case opcode::dict:
  case opcode::empty_dict:
  case opcode::appends:
  case opcode::list:
  case opcode::empty_list:
  case opcode::obj:
  case opcode::set_item:
  case opcode::tuple:
  case opcode::empty_tuple:
  case opcode::set_items:
  case opcode::new_obj:
  case opcode::tuple1:
  case opcode::tuple2:
  case opcode::tuple3:
  case opcode::new_true:
  case opcode::new_false:
  case opcode::empty_set:
  case opcode::add_items:
  case opcode::frozen_set:
  case opcode::new_obj_ex:
  case opcode::stack_global:
  case opcode::memoize:
  case opcode::next_buffer:
  case opcode::readonly_buffer: return operand::nothing;
  case opcode::bin_int1:
  case opcode::bin_get:
  case opcode::bin_put:
  case opcode::proto:
  case opcode::ext1: return operand::bytes1;
  case opcode::bin_int2:
  case opcode::ext2: return operand::bytes2;
  case opcode::bin_int:
  case opcode::long_bin_get:
  case opcode::long_bin_put:
  case opcode::ext4: return operand::bytes4;
  case opcode::bin_float:
  case opcode::frame: return operand::bytes8;
  case opcode::float_text:
  case opcode::int_text:
  case opcode::long_text:
  case opcode::persid:
  case opcode::string_text:
  case opcode::unicode_text:
  case opcode::get:
  case opcode::put: return operand::line;
  case opcode::global:
  case opcode::inst: return operand::two_lines;
  case opcode::long1:
  case opcode::short_bin_string:
  case opcode::short_bin_bytes:
  case opcode::short_bin_unicode: return operand::counted1;
  case opcode::bin_unicode:
  case opcode::bin_bytes: return operand::counted4;
  case opcode::long4:
  case opcode::bin_string: return operand::counted4_signed;
  case opcode::bin_unicode8:
  case opcode::bin_bytes8:
  case opcode::byte_array8: return operand::counted8;
  }
  return std::nullopt;
}

} // namespace convert::pickle
