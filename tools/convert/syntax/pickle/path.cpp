// convert/syntax/pickle/path.cpp -- the way from the root to a value, found only when a message needs it.
#include <algorithm>
#include <string>
#include <vector>

#include <convert/syntax/pickle/document.hpp>

namespace convert::pickle {

namespace {

/// How a value was reached: from whom, and as what.
struct step {
  enum class kind : std::uint8_t { unseen, root, element, entry, attribute, argument };
  std::uint32_t from = absent;
  std::uint32_t which = 0; // the element's number, or the key's value
  kind how = kind::unseen;
};

/// Breadth first, so the shortest way wins.
class search {
 public:
  search(const document& owner, std::uint32_t target)
      : values_(owner.values()), target_(target), steps_(owner.values().size()) {
    reach(owner.root_index(), {absent, 0, step::kind::root});
    for (std::size_t i = 0; i < queue_.size() && steps_[target_].how == step::kind::unseen; ++i)
      expand(queue_[i]);
  }

  bool found() const { return steps_[target_].how != step::kind::unseen; }

  std::vector<step> way() const {
    std::vector<step> steps;
    for (auto at = target_; at != absent; at = steps_[at].from) steps.push_back(steps_[at]);
    return steps; // the last step first
  }

 private:
  void reach(std::uint32_t index, step by) {
    if (index == absent || steps_[index].how != step::kind::unseen) return;
    steps_[index] = by;
    queue_.push_back(index);
  }

  void reach_cells(std::uint32_t container, std::uint32_t from) {
    const auto cells = values_.cells(container);
    for (std::uint32_t i = 0; i < cells.size(); ++i) reach(cells[i], {from, i, step::kind::element});
  }

  void reach_entries(std::uint32_t dict, std::uint32_t from, step::kind how) {
    const auto cells = values_.cells(dict);
    for (std::size_t i = 0; i + 1 < cells.size(); i += 2) {
      reach(cells[i + 1], {from, cells[i], how});
      reach(cells[i], {from, cells[i], how}); // a key stands for its entry
    }
  }

  void expand_record(std::uint32_t from) {
    const auto& record = values_.record_of(from);
    if (record.entries != absent) reach_entries(record.entries, from, step::kind::entry);
    if (record.items != absent) reach_cells(record.items, from);
    if (record.state != absent) {
      const auto type = values_.at(record.state).type;
      if (type == kind::dict) reach_entries(record.state, from, step::kind::attribute);
      if (type == kind::tuple) {
        for (const auto part : values_.cells(record.state)) {
          if (values_.at(part).type == kind::dict) reach_entries(part, from, step::kind::attribute);
        }
      }
      reach(record.state, {from, 0, step::kind::argument});
    }
    reach(record.arguments, {from, 0, step::kind::argument});
    reach(record.keywords, {from, 0, step::kind::argument});
    reach(record.callable, {from, 0, step::kind::argument});
  }

  void expand(std::uint32_t from) {
    switch (values_.at(from).type) {
    case kind::tuple:
    case kind::list:
    case kind::set: reach_cells(from, from); break;
    case kind::dict: reach_entries(from, from, step::kind::entry); break;
    case kind::call:
    case kind::instance: expand_record(from); break;
    case kind::array: expand_array(from); break;
    default: break;
    }
  }

  void expand_array(std::uint32_t from) {
    const auto& found = values_.array_of(from);
    std::uint32_t i = 0;
    for (const auto& object : found.objects) reach(object.index(), {from, i++, step::kind::element});
    const auto first = values_.unpacked(from);
    if (first == absent) return;
    for (i = 0; i < found.count(); ++i) reach(first + i, {from, i, step::kind::element});
  }

  const arena& values_;
  std::uint32_t target_;
  std::vector<step> steps_;
  std::vector<std::uint32_t> queue_;
};

std::string root_name(const document& owner) {
  const auto root = owner.root();
  switch (root.type()) {
  case kind::global:
  case kind::call:
  case kind::instance: return std::string(root.class_name());
  case kind::tuple: return "tuple";
  case kind::list: return "list";
  case kind::dict: return "dict";
  case kind::set: return "set";
  case kind::array: return "array";
  default: return "value";
  }
}

/// "coef_" for an attribute, "'name'" for a dict's key.
std::string key_text(const arena& values, std::uint32_t key, std::string_view quote) {
  const auto& found = values.at(key);
  if (found.type == kind::integer) return std::to_string(static_cast<std::int64_t>(found.bits()));
  if (found.type != kind::text) return "?";
  constexpr std::size_t longest = 64;
  return std::string(quote) + std::string(values.text(key).substr(0, longest)) + std::string(quote);
}

} // namespace

std::string value::path() const {
  const search found(*owner_, index_);
  if (!found.found()) return "byte " + std::to_string(offset());
  const auto& values = owner_->values();
  auto steps = found.way();
  auto text = root_name(*owner_);
  steps.pop_back(); // the root
  constexpr std::size_t longest = 12;
  if (steps.size() > longest) {
    text += "...";
    steps.resize(longest);
  }
  std::reverse(steps.begin(), steps.end());
  for (const auto& s : steps) {
    switch (s.how) {
    case step::kind::element: text += "[" + std::to_string(s.which) + "]"; break;
    case step::kind::entry: text += "[" + key_text(values, s.which, "'") + "]"; break;
    case step::kind::attribute: text += "." + key_text(values, s.which, ""); break;
    case step::kind::argument: text += "()"; break;
    default: break;
    }
  }
  return text;
}

} // namespace convert::pickle
