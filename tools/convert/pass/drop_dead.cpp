// convert/pass/drop_dead.cpp -- walks from the answers back to the row and drops what it does not meet.
#include <convert/pass/drop_dead.hpp>

#include <vector>

#include <convert/ir/wiring.hpp>
#include <convert/pass/replace.hpp>

namespace convert::pass {

void drop_dead(ir::model& m) {
  std::vector<bool> needed(m.steps.size() + 1, false);
  needed[0] = true;
  for (const auto& out : m.outputs) needed[out.from] = true;
  for (std::size_t v = m.steps.size(); v > 0; --v) {
    const ir::step& s = m.steps[v - 1];
    if (ir::may_refuse(s)) needed[v] = true;
    if (!needed[v]) continue;
    for (const ir::value from : ir::reads(s)) needed[from] = true;
  }
  keep_values(m, needed);
}

} // namespace convert::pass
