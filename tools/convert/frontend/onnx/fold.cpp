// convert/frontend/onnx/fold.cpp -- the order of the folds, and the removal of steps that they leave behind.
#include <convert/frontend/onnx/fold.hpp>

#include <vector>

#include <convert/ir/wiring.hpp>

namespace convert::onnx {

ir::model folded(ir::model m) {
  drop_unread(m);
  fold_forest_inputs(m);
  fold_leaf_functions(m);
  drop_unread(m);
  fold_forest_sums(m);
  fold_biases(m);
  drop_unread(m);
  fold_networks(m);
  drop_unread(m);
  return m;
}

void drop_unread(ir::model& m) {
  std::vector<bool> is_read(m.steps.size() + 1, false);
  for (const ir::output& out : m.outputs) is_read[out.from] = true;
  for (std::size_t i = m.steps.size(); i-- > 0;)
    if (is_read[i + 1])
      for (const ir::value from : ir::reads(m.steps[i])) is_read[from] = true;
  std::vector<ir::value> names(m.steps.size() + 1, 0);
  std::vector<ir::step> kept;
  for (std::size_t i = 0; i < m.steps.size(); ++i) {
    if (!is_read[i + 1]) continue;
    ir::rename(m.steps[i], names);
    kept.push_back(std::move(m.steps[i]));
    names[i + 1] = static_cast<ir::value>(kept.size());
  }
  m.steps = std::move(kept);
  for (ir::output& out : m.outputs) out.from = names[out.from];
}

} // namespace convert::onnx
