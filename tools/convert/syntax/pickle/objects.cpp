// convert/syntax/pickle/objects.cpp -- pickle's stack machine: names, records of what would be called,
// states.
#include <string>

#include <convert/syntax/joblib/array_wrapper.hpp>
#include <convert/syntax/pickle/fault.hpp>
#include <convert/syntax/pickle/machine.hpp>
#include <convert/syntax/pickle/numpy.hpp>
#include <convert/syntax/pickle/text.hpp>

namespace convert::pickle {

bool machine::step_object(const token& op) {
  const auto at = op.at;
  switch (op.code) {
  case opcode::global:
    if (!is_utf8(op.text) || !is_utf8(op.more)) refuse_at(at, "a name is not UTF-8");
    push(values_.add_global(op.text, op.more, at), at);
    return true;
  case opcode::stack_global: {
    const auto qualified = pop(at);
    const auto module = pop(at);
    if (values_.at(module).type != kind::text || values_.at(qualified).type != kind::text) {
      refuse_at(at, "a name that is not a text");
    }
    push(values_.add_global(values_.text(module), values_.text(qualified), at), at);
    return true;
  }
  case opcode::reduce: {
    const auto arguments = pop(at);
    const auto callable = pop(at);
    push(reduce(callable, arguments, at), at);
    return true;
  }
  case opcode::new_obj: {
    const auto arguments = pop(at);
    const auto type = pop(at);
    push(make(type, arguments, absent, at), at);
    return true;
  }
  case opcode::new_obj_ex: {
    const auto keywords = pop(at);
    const auto arguments = pop(at);
    const auto type = pop(at);
    if (values_.at(keywords).type != kind::dict) refuse_at(at, "keyword arguments are not a dict");
    push(make(type, arguments, keywords, at), at);
    return true;
  }
  case opcode::inst:
  case opcode::obj: make_from_mark(op); return true;
  case opcode::build: build(at); return true;
  default: return false;
  }
}

/// INST: the class is named; OBJ: it is the first value above the mark.
void machine::make_from_mark(const token& op) {
  const auto at = op.at;
  auto cells = above_mark(at);
  std::uint32_t type = 0;
  if (op.code == opcode::inst) {
    if (!is_utf8(op.text) || !is_utf8(op.more)) refuse_at(at, "a name is not UTF-8");
    type = values_.add_global(op.text, op.more, at);
  } else {
    if (cells.empty()) refuse_at(at, "OBJ without a class");
    type = cells.front();
    cells = cells.subspan(1);
  }
  const auto arguments = values_.add_container(kind::tuple, cells, at);
  drop_mark();
  push(make(type, arguments, absent, at), at);
}

std::uint32_t machine::make(std::uint32_t callable, std::uint32_t arguments, std::uint32_t keywords,
                            std::size_t at) {
  check_call(callable, arguments, at);
  return values_.add_record(kind::instance, {callable, arguments, keywords}, at);
}

void machine::check_call(std::uint32_t callable, std::uint32_t arguments, std::size_t at) const {
  if (values_.at(callable).type != kind::global && !values_.is_record(callable)) {
    refuse_at(at, "a value that is neither class nor function is called");
  }
  if (values_.at(arguments).type != kind::tuple) refuse_at(at, "arguments are not a tuple");
}

std::uint32_t machine::reduce(std::uint32_t callable, std::uint32_t arguments, std::size_t at) {
  check_call(callable, arguments, at);
  // A record's name is that of what it would call; its result is another thing.
  const bool named = values_.at(callable).type == kind::global;
  switch (named ? values_.known(callable) : known_name::no) {
  case known_name::bytes:
  case known_name::byte_array:
  case known_name::codecs_encode: return make_bytes(callable, arguments, at);
  case known_name::set:
  case known_name::frozen_set: return make_set(arguments, at);
  case known_name::ordered_dict: return make_ordered_dict(callable, arguments, at);
  case known_name::reconstructor: return reconstruct(arguments, at);
  case known_name::new_object:
  case known_name::new_object_ex: return new_object(callable, arguments, at);
  case known_name::numpy_from_buffer: return array_of_buffer(values_, arguments, at);
  case known_name::dill_array:
    if (const auto made = dill_array(arguments, at)) return *made;
    break;
  case known_name::dill_type:
    if (const auto made = dill_type(arguments, at)) return *made;
    break;
  case known_name::numpy_scalar:
    if (const auto made = scalar_of(values_, arguments, at)) return *made;
    break;
  default: break;
  }
  const auto type = named && values_.name_of(callable)->class_like ? kind::instance : kind::call;
  return values_.add_record(type, {callable, arguments}, at);
}

/// copyreg._reconstructor(class, base, state): protocols 0 and 1.
std::uint32_t machine::reconstruct(std::uint32_t arguments, std::size_t at) {
  const auto parts = values_.cells(arguments);
  if (parts.size() != 3) refuse_at(at, "`copyreg._reconstructor` without its three arguments");
  const auto type = parts[0];
  const auto content = parts[2];
  const auto made = make(type, arguments, absent, at);
  auto& record = values_.record_of(made);
  if (values_.at(content).type == kind::dict) record.entries = content;
  if (values_.at(content).type == kind::list) record.items = content;
  const auto empty = values_.add_container(kind::tuple, {}, at);
  values_.record_of(made).arguments = empty;
  return made;
}

/// copyreg.__newobj__(class, *arguments) and copyreg.__newobj_ex__(class, arguments, keywords).
std::uint32_t machine::new_object(std::uint32_t callable, std::uint32_t arguments, std::size_t at) {
  const auto parts = values_.cells(arguments);
  if (values_.known(callable) == known_name::new_object_ex) {
    if (parts.size() != 3 || values_.at(parts[2]).type != kind::dict) {
      refuse_at(at, "`copyreg.__newobj_ex__` without its three arguments");
    }
    return make(parts[0], parts[1], parts[2], at);
  }
  if (parts.empty()) refuse_at(at, "`copyreg.__newobj__` without a class");
  values_.spend(parts.size(), at);
  const auto type = parts[0];
  const std::vector<std::uint32_t> rest(parts.begin() + 1, parts.end());
  return make(type, values_.add_container(kind::tuple, rest, at), absent, at);
}

/// bytes(), bytearray(bytes), bytearray(text, 'latin-1') and _codecs.encode(text, 'latin1').
std::uint32_t machine::make_bytes(std::uint32_t callable, std::uint32_t arguments, std::size_t at) {
  const auto parts = values_.cells(arguments);
  if (parts.empty()) return values_.add_text(kind::bytes, {}, at);
  const node from = values_.at(parts[0]);
  const auto encoding = parts.size() > 1 && values_.at(parts[1]).type == kind::text ? values_.text(parts[1])
                                                                                    : std::string_view();
  if (parts.size() == 1 && (from.type == kind::bytes || from.byte_text)) {
    node same = from;
    same.type = kind::bytes;
    same.byte_text = false;
    same.at = static_cast<std::uint32_t>(at);
    return values_.add(same);
  }
  if (from.type == kind::text && (encoding == "latin1" || encoding == "latin-1")) {
    auto bytes = latin1_from_utf8(values_.text(parts[0]));
    if (!bytes) refuse_at(at, "a text is not Latin-1");
    return values_.add_decoded(kind::bytes, std::move(*bytes), at);
  }
  return values_.add_record(kind::call, {callable, arguments}, at);
}

std::uint32_t machine::make_set(std::uint32_t arguments, std::size_t at) {
  const auto parts = values_.cells(arguments);
  if (parts.empty()) return values_.add_container(kind::set, {}, at);
  const node items = values_.at(parts[0]);
  const bool sequence = items.type == kind::list || items.type == kind::tuple || items.type == kind::set;
  if (parts.size() != 1 || !sequence) refuse_at(at, "a set is made of something else than a list");
  values_.spend(items.b, at);
  const std::vector<std::uint32_t> cells(values_.cells(parts[0]).begin(), values_.cells(parts[0]).end());
  return values_.add_container(kind::set, cells, at);
}

/// Python 2 hands the entries over as a list of pairs; Python 3 sets them afterwards.
std::uint32_t machine::make_ordered_dict(std::uint32_t callable, std::uint32_t arguments, std::size_t at) {
  const auto made = make(callable, arguments, absent, at);
  const auto parts = values_.cells(arguments);
  if (parts.size() != 1 || values_.at(parts[0]).type != kind::list) return made;
  std::vector<std::uint32_t> entries;
  values_.spend(std::size_t{2} * values_.at(parts[0]).b, at);
  for (const auto pair : values_.cells(parts[0])) {
    const auto type = values_.at(pair).type;
    if ((type != kind::list && type != kind::tuple) || values_.at(pair).b != 2) {
      refuse_at(at, "an OrderedDict is made of something else than pairs");
    }
    const auto cells = values_.cells(pair);
    entries.insert(entries.end(), cells.begin(), cells.end());
  }
  const auto dict = values_.add_container(kind::dict, entries, at);
  values_.record_of(made).entries = dict;
  return made;
}

void machine::build(std::size_t at) {
  const auto state = pop(at);
  const auto onto = top(at);
  if (!values_.is_record(onto)) refuse_at(at, "a state is given to a value that is no object");
  if (values_.record_of(onto).state != absent) refuse_at(at, "a second state is given to an object");
  const auto known = values_.known(onto);
  const bool called = values_.at(onto).type == kind::call;
  if (known == known_name::numpy_reconstruct && called && is_of_array(values_.record_of(onto).arguments)) {
    // The memo holds the record already: it becomes the array in its place.
    const auto made = array_of_state(owner_, values_, state, at);
    values_.at(onto) = values_.at(made);
    return;
  }
  values_.record_of(onto).state = state;
  if (dialect_ == dialect::plain) return;
  if (known == known_name::joblib_companion) joblib::refuse_companion(values_, onto, at);
  if (known == known_name::joblib_array) stack_.back() = joblib_array(onto, at);
}

/// _reconstruct(class, (0,), b'b'); other libraries' subclasses have states of their own.
bool machine::is_of_array(std::uint32_t arguments) const {
  if (values_.at(arguments).type != kind::tuple) return false;
  const auto parts = values_.cells(arguments);
  return !parts.empty() && values_.at(parts[0]).type == kind::global &&
         values_.known(parts[0]) == known_name::numpy_array;
}

/// _create_array(_reconstruct, (class, (0,), b'b'), state, None). What has attributes besides stays a call.
/// Source: dill 0.3.6, `dill/_dill.py`, `_create_array`.
std::optional<std::uint32_t> machine::dill_array(std::uint32_t arguments, std::size_t at) {
  const auto parts = values_.cells(arguments);
  if (parts.size() < 3 || parts.size() > 4 || values_.at(parts[0]).type != kind::global ||
      values_.known(parts[0]) != known_name::numpy_reconstruct || !is_of_array(parts[1]))
    return std::nullopt;
  if (parts.size() == 4 && values_.at(parts[3]).type != kind::none) return std::nullopt;
  return array_of_state(owner_, values_, parts[2], at);
}

/// _load_type('bytearray'): XGBoost's boosters are one.
std::optional<std::uint32_t> machine::dill_type(std::uint32_t arguments, std::size_t at) {
  const auto parts = values_.cells(arguments);
  if (parts.size() != 1 || values_.at(parts[0]).type != kind::text || values_.text(parts[0]) != "bytearray")
    return std::nullopt;
  return values_.add_global("builtins", "bytearray", at);
}

std::uint32_t machine::joblib_array(std::uint32_t wrapper, std::size_t at) {
  if (input_.in_frame()) refuse_at(at, "array data inside a frame");
  const auto found = joblib::read_wrapper(values_, wrapper, at);
  if (!found.holds_objects) return joblib::take_array(values_, found, input_, at);
  // joblib writes a complete pickle of the array with Python's own pickler, so a pickle in it is not
  // possible.
  machine nested(owner_, values_, bounds_, dialect::plain, scanner(input_.stream(), input_.position()));
  const auto made = nested.run();
  input_.move_to(nested.input().position());
  if (values_.at(made).type != kind::array) refuse_at(at, "an array of objects turns out to be none");
  return made;
}

} // namespace convert::pickle
