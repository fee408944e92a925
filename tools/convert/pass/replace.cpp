// convert/pass/replace.cpp -- taking steps out of a model and naming the values anew.
#include <convert/pass/replace.hpp>

#include <cassert>
#include <utility>

#include <convert/ir/wiring.hpp>

namespace convert::pass {

namespace {

/// names[v] is v's new name; steps whose value has no place among the kept are dropped.
void compact(ir::model& m, const std::vector<bool>& keep, const std::vector<ir::value>& names) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < m.steps.size(); ++i) {
    if (!keep[i + 1]) continue;
    ir::rename(m.steps[i], names);
    if (kept != i) m.steps[kept] = std::move(m.steps[i]);
    ++kept;
  }
  m.steps.resize(kept);
  for (auto& out : m.outputs) out.from = names[out.from];
}

} // namespace

void replace_values(ir::model& m, const std::vector<ir::value>& instead) {
  assert(instead.size() == m.steps.size() + 1 && instead[0] == 0);
  std::vector<bool> keep(instead.size());
  std::vector<ir::value> names(instead.size());
  ir::value next = 0;
  for (ir::value v = 0; v < instead.size(); ++v) {
    keep[v] = instead[v] == v;
    assert(instead[v] <= v);
    names[v] = keep[v] ? next++ : names[instead[v]];
  }
  compact(m, keep, names);
}

void keep_values(ir::model& m, const std::vector<bool>& keep) {
  assert(keep.size() == m.steps.size() + 1);
  std::vector<ir::value> names(keep.size(), 0);
  ir::value next = 1;
  for (ir::value v = 1; v < keep.size(); ++v)
    if (keep[v]) names[v] = next++;
  compact(m, keep, names);
}

} // namespace convert::pass
