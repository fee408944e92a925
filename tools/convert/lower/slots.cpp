// convert/lower/slots.cpp -- which prepared keys a forest needs, and the key that each split compares with.
#include <convert/lower/slots.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <convert/lower/forest.hpp>
#include <convert/refusal.hpp>

namespace convert::lower {

namespace format = pounce::format;

namespace {

constexpr std::uint32_t always_right = 0xFFFF'FFFFU; // greater than any split's key

format::slot_missing missing_of(ir::missing_rule rule) {
  switch (rule) {
  case ir::missing_rule::nan: return format::slot_missing::nan;
  case ir::missing_rule::nan_or_zero: return format::slot_missing::nan_or_zero;
  case ir::missing_rule::nan_as_zero: return format::slot_missing::none;
  }
  return format::slot_missing::nan;
}

std::uint8_t flags_of(const ir::category_set& set) {
  return static_cast<std::uint8_t>(
      (set.wrap_256 ? format::wraps_256 : 0) | (set.negative_left ? format::negative_left : 0) |
      (set.beyond_left ? format::beyond_left : 0) | (set.sign_first ? format::sign_first : 0));
}

} // namespace

float float_at_most(double x) {
  const auto nearest = static_cast<float>(x);
  if (!(static_cast<double>(nearest) > x)) return nearest;
  return std::nextafterf(nearest, -std::numeric_limits<float>::infinity());
}

slot_table::slot_name slot_table::name_of(const ir::tree_node& n) {
  const std::uint32_t set = n.asks == ir::question::in_set ? n.set : 0;
  const bool left = n.missing != ir::missing_rule::nan_as_zero && n.missing_left;
  return {n.feature, n.asks, n.missing, left, set};
}

slot_table::slot_table(const ir::forest& f, image& to)
    : float_keys_(f.input_f32), first_(static_cast<std::uint32_t>(to.slots.size())) {
  if (!float_keys_) collect_thresholds(f, to);
  for (const auto& t : f.trees) {
    for (const auto& n : t.nodes) {
      if (!n.is_leaf()) slots_.emplace(name_of(n), 0);
    }
  }
  std::uint32_t number = 0;
  for (auto& [name, slot] : slots_) { // ascending features: the row is read from front to back
    slot = number++;
    append_slot(f, name, to);
  }
}

void slot_table::collect_thresholds(const ir::forest& f, image& to) {
  for (const auto& t : f.trees) {
    for (const auto& n : t.nodes) {
      if (!n.is_leaf() && n.asks != ir::question::in_set) {
        thresholds_[{n.feature, n.asks}].ascending.push_back(n.threshold + 0.0); // -0.0 is 0.0
      }
    }
  }
  for (auto& [name, list] : thresholds_) {
    std::sort(list.ascending.begin(), list.ascending.end());
    list.ascending.erase(std::unique(list.ascending.begin(), list.ascending.end()), list.ascending.end());
    list.first = static_cast<std::uint32_t>(to.numbers.size());
    to.numbers.insert(to.numbers.end(), list.ascending.begin(), list.ascending.end());
  }
}

void slot_table::append_slot(const ir::forest& f, const slot_name& name, image& to) {
  const auto& [feature, asks, missing, left, set] = name;
  format::slot s{};
  s.column = feature;
  s.missing = missing_of(missing);
  s.missing_key = left ? 0 : always_right;
  if (asks == ir::question::in_set) {
    const auto& words = f.sets[set].words;
    if (!set_words_.contains(set)) {
      set_words_[set] = {static_cast<std::uint32_t>(to.words.size()),
                         static_cast<std::uint32_t>(words.size())};
      to.words.insert(to.words.end(), words.begin(), words.end());
    }
    s.kind = format::slot_kind::category;
    s.flags = static_cast<std::uint8_t>(flags_of(f.sets[set]) | (float_keys_ ? format::reads_float : 0));
    s.first = set_words_[set].first;
    s.count = set_words_[set].second;
  } else if (float_keys_) {
    s.kind = format::slot_kind::float_key;
  } else {
    const auto& list = thresholds_.at({feature, asks});
    s.kind = asks == ir::question::less ? format::slot_kind::rank_inclusive : format::slot_kind::rank;
    s.first = list.first;
    s.count = static_cast<std::uint32_t>(list.ascending.size());
  }
  to.slots.push_back(s);
}

slot_table::compare slot_table::of(const ir::tree_node& n) const {
  compare c{slots_.at(name_of(n)), 0};
  if (n.asks == ir::question::in_set) return c; // 0 goes left, 1 right
  if (!float_keys_) {
    const auto& list = thresholds_.at({n.feature, n.asks}).ascending;
    c.key =
        static_cast<std::uint32_t>(std::lower_bound(list.begin(), list.end(), n.threshold) - list.begin());
    return c;
  }
  const float t = float_at_most(n.threshold);
  c.key = format::float_key(t);
  // x < t for floats x: below t if t is a float, else the same as x <= the float under it.
  if (n.asks == ir::question::less && static_cast<double>(t) == n.threshold) c.key -= 1;
  return c;
}

} // namespace convert::lower
