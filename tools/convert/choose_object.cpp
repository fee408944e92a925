// convert/choose_object.cpp -- which object of a pickle is the model, when it holds a dict or a tuple of things.
#include <convert/choose_object.hpp>

#include <string>
#include <vector>

#include <convert/refusal.hpp>

namespace convert {

namespace {

using pickle::kind;

constexpr std::size_t deepest = 8;

struct candidate {
  std::string name;
  pickle::value object;
};

bool holds_others(pickle::value v) { return v.type() == kind::dict || v.is_sequence(); }

/// What a dict, list or tuple holds, with the names that `--object` takes.
std::vector<candidate> parts_of(const candidate& whole) {
  std::vector<candidate> parts;
  const std::string prefix = whole.name.empty() ? "" : whole.name + ".";
  for (std::size_t i = 0; i < whole.object.size(); ++i) {
    const bool named = whole.object.type() == kind::dict && whole.object.key(i).is_text();
    const std::string own = named ? std::string(whole.object.key(i).text()) : std::to_string(i);
    parts.push_back({prefix + own, whole.object[i]});
  }
  return parts;
}

/// All objects in `root`, in order.
std::vector<candidate> candidates_in(pickle::value root) {
  std::vector<candidate> found;
  std::vector<candidate> level{{"", root}};
  for (std::size_t depth = 0; depth < deepest && !level.empty(); ++depth) {
    std::vector<candidate> next;
    for (const auto& whole : level) {
      for (auto& part : parts_of(whole)) {
        if (part.object.type() == kind::instance) found.push_back(part);
        if (holds_others(part.object) && part.object.size() <= 1000) next.push_back(part);
      }
    }
    level = std::move(next);
  }
  return found;
}

std::string list_of(const std::vector<candidate>& candidates) {
  std::string text;
  for (const auto& c : candidates) {
    text += (text.empty() ? "" : ", ") + ("`" + c.name) + "` (" + std::string(c.object.class_name()) + ")";
  }
  return text;
}

} // namespace

pickle::value choose_object(pickle::value root, std::string_view name) {
  if (!holds_others(root)) {
    if (!name.empty()) throw refusal("the file holds one object, not a dict or a tuple: leave --object out");
    return root;
  }
  const auto candidates = candidates_in(root);
  if (candidates.empty()) throw refusal("the file holds a dict, list or tuple without any object in it");
  if (name.empty() && candidates.size() == 1) return candidates.front().object;
  for (const auto& c : candidates) {
    if (c.name == name) return c.object;
  }
  if (name.empty())
    throw refusal("the file holds several objects: choose one with --object: " + list_of(candidates));
  throw refusal("the file holds no object `" + std::string(name) + "`: it holds " + list_of(candidates));
}

} // namespace convert
