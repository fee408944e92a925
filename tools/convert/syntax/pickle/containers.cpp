// convert/syntax/pickle/containers.cpp -- pickle's stack machine: tuples, lists, dicts and sets.
#include <string>

#include <convert/syntax/pickle/fault.hpp>
#include <convert/syntax/pickle/machine.hpp>

namespace convert::pickle {

namespace {

std::string_view with_article(kind type) {
  switch (type) {
  case kind::dict: return "a dict";
  case kind::list: return "a list";
  case kind::tuple: return "a tuple";
  case kind::set: return "a set";
  default: return "a value that is no container";
  }
}

} // namespace

bool machine::step_container(const token& op) {
  const auto at = op.at;
  const auto collect = [&](kind type) {
    const auto cells = above_mark(at);
    if (type == kind::dict && cells.size() % 2 != 0) refuse_at(at, "a key without a value");
    const auto made = values_.add_container(type, cells, at);
    drop_mark();
    push(made, at);
  };
  switch (op.code) {
  case opcode::empty_tuple: push(values_.add_container(kind::tuple, {}, at), at); return true;
  case opcode::empty_list: push(values_.add_container(kind::list, {}, at), at); return true;
  case opcode::empty_dict: push(values_.add_container(kind::dict, {}, at), at); return true;
  case opcode::empty_set: push(values_.add_container(kind::set, {}, at), at); return true;
  case opcode::tuple1: tuple_of(1, at); return true;
  case opcode::tuple2: tuple_of(2, at); return true;
  case opcode::tuple3: tuple_of(3, at); return true;
  case opcode::tuple: collect(kind::tuple); return true;
  case opcode::list: collect(kind::list); return true;
  case opcode::dict: collect(kind::dict); return true;
  case opcode::frozen_set: collect(kind::set); return true;
  default: return step_fill(op);
  }
}

bool machine::step_fill(const token& op) {
  const auto at = op.at;
  switch (op.code) {
  case opcode::append: {
    const auto item = pop(at);
    add_items({&item, 1}, top(at), at);
    return true;
  }
  case opcode::set_item: {
    std::uint32_t entry[2] = {0, pop(at)};
    entry[0] = pop(at);
    add_entries(entry, top(at), at);
    return true;
  }
  case opcode::appends:
  case opcode::add_items:
  case opcode::set_items: {
    const auto cells = above_mark(at);
    const auto below = marks_.back();
    const auto lower = marks_.size() > 1 ? marks_[marks_.size() - 2] : 0;
    if (below <= lower) refuse_at(at, "the stack is empty");
    const auto onto = stack_[below - 1];
    if (op.code == opcode::set_items) {
      add_entries(cells, onto, at);
    } else {
      add_items(cells, onto, at);
    }
    drop_mark();
    return true;
  }
  default: return false;
  }
}

void machine::tuple_of(std::size_t count, std::size_t at) {
  if (stack_.size() - fence() < count) refuse_at(at, "the stack is empty");
  const auto cells = std::span(stack_).last(count);
  const auto made = values_.add_container(kind::tuple, cells, at);
  stack_.resize(stack_.size() - count);
  push(made, at);
}

void machine::add_items(std::span<const std::uint32_t> cells, std::uint32_t onto, std::size_t at) {
  const auto type = values_.at(onto).type;
  if (values_.is_record(onto)) {
    if (values_.record_of(onto).items == absent) {
      const auto made = values_.add_container(kind::list, {}, at);
      values_.record_of(onto).items = made;
    }
    onto = values_.record_of(onto).items;
  } else if (type != kind::list && type != kind::set) {
    refuse_at(at, "items are added to " + std::string(with_article(type)));
  }
  values_.append(onto, cells);
}

void machine::add_entries(std::span<const std::uint32_t> cells, std::uint32_t onto, std::size_t at) {
  const auto type = values_.at(onto).type;
  if (cells.size() % 2 != 0) refuse_at(at, "a key without a value");
  if (values_.is_record(onto)) {
    if (values_.record_of(onto).entries == absent) {
      const auto made = values_.add_container(kind::dict, {}, at);
      values_.record_of(onto).entries = made;
    }
    onto = values_.record_of(onto).entries;
  } else if (type != kind::dict) {
    refuse_at(at, "entries are added to " + std::string(with_article(type)));
  }
  values_.append(onto, cells);
}

} // namespace convert::pickle
