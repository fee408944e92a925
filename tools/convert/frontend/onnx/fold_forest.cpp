// convert/frontend/onnx/fold_forest.cpp -- forests over picked columns, and sums of forests.
#include <convert/frontend/onnx/fold.hpp>

#include <algorithm>
#include <vector>

#include <convert/ir/wiring.hpp>

namespace convert::onnx {

namespace {

ir::step* maker_of(ir::model& m, ir::value v) { return v == 0 ? nullptr : &m.steps[v - 1]; }

/// Whether the forest may read its columns before a select of one value, or before they are rounded.
bool read_through(ir::model& m, const std::vector<std::uint32_t>& widths, ir::step& s, ir::forest& f) {
  const ir::step* before = maker_of(m, s.input);
  if (before == nullptr) return false;
  const auto* function = std::get_if<ir::unary>(&before->what);
  if (function != nullptr && function->what == ir::function::to_f32 && f.input_f32) {
    s.input = before->input;
    return true;
  }
  const auto* picked = std::get_if<ir::select>(&before->what);
  if (picked == nullptr || picked->columns.empty()) return false;
  const ir::value from = picked->columns[0].from;
  for (const auto& column : picked->columns)
    if (column.from != from) return false;
  for (ir::tree& t : f.trees)
    for (ir::tree_node& n : t.nodes)
      if (!n.is_leaf()) n.feature = picked->columns[n.feature].index;
  f.features = widths[from];
  s.input = from;
  return true;
}

bool all_floats(const std::vector<double>& numbers) {
  return std::all_of(numbers.begin(), numbers.end(),
                     [](double x) { return !(static_cast<double>(static_cast<float>(x)) != x) || x != x; });
}

bool is_zero(const std::vector<double>& numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](double x) { return x == 0; });
}

bool is_plain(const ir::step* s, ir::value input, bool input_f32) {
  const auto* f = s == nullptr ? nullptr : std::get_if<ir::forest>(&s->what);
  return f != nullptr && s->input == input && !s->f32 && f->input_f32 == input_f32 && f->outputs == 1 &&
         !f->vector_leaves && is_zero(f->base);
}

/// Whether adding up the trees of `f` one by one, each sum rounded if `f32`, is what the forest does.
bool sums_as(const ir::forest& f, bool f32) {
  if (f.trees.size() > 1) return f.sum_f32 == f32;
  return !f32 || all_floats(f.leaves);
}

/// The trees of `from` after those of `to`.
void append(ir::forest& to, const ir::forest& from) {
  const auto leaves = static_cast<std::uint32_t>(to.leaves.size());
  const auto sets = static_cast<std::uint32_t>(to.sets.size());
  to.leaves.insert(to.leaves.end(), from.leaves.begin(), from.leaves.end());
  to.sets.insert(to.sets.end(), from.sets.begin(), from.sets.end());
  for (ir::tree t : from.trees) {
    for (ir::tree_node& n : t.nodes) {
      n.leaf += n.is_leaf() ? leaves : 0;
      n.set += n.asks == ir::question::in_set ? sets : 0;
    }
    to.trees.push_back(std::move(t));
  }
}

} // namespace

void fold_forest_inputs(ir::model& m) {
  const auto widths = ir::widths(m);
  for (ir::step& s : m.steps)
    if (auto* f = std::get_if<ir::forest>(&s.what))
      while (read_through(m, widths, s, *f)) {
      }
}

void fold_forest_sums(ir::model& m) {
  const auto counts = ir::reader_counts(m);
  for (ir::step& s : m.steps) {
    const auto* sum = std::get_if<ir::elementwise>(&s.what);
    if (sum == nullptr || sum->what != ir::operation::add) continue;
    const ir::step* halves = maker_of(m, s.input);
    const auto* picked = halves == nullptr ? nullptr : std::get_if<ir::select>(&halves->what);
    if (picked == nullptr || picked->columns.size() != 2) continue;
    const ir::value a = picked->columns[0].from;
    const ir::value b = picked->columns[1].from;
    ir::step* first = maker_of(m, a);
    ir::step* second = maker_of(m, b);
    if (a == b || first == nullptr || second == nullptr || counts[a] != 1 || counts[b] != 1 ||
        counts[s.input] != 1)
      continue;
    auto* to = std::get_if<ir::forest>(&first->what);
    const auto* from = std::get_if<ir::forest>(&second->what);
    // The second forest is added as one number, so it has to be one tree.
    if (to == nullptr || from == nullptr || from->trees.size() != 1 ||
        !is_plain(first, first->input, to->input_f32) || !is_plain(second, first->input, to->input_f32) ||
        !sums_as(*to, s.f32) || !sums_as(*from, s.f32))
      continue;
    ir::forest made = std::move(*to);
    made.sum_f32 = s.f32;
    append(made, *from);
    const ir::value input = first->input;
    *first = {input, ir::select{}, false}; // nothing reads it any more
    s = {input, std::move(made), false};
  }
}

} // namespace convert::onnx
