// convert/pass/drop_require.cpp -- compares each check with what is known of its columns.
#include <convert/pass/drop_require.hpp>

#include <algorithm>
#include <numeric>
#include <vector>

#include <convert/pass/facts.hpp>
#include <convert/pass/replace.hpp>

namespace convert::pass {

namespace {

bool always_passes(const known& k, const ir::require& s) {
  if (k.maybe_nan && !s.missing_allowed) return false;
  if (!k.bounded() && !s.infinite_allowed) return false;
  if (s.in_float_range && !(k.low >= -largest_in_float_range && k.high <= largest_in_float_range))
    return false;
  return s.lowest_excluded ? k.low > s.lowest : k.low >= s.lowest;
}

} // namespace

void drop_require(ir::model& m) {
  const auto all = facts_of(m);
  std::vector<ir::value> instead(all.size());
  std::iota(instead.begin(), instead.end(), 0U);
  for (ir::value v = 1; v < all.size(); ++v) {
    const auto* checked = std::get_if<ir::require>(&m.steps[v - 1].what);
    if (checked == nullptr) continue;
    const ir::value from = m.steps[v - 1].input;
    const auto passes = [&](const known& k) { return always_passes(k, *checked); };
    if (std::all_of(all[from].begin(), all[from].end(), passes)) instead[v] = from;
  }
  replace_values(m, instead);
}

} // namespace convert::pass
