// convert/frontend/onnx/order.cpp -- ArgMax, ArgMin, TopK.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/reduction/reduction_ops.cc (ReduceAggregatorArgMax: the
//           first of equal elements unless `select_last_index`), math/top_k.cc; both compare with the best so far, so
//           that NaN is passed by unless it comes first; more than one are searched for in two ways.
#include <convert/frontend/onnx/operators.hpp>

#include <cmath>

#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/frontend/onnx/groups.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

/// The index of the largest element of each group, by comparisons with the largest so far.
ir::value largest(workspace& w, const grouped& g, ir::value x, ir::decide::kind which) {
  if (g.count > 4096) throw refusal("it looks at more than 4096 groups");
  std::vector<ir::value> found;
  for (std::uint32_t group = 0; group < g.count; ++group) {
    std::vector<std::uint32_t> columns;
    for (std::uint32_t i = 0; i < g.width; ++i) columns.push_back(group * g.width + i);
    found.push_back(w.build.add(w.build.pick(x, columns), ir::decide{which}));
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
  const auto which = c.integer("select_last_index", 0) != 0 ? ir::decide::kind::last_greater
                                                            : ir::decide::kind::first_greater;
  const ir::value at = largest(c.w, g, Smallest ? negative(c.w, x) : x, which);
  c.out(c.w.computed(element::i64, reduced_shape(t.form, {axis}, c.integer("keepdims", 1) != 0), at));
}

/// K: an attribute before version 10, an input since.
std::uint32_t wanted_count(call& c, std::uint32_t width) {
  std::int64_t count = c.integer("k", 0);
  if (c.version >= 10) {
    const auto k = c.w.integers_of(c.in(1), "K");
    if (k.size() != 1) throw refusal("`K` has " + std::to_string(k.size()) + " numbers");
    count = k[0];
  }
  if (count < 1 || count > width)
    throw refusal("`K` is " + std::to_string(count) + " of " + std::to_string(width) + " elements");
  return static_cast<std::uint32_t>(count);
}

/// Whether ONNX Runtime looks for k of n numbers with its heap. Else it takes std::nth_element, for which NaN is not
/// sorted at all.
bool is_on_heap(std::uint32_t k, std::uint32_t n) { return k < 4 || std::log2(k) / std::log2(n) < 0.725; }

void translate_top_k(call& c) {
  const tensor& t = c.in(0);
  check_type(t, numbers::any);
  const std::size_t axis = axis_of(c.integer("axis", -1), t.form.rank());
  const bool is_largest = c.integer("largest", 1) != 0;
  const grouped g = group_along(c.w, t, {axis});
  const std::uint32_t count = wanted_count(c, g.width);
  if (count > 1 && c.integer("sorted", 1) == 0)
    throw refusal("`sorted` is 0: the order is that of one library's search");
  ir::value x = c.w.value_of(g.t);
  if (is_real(t.type) && !is_on_heap(count, g.width)) {
    ir::require sortable;
    sortable.infinite_allowed = true;
    sortable.features = c.w.build.origins(c.w.raw_value_of(g.t));
    x = c.w.build.add(x, std::move(sortable));
  }
  const ir::value best = c.w.build.add(x, ir::top{!is_largest, count, g.count});
  shape form = t.form;
  form.dims[axis] = count;
  const auto half = [&](std::uint32_t which, element type) {
    const std::uint32_t size = g.count * count;
    const ir::value columns = c.w.build.slice(best, which * size, size);
    return ungrouped(c.w, g, form, c.w.computed(type, permuted_shape(form, g.perm), columns));
  };
  c.out(0, half(0, t.type));
  if (c.wants(1)) c.out(1, half(1, element::i64));
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
