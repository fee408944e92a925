// convert/syntax/pickle/machine.cpp -- pickle's stack machine: numbers, texts, stack and memo.
#include <convert/syntax/pickle/machine.hpp>

#include <algorithm>
#include <bit>
#include <string>
#include <utility>

#include <convert/syntax/pickle/fault.hpp>
#include <convert/syntax/pickle/text.hpp>

namespace convert::pickle {

std::uint32_t machine::run() {
  const auto start = input_.position();
  for (;;) {
    const token op = input_.next();
    switch (op.code) {
    case opcode::stop:
      if (input_.in_frame()) refuse_at(op.at, "STOP inside a frame");
      if (stack_.size() != 1 || !marks_.empty()) {
        refuse_at(op.at, "STOP with " + std::to_string(stack_.size()) + " values on the stack" +
                             (marks_.empty() ? "" : " and an open MARK"));
      }
      return stack_.front();
    case opcode::proto:
      if (op.at != start) refuse_at(op.at, "PROTO is not the first opcode");
      if (op.text[0] > 5 || op.text[0] < 0) {
        refuse_at(op.at, "protocol " + std::to_string(little_endian(op.text)) + " is newer than 5");
      }
      break;
    case opcode::frame: input_.open_frame(op); break;
    default:
      if (!step_scalar(op) && !step_text(op) && !step_container(op) && !step_stack(op) && !step_memo(op) &&
          !step_object(op)) {
        refuse_opcode(op);
      }
    }
  }
}

void machine::refuse_opcode(const token& op) const {
  switch (op.code) {
  case opcode::persid:
  case opcode::bin_persid:
    refuse_at(op.at, "a persistent id, which only the program that wrote it can resolve");
  case opcode::next_buffer:
  case opcode::readonly_buffer: refuse_at(op.at, "data outside of the pickle (an out-of-band buffer)");
  default: refuse_at(op.at, "a name from Python's extension registry");
  }
}

bool machine::step_scalar(const token& op) {
  const auto at = op.at;
  const auto number = [&] { return little_endian(op.text); };
  switch (op.code) {
  case opcode::none:
    push(values_.add({kind::none, node::trait::none, false, static_cast<std::uint32_t>(at), 0, 0}), at);
    return true;
  case opcode::new_true: push(values_.add_boolean(true, at), at); return true;
  case opcode::new_false: push(values_.add_boolean(false, at), at); return true;
  case opcode::bin_int1:
  case opcode::bin_int2: push(values_.add_integer(static_cast<std::int64_t>(number()), at), at); return true;
  case opcode::bin_int: {
    const auto bits = static_cast<std::uint32_t>(number());
    push(values_.add_integer(static_cast<std::int32_t>(bits), at), at);
    return true;
  }
  case opcode::long1:
  case opcode::long4: push(add_long(op), at); return true;
  case opcode::bin_float: {
    std::string swapped(op.text.rbegin(), op.text.rend());
    push(values_.add_real(std::bit_cast<double>(little_endian(swapped)), at), at);
    return true;
  }
  case opcode::float_text: {
    const auto real = parse_real(op.text);
    if (!real) refuse_at(at, "FLOAT without a number");
    push(values_.add_real(*real, at), at);
    return true;
  }
  case opcode::int_text:
  case opcode::long_text: push(add_decimal(op), at); return true;
  default: return false;
  }
}

std::uint32_t machine::add_long(const token& op) {
  const auto bytes = op.text;
  if (bytes.size() > 8) return values_.add_text(kind::big_integer, bytes, op.at);
  auto bits = little_endian(bytes);
  const auto width = 8 * bytes.size();
  const bool negative = !bytes.empty() && (static_cast<std::uint8_t>(bytes.back()) & 0x80) != 0;
  if (negative && width < 64) bits |= ~std::uint64_t{0} << width;
  return values_.add_integer(static_cast<std::int64_t>(bits), op.at);
}

std::uint32_t machine::add_decimal(const token& op) {
  auto digits = op.text;
  if (op.code == opcode::int_text && (digits == "00" || digits == "01")) {
    return values_.add_boolean(digits == "01", op.at);
  }
  if (op.code == opcode::long_text && digits.ends_with('L')) digits.remove_suffix(1);
  if (!is_decimal(digits)) refuse_at(op.at, "INT or LONG without a number");
  if (const auto number = parse_integer(digits)) return values_.add_integer(*number, op.at);
  const auto made = values_.add_text(kind::big_integer, digits, op.at);
  values_.at(made).how = node::trait::decimal;
  return made;
}

bool machine::step_text(const token& op) {
  const auto at = op.at;
  switch (op.code) {
  case opcode::short_bin_unicode:
  case opcode::bin_unicode:
  case opcode::bin_unicode8:
    if (!is_utf8(op.text)) refuse_at(at, "a text is not UTF-8");
    push(values_.add_text(kind::text, op.text, at), at);
    return true;
  case opcode::short_bin_bytes:
  case opcode::bin_bytes:
  case opcode::bin_bytes8:
  case opcode::byte_array8: push(values_.add_text(kind::bytes, op.text, at), at); return true;
  case opcode::short_bin_string:
  case opcode::bin_string: push_python2_text(values_.add_text(kind::bytes, op.text, at), at); return true;
  case opcode::string_text: {
    auto text = from_quoted(op.text);
    if (!text) refuse_at(at, "STRING without a quoted text");
    push_python2_text(values_.add_decoded(kind::bytes, std::move(*text), at), at);
    return true;
  }
  case opcode::unicode_text: {
    if (is_ascii(op.text) && op.text.find('\\') == std::string_view::npos) {
      push(values_.add_text(kind::text, op.text, at), at);
      return true;
    }
    auto text = from_raw_unicode_escape(op.text);
    if (!text) refuse_at(at, "UNICODE with a bad escape");
    push(values_.add_decoded(kind::text, std::move(*text), at), at);
    return true;
  }
  default: return false;
  }
}

void machine::push_python2_text(std::uint32_t text, std::size_t at) {
  if (is_ascii(
          values_.text(text))) { // Python 2 does not tell texts from bytes; the reader of the value decides
    values_.at(text).type = kind::text;
    values_.at(text).byte_text = true;
  }
  push(text, at);
}

void machine::push(std::uint32_t value, std::size_t at) {
  if (stack_.size() >= bounds_.stack_values)
    refuse_at(at, "the stack is deeper than " + std::to_string(bounds_.stack_values) + " values");
  stack_.push_back(value);
}

std::uint32_t machine::pop(std::size_t at) {
  const auto value = top(at);
  stack_.pop_back();
  return value;
}

std::uint32_t machine::top(std::size_t at) const {
  if (stack_.size() <= fence()) refuse_at(at, "the stack is empty");
  return stack_.back();
}

std::span<const std::uint32_t> machine::above_mark(std::size_t at) const {
  if (marks_.empty()) refuse_at(at, "there is no MARK");
  return std::span(stack_).subspan(marks_.back());
}

void machine::drop_mark() {
  stack_.resize(marks_.back());
  marks_.pop_back();
}

bool machine::step_stack(const token& op) {
  const auto at = op.at;
  switch (op.code) {
  case opcode::mark:
    if (marks_.size() >= bounds_.marks)
      refuse_at(at, "more than " + std::to_string(bounds_.marks) + " open MARKs");
    marks_.push_back(stack_.size());
    return true;
  case opcode::pop: // of the mark itself, if nothing lies above it
    if (!marks_.empty() && marks_.back() == stack_.size()) {
      marks_.pop_back();
    } else {
      pop(at);
    }
    return true;
  case opcode::pop_mark:
    above_mark(at);
    drop_mark();
    return true;
  case opcode::dup: push(top(at), at); return true;
  default: return false;
  }
}

bool machine::step_memo(const token& op) {
  const auto at = op.at;
  const auto written = [&] {
    const auto index = parse_integer(op.text);
    if (!index || *index < 0) refuse_at(at, "a memo index is not a number");
    return static_cast<std::uint64_t>(*index);
  };
  switch (op.code) {
  case opcode::put: remember(written(), at); return true;
  case opcode::bin_put:
  case opcode::long_bin_put: remember(little_endian(op.text), at); return true;
  case opcode::memoize: remember(memo_count_, at); return true;
  case opcode::get: recall(written(), at); return true;
  case opcode::bin_get:
  case opcode::long_bin_get: recall(little_endian(op.text), at); return true;
  default: return false;
  }
}

void machine::remember(std::uint64_t index, std::size_t at) {
  const auto value = top(at);
  // Picklers number densely from 0, Python 2's cPickle from 1. A larger index would only ask for memory.
  if (index > memo_.size() + 1) {
    refuse_at(at, "memo index " + std::to_string(index) + " is far above the " +
                      std::to_string(memo_.size()) + " in use");
  }
  if (index >= memo_.size()) memo_.resize(static_cast<std::size_t>(index) + 1, absent);
  memo_count_ += memo_[index] == absent ? 1 : 0;
  memo_[index] = value;
}

void machine::recall(std::uint64_t index, std::size_t at) {
  if (index >= memo_.size() || memo_[index] == absent) {
    refuse_at(at, "memo index " + std::to_string(index) + " is not in use");
  }
  push(memo_[index], at);
}

} // namespace convert::pickle
