// convert/frontend/onnx/order.cpp -- ArgMax, ArgMin, and TopK of one.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/reduction/reduction_ops.cc (ReduceAggregatorArgMax: the
//           first of equal elements unless `select_last_index`), math/top_k.cc.
#include <convert/frontend/onnx/operators.hpp>

#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/frontend/onnx/groups.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

enum class tie : std::uint8_t { first, last };

/// The index of the largest element of each group.
ir::value largest(workspace& w, const grouped& g, ir::value x, tie which) {
  if (g.count > 4096) throw refusal("it looks at more than 4096 groups");
  std::vector<ir::value> found;
  for (std::uint32_t group = 0; group < g.count; ++group) {
    std::vector<std::uint32_t> columns;
    for (std::uint32_t i = 0; i < g.width; ++i)
      columns.push_back(group * g.width + (which == tie::first ? i : g.width - 1 - i));
    ir::value at = w.build.add(w.build.pick(x, columns), ir::decide{});
    if (which == tie::last)
      at = w.build.add(at,
                       ir::with_constants{ir::operation::subtract, true, {static_cast<double>(g.width - 1)}});
    found.push_back(at);
  }
  return w.build.concat(found);
}

ir::value negative(workspace& w, ir::value x) { return w.build.add(x, ir::unary{ir::function::negative}); }

template <bool Smallest>
void translate_arg(call& c) {
  const tensor& t = c.in(0);
  check_type(t, numbers::any);
  const std::size_t axis = axis_of(c.integer("axis", 0), t.form.rank());
  const grouped g = group_along(c.w, t, {axis});
  const ir::value x = c.w.value_of(g.t);
  const tie which = c.integer("select_last_index", 0) != 0 ? tie::last : tie::first;
  const ir::value at = largest(c.w, g, Smallest ? negative(c.w, x) : x, which);
  c.out(c.w.computed(element::i64, reduced_shape(t.form, {axis}, c.integer("keepdims", 1) != 0), at));
}

void translate_top_k(call& c) {
  const tensor& t = c.in(0);
  check_type(t, numbers::any);
  std::int64_t count = c.integer("k", 0);
  if (c.version >= 10) {
    const auto k = c.w.integers_of(c.in(1), "K");
    count = k.size() == 1 ? k[0] : 0;
  }
  if (count != 1) throw refusal("`K` is " + std::to_string(count) + ": only the one largest is supported");
  const std::size_t axis = axis_of(c.integer("axis", -1), t.form.rank());
  const bool is_largest = c.integer("largest", 1) != 0;
  const grouped g = group_along(c.w, t, {axis});
  const ir::value x = c.w.value_of(g.t);
  const shape form = reduced_shape(t.form, {axis}, true);
  const auto how = is_largest ? ir::reduce::kind::max : ir::reduce::kind::min;
  c.out(0, c.w.computed(t.type, form, c.w.build.add(x, ir::reduce{how, g.count})));
  if (c.wants(1))
    c.out(1,
          c.w.computed(element::i64, form, largest(c.w, g, is_largest ? x : negative(c.w, x), tie::first)));
}

} // namespace

std::span<const operator_entry> order_operators() {
  static constexpr operator_entry entries[] = {
      {"", "ArgMax", true, translate_arg<false>, 1},
      {"", "ArgMin", true, translate_arg<true>, 1},
      {"", "TopK", true, translate_top_k, 1},
  };
  return entries;
}

} // namespace convert::onnx
