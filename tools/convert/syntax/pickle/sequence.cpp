// convert/syntax/pickle/sequence.cpp -- numbers, texts and elements out of arrays, lists and single values
// alike.
#include <string>
#include <vector>

#include <convert/refusal.hpp>
#include <convert/syntax/pickle/document.hpp>
#include <convert/syntax/pickle/expectation.hpp>
#include <convert/syntax/pickle/numpy.hpp>

namespace convert::pickle {

namespace {

/// A list that is being read: how far, and how long its like must be.
struct level {
  value list;
  std::size_t next = 0;
};

constexpr std::size_t deepest = 64;
constexpr std::size_t generous = std::size_t{1} << 20;

/// Depth first with a stack of its own; every list at one depth must be as long as the first there.
void flatten(value root, std::vector<double>& numbers) {
  std::vector<level> open{{root, 0}};
  std::vector<std::size_t> lengths{root.size()};
  std::size_t leaf_depth = 0;                              // 0: not known yet
  const auto most = root.owner().values().stream().size(); // a shared list could be named over and over again
  for (std::size_t steps = 0; !open.empty(); ++steps) {
    if (steps > 4 * most + generous)
      refuse_value(root, "lists that share more elements than the file has bytes");
    auto& innermost = open.back();
    if (innermost.next == innermost.list.size()) {
      open.pop_back();
      continue;
    }
    const auto element = innermost.list[innermost.next++];
    const auto depth = open.size();
    if (!element.is_sequence()) {
      if (leaf_depth == 0) leaf_depth = depth;
      if (leaf_depth != depth || lengths.size() > depth) refuse_value(element, "a list of numbers and lists");
      numbers.push_back(element.number());
      continue;
    }
    if (depth == leaf_depth) refuse_value(element, "a list of numbers and lists");
    if (depth == deepest) refuse_value(root, "lists nested more than 64 deep");
    if (lengths.size() == depth) lengths.push_back(element.size());
    if (lengths[depth] != element.size()) refuse_value(element, "lists of different lengths");
    open.push_back({element, 0});
  }
}

/// The messages of arrays name no path, for they know none.
template <class Read>
auto with_path(value from, Read read) {
  try {
    return read(from.as_array());
  } catch (const refusal& why) {
    if (std::string_view(why.what()).starts_with('`')) throw;
    refuse_value(from, why.what());
  }
}

} // namespace

std::vector<double> value::numbers() const {
  if (is_array()) {
    return with_path(*this, [](const array& found) { return found.numbers(); });
  }
  std::vector<double> found;
  if (is_sequence()) {
    flatten(*this, found);
  } else {
    found.push_back(number());
  }
  return found;
}

std::vector<std::string> value::texts() const {
  if (is_array()) {
    return with_path(*this, [](const array& found) { return found.texts(); });
  }
  if (!is_sequence()) refuse_kind(*this, "an array or a list of texts");
  std::vector<std::string> found;
  found.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) found.emplace_back((*this)[i].text());
  return found;
}

std::vector<value> value::elements() const {
  std::vector<value> found;
  if (!is_array()) {
    if (!is_sequence() && type() != kind::set) refuse_kind(*this, "an array or a list");
    found.reserve(size());
    for (std::size_t i = 0; i < size(); ++i) found.push_back((*this)[i]);
    return found;
  }
  const auto& from = as_array();
  if (from.shape.size() != 1) {
    refuse_value(*this, "expected an array of one dimension, found " + std::to_string(from.shape.size()));
  }
  if (from.type.kind == 'O') return from.objects;
  auto& values = owner_->unpacking();
  auto first = values.unpacked(index_);
  if (first == absent) {
    first = static_cast<std::uint32_t>(values.size());
    with_path(*this, [&](const array& items) {
      const auto width = items.type.item_bytes;
      const bool plain = std::string_view("biufUS").find(items.type.kind) != std::string_view::npos;
      if (!plain)
        throw refusal("an array of `" + std::string(1, items.type.kind) + "` has no plain elements");
      for (std::size_t i = 0; i < items.count(); ++i) {
        unpack_element(values, items.type, items.data.substr(i * width, width), offset());
      }
      return true;
    });
    values.unpacked(index_, first);
  }
  for (std::size_t i = 0; i < from.count(); ++i)
    found.push_back({*owner_, first + static_cast<std::uint32_t>(i)});
  return found;
}

} // namespace convert::pickle
