// convert/syntax/pickle/arena.cpp -- where a pickle's values lie: 16 bytes each, addressed by a 32-bit index.
#include <convert/syntax/pickle/arena.hpp>

#include <algorithm>
#include <bit>
#include <utility>

#include <convert/syntax/pickle/fault.hpp>
#include <convert/syntax/pickle/names.hpp>

namespace convert::pickle {

namespace {

constexpr std::uint32_t word(std::size_t number) { return static_cast<std::uint32_t>(number); }

node scalar(kind type, std::uint64_t bits, std::size_t at) {
  return {type, node::trait::none, false, word(at), word(bits >> 32), word(bits & 0xffffffff)};
}

} // namespace

std::uint32_t arena::add(const node& made) {
  // A value costs a byte of a stream whose offsets fit 32 bits; elements unpacked from arrays are the
  // exception.
  if (nodes_.size() >= absent - 1) refuse_at(made.at, "more values than 32 bits can count");
  nodes_.push_back(made);
  return word(nodes_.size() - 1);
}

std::uint32_t arena::add_text(kind type, std::string_view in_stream, std::size_t at) {
  const auto start = in_stream.empty() ? 0 : in_stream.data() - stream_.data();
  return add(
      {type, node::trait::none, false, word(at), static_cast<std::uint32_t>(start), word(in_stream.size())});
}

std::uint32_t arena::add_decoded(kind type, std::string text, std::size_t at) {
  if (text.empty()) return add_text(type, {}, at);
  decoded_bytes_ += text.size();
  if (decoded_bytes_ / 4 > stream_.size()) refuse_at(at, "decoded texts outgrow the pickle fourfold");
  const auto length = word(text.size());
  decoded_.push_back(std::move(text));
  return add({type, node::trait::decoded, false, word(at), word(decoded_.size() - 1), length});
}

std::uint32_t arena::add_integer(std::int64_t number, std::size_t at) {
  return add(scalar(kind::integer, static_cast<std::uint64_t>(number), at));
}

std::uint32_t arena::add_real(double number, std::size_t at) {
  return add(scalar(kind::real, std::bit_cast<std::uint64_t>(number), at));
}

std::uint32_t arena::add_boolean(bool truth, std::size_t at) {
  return add(scalar(kind::boolean, truth ? 1 : 0, at));
}

std::uint32_t arena::add_container(kind type, std::span<const std::uint32_t> cells, std::size_t at) {
  const auto made = add({type, node::trait::none, false, word(at), word(cells_.size()), 0});
  append(made, cells);
  return made;
}

std::uint32_t arena::add_global(std::string_view module, std::string_view qualified, std::size_t at) {
  const auto longest = bounds_.name_bytes;
  if (module.size() > longest || qualified.size() > longest) {
    refuse_at(at, "a name longer than " + std::to_string(longest) + " bytes");
  }
  const auto [entry, fresh] = name_index_.try_emplace(todays_name(module, qualified), word(names_.size()));
  if (fresh) {
    if (names_.size() >= bounds_.distinct_names) refuse_at(at, "too many names of classes and functions");
    names_.push_back(describe_name(entry->first));
  }
  return add({kind::global, node::trait::none, false, word(at), entry->second, 0});
}

std::uint32_t arena::add_record(kind type, const record& made, std::size_t at) {
  records_.push_back(made);
  return add({type, node::trait::none, false, word(at), word(records_.size() - 1), 0});
}

std::uint32_t arena::add_array(array made, std::size_t at) {
  // A few opcodes may name shared parts of an array: what they make must not cost far more memory than they
  // do.
  spend(100 + 32 * made.type.fields.size() + 4 * made.objects.size(), at);
  arrays_.push_back(std::move(made));
  unpacked_.push_back(absent);
  return add({kind::array, node::trait::none, false, word(at), word(arrays_.size() - 1), 0});
}

void arena::append(std::uint32_t container, std::span<const std::uint32_t> cells) {
  node& list = nodes_[container];
  // Room is always the next power of two, so it need not be stored; a tuple is filled once and gets what it
  // needs.
  const auto room = [](std::size_t count) { return count == 0 ? 0 : std::bit_ceil(count); };
  const std::size_t count = list.b + cells.size();
  if (list.type == kind::tuple || room(count) > room(list.b)) {
    const auto moved = cells_.size();
    if (moved + room(count) > absent) refuse_at(list.at, "more elements than 32 bits can count");
    cells_.resize(moved + (list.type == kind::tuple ? count : room(count)));
    std::copy_n(cells_.begin() + list.a, list.b, cells_.begin() + static_cast<std::ptrdiff_t>(moved));
    list.a = word(moved);
  }
  std::copy(cells.begin(), cells.end(), cells_.begin() + list.a + list.b);
  list.b = word(count);
}

void arena::spend(std::size_t count, std::size_t at) {
  spent_ += count;
  if (spent_ / 4 > stream_.size() + 1024)
    refuse_at(at, "shared values are unpacked more than four times over");
}

bool arena::is_record(std::uint32_t index) const {
  return nodes_[index].type == kind::call || nodes_[index].type == kind::instance;
}

std::span<const std::uint32_t> arena::cells(std::uint32_t index) const {
  const node& found = nodes_[index];
  return std::span(cells_).subspan(found.a, found.b);
}

std::string_view arena::text(std::uint32_t index) const {
  const node& found = nodes_[index];
  if (found.how == node::trait::decoded) return decoded_[found.a];
  return stream_.substr(found.a, found.b);
}

const name* arena::name_of(std::uint32_t index) const {
  if (is_record(index)) index = record_of(index).callable;
  return index != absent && nodes_[index].type == kind::global ? &names_[nodes_[index].a] : nullptr;
}

known_name arena::known(std::uint32_t index) const {
  const name* found = name_of(index);
  return found == nullptr ? known_name::no : found->known;
}

} // namespace convert::pickle
