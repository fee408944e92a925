// convert/frontend/onnx/running_sum.cpp -- CumSum.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/math/cumsum.cc: each sum is the one before it and one element
//           more, rounded.
#include <convert/frontend/onnx/operators.hpp>

#include <convert/frontend/onnx/groups.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

/// Each sum is a step of its own.
constexpr std::uint32_t longest = 1024;

/// Element i of each group.
ir::value ith(workspace& w, const grouped& g, ir::value x, std::uint32_t i) {
  std::vector<std::uint32_t> columns;
  for (std::uint32_t group = 0; group < g.count; ++group) columns.push_back(group * g.width + i);
  return w.build.pick(x, columns);
}

void translate_cumulative_sum(call& c) {
  const tensor& t = c.in(0);
  check_type(t, numbers::any);
  if (t.type == element::boolean) throw refusal("it is not supported on tensors of bool");
  const auto axes = c.w.integers_of(c.in(1), "axis");
  if (axes.size() != 1) throw refusal("`axis` is not one number");
  const grouped g = group_along(c.w, t, {axis_of(axes[0], t.form.rank())});
  if (g.width > longest) throw refusal("it sums more than 1024 elements");
  const bool is_reverse = c.integer("reverse", 0) != 0;
  const bool is_exclusive = c.integer("exclusive", 0) != 0;
  const ir::value x = c.w.value_of(g.t);
  std::vector<ir::value> sums(g.width);
  const auto at = [&](std::uint32_t i) { return is_reverse ? g.width - 1 - i : i; };
  ir::value sum = ith(c.w, g, x, at(0));
  for (std::uint32_t i = 0; i < g.width; ++i) {
    if (i != 0)
      sum = c.w.build.add(paired(c.w, ith(c.w, g, x, at(i)), sum), ir::elementwise{ir::operation::add},
                          rounds(t.type));
    if (!is_exclusive)
      sums[at(i)] = sum;
    else if (i + 1 < g.width)
      sums[at(i + 1)] = sum;
  }
  if (is_exclusive) sums[at(0)] = c.w.build.constant(std::vector<double>(g.count, 0.0));
  ir::select ordered;
  for (std::uint32_t group = 0; group < g.count; ++group)
    for (const ir::value from : sums) ordered.columns.push_back({from, group});
  const ir::value made = c.w.build.add(0, std::move(ordered));
  c.out(ungrouped(c.w, g, t.form, c.w.computed(t.type, g.t.form, made)));
}

} // namespace

std::span<const operator_entry> running_sum_operators() {
  static constexpr operator_entry entries[] = {{"", "CumSum", true, translate_cumulative_sum}};
  return entries;
}

} // namespace convert::onnx
