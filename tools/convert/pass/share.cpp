// convert/pass/share.cpp -- finds equal steps by a hash over some of their numbers, then by comparing all.
#include <convert/pass/share.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include <convert/ir/fields.hpp>
#include <convert/ir/wiring.hpp>
#include <convert/pass/replace.hpp>

namespace convert::pass {

namespace {

template <class Number>
std::uint64_t bits_of(Number x) {
  if constexpr (std::is_same_v<Number, double>)
    return std::bit_cast<std::uint64_t>(x);
  else
    return static_cast<std::uint64_t>(x);
}

template <class Number>
constexpr bool is_number = std::is_arithmetic_v<Number> || std::is_enum_v<Number>;

/// FNV-1a over members (Fowler, Noll, Vo), with a shift that lets high bits of doubles reach low ones. Of a list
/// the length and the first items count: enough to tell steps apart, little for a forest of a million nodes.
class hash {
 public:
  template <class Item>
  void add(const Item& item) {
    if constexpr (is_number<Item>) {
      state_ = (state_ ^ bits_of(item)) * 0x100000001B3ULL;
      state_ ^= state_ >> 29U;
    } else {
      ir::each_field(item, [&](const char*, const auto& member) { this->add(member); });
    }
  }
  template <class Item>
  void add(const std::vector<Item>& list) {
    constexpr std::size_t enough = 16;
    add(list.size());
    for (std::size_t i = 0; i < std::min(list.size(), enough); ++i) add(list[i]);
  }
  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

template <class Item>
bool same(const Item& a, const Item& b);

template <class Item>
bool same(const std::vector<Item>& a, const std::vector<Item>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Item& x, const Item& y) { return same(x, y); });
}

template <class Item>
bool same(const Item& a, const Item& b) {
  if constexpr (is_number<Item>)
    return bits_of(a) == bits_of(b);
  else
    return std::apply([&](const auto&... member) { return (same(a.*(member.at), b.*(member.at)) && ...); },
                      ir::fields(&a));
}

std::uint64_t hash_of(const ir::step& s) {
  hash h;
  h.add(s.what.index());
  h.add(s.input);
  h.add(s.f32);
  std::visit([&](const auto& what) { h.add(what); }, s.what);
  return h.value();
}

bool same_step(const ir::step& a, const ir::step& b) {
  if (a.what.index() != b.what.index() || a.input != b.input || a.f32 != b.f32) return false;
  return std::visit(
      [&](const auto& what) { return same(what, std::get<std::decay_t<decltype(what)>>(b.what)); }, a.what);
}

} // namespace

void share(ir::model& m) {
  std::vector<ir::value> instead(m.steps.size() + 1, 0);
  std::unordered_multimap<std::uint64_t, ir::value> seen;
  for (ir::value v = 1; v < instead.size(); ++v) {
    ir::step& s = m.steps[v - 1];
    ir::rename(s, instead); // to the first of equal inputs, so that chains of equal steps meet
    instead[v] = v;
    const std::uint64_t key = hash_of(s);
    const auto [first, last] = seen.equal_range(key);
    const auto twin =
        std::find_if(first, last, [&](const auto& entry) { return same_step(m.steps[entry.second - 1], s); });
    if (twin != last)
      instead[v] = twin->second;
    else
      seen.emplace(key, v);
  }
  replace_values(m, instead);
}

} // namespace convert::pass
