// convert/frontend/onnx/fold_leaf.cpp -- functions of the leaf that a row reaches in one tree become that leaf's value.
//
// skl2onnx writes the depth of a row in one tree of an isolation forest so: the tree answers the leaf's number, two
// LabelEncoders give the leaf's samples and depth, and some twenty operators make the expected path length of them.
// All of it has one value a leaf, which the evaluator finds.
#include <convert/frontend/onnx/fold.hpp>

#include <algorithm>
#include <vector>

#include <convert/ir/evaluate.hpp>
#include <convert/ir/wiring.hpp>

namespace convert::onnx {

namespace {

constexpr std::size_t most_leaves = 65536;
constexpr std::size_t most_steps = 1024;

/// What a value depends on.
constexpr ir::value on_nothing = 0xFFFFFFFFU;
constexpr ir::value on_the_row = 0; // or on several trees
// else: on the tree whose value has this name

bool is_one_tree(const ir::step& s) {
  const auto* f = std::get_if<ir::forest>(&s.what);
  return f != nullptr && f->trees.size() == 1 && f->outputs == 1 && !f->vector_leaves && !s.f32;
}

/// Products of nothing are 1 for every row.
bool is_constant(const ir::step& s) {
  const auto* made = std::get_if<ir::polynomial>(&s.what);
  return made != nullptr && std::all_of(made->products.begin(), made->products.end(),
                                        [](const auto& factors) { return factors.empty(); });
}

ir::value source_of(const ir::step& s, ir::value own, const std::vector<ir::value>& sources) {
  if (is_one_tree(s)) return own;
  if (is_constant(s)) return on_nothing;
  if (ir::may_refuse(s) || std::holds_alternative<ir::forest>(s.what)) return on_the_row;
  ir::value source = on_nothing;
  for (const ir::value from : ir::reads(s)) {
    const ir::value next = sources[from];
    if (next == on_nothing || next == source) continue;
    if (source != on_nothing || next == on_the_row) return on_the_row;
    source = next;
  }
  return source;
}

std::vector<ir::value> sources_of(const ir::model& m) {
  std::vector<ir::value> sources{on_the_row};
  for (std::size_t i = 0; i < m.steps.size(); ++i)
    sources.push_back(source_of(m.steps[i], static_cast<ir::value>(i + 1), sources));
  return sources;
}

/// The steps that `v` needs, over a row of one column: the value of the tree.
ir::model function_of_leaf(const ir::model& m, const std::vector<ir::value>& sources, ir::value v) {
  std::vector<bool> needed(m.steps.size() + 1, false);
  needed[v] = true;
  for (std::size_t i = v; i-- > 0;)
    if (needed[i + 1] && i + 1 != sources[v] && !is_constant(m.steps[i]))
      for (const ir::value from : ir::reads(m.steps[i])) needed[from] = true;
  ir::model made;
  made.features.resize(1);
  std::vector<ir::value> names(m.steps.size() + 1, 0);
  for (std::size_t i = 0; i < v; ++i) {
    if (!needed[i + 1] || i + 1 == sources[v]) continue;
    made.steps.push_back(m.steps[i]);
    ir::rename(made.steps.back(), names);
    names[i + 1] = static_cast<ir::value>(made.steps.size());
  }
  return made;
}

/// The tree with the value of each leaf put through the function.
bool put_through(const ir::model& function, ir::forest& f, std::uint32_t width) {
  const double base = f.base[0];
  std::vector<double> leaves;
  for (const double leaf : f.leaves) {
    const double sum = f.sum_f32 ? static_cast<double>(static_cast<float>(base + leaf)) : base + leaf;
    const double row[] = {sum};
    const ir::evaluation made = ir::evaluate(function, row);
    if (made.refused || made.values.back().size() != width) return false;
    leaves.insert(leaves.end(), made.values.back().begin(), made.values.back().end());
  }
  f.leaves = std::move(leaves);
  f.outputs = width;
  f.vector_leaves = width > 1;
  f.sum_f32 = false; // the leaf itself
  f.base.assign(width, 0.0);
  f.trees[0].output = 0;
  return true;
}

} // namespace

void fold_leaf_functions(ir::model& m) {
  const auto sources = sources_of(m);
  const auto widths = ir::widths(m);
  // Values that the function's own steps do not keep to themselves.
  std::vector<bool> leaves_function(m.steps.size() + 1, false);
  for (const ir::output& out : m.outputs) leaves_function[out.from] = true;
  for (std::size_t i = 0; i < m.steps.size(); ++i)
    for (const ir::value from : ir::reads(m.steps[i]))
      if (sources[i + 1] != sources[from]) leaves_function[from] = true;
  for (ir::value v = static_cast<ir::value>(m.steps.size()); v > 0; --v) {
    const ir::value tree = sources[v];
    if (!leaves_function[v] || tree == on_nothing || tree == on_the_row || tree == v || widths[v] == 0)
      continue;
    // A select only gathers what others made: folded, each of its readers would have the tree once more.
    if (std::holds_alternative<ir::select>(m.steps[v - 1].what)) continue;
    const ir::step& root = m.steps[tree - 1];
    ir::forest made = std::get<ir::forest>(root.what);
    const ir::model function = function_of_leaf(m, sources, v);
    if (made.leaves.size() > most_leaves || function.steps.size() > most_steps) continue;
    if (put_through(function, made, widths[v])) m.steps[v - 1] = {root.input, std::move(made), false};
  }
}

} // namespace convert::onnx
