// convert/frontend/onnx/reduce.cpp -- ReduceSum, ReduceMean and the other reductions over features.
//
// Source    ONNX 1.12 .. 1.19, docs/Changelog.md (axes are an input of ReduceSum since 13 and of the others since 18).
#include <convert/frontend/onnx/operators.hpp>

#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/frontend/onnx/groups.hpp>
#include <convert/frontend/onnx/vector_sum.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

/// The axes to reduce; none at all where the operator then does nothing.
std::vector<std::size_t> axes_of(call& c, std::int64_t input_since) {
  const std::size_t rank = c.in(0).form.rank();
  std::vector<std::int64_t> asked;
  if (c.version < input_since)
    asked = c.integers("axes");
  else if (c.has(1))
    asked = c.w.integers_of(c.in(1), "axes");
  std::vector<std::size_t> axes;
  for (const std::int64_t axis : asked) axes.push_back(axis_of(axis, rank));
  if (asked.empty() && c.integer("noop_with_empty_axes", 0) == 0)
    for (std::size_t axis = 0; axis < rank; ++axis) axes.push_back(axis);
  return axes;
}

/// NaN is refused: which elements a vector's comparisons then pass by depends on where they stand.
ir::value comparable(workspace& w, const tensor& t) {
  const ir::value x = w.value_of(t);
  if (!is_real(t.type)) return x;
  ir::require numbers;
  numbers.infinite_allowed = true;
  numbers.features = w.build.origins(x);
  return w.build.add(x, std::move(numbers));
}

/// Sums or means of floats along the last axes.
ir::value sum_of_vectors(workspace& w, ir::reduce::kind how, const grouped& g) {
  const ir::value sum = vector_sum(w, g, w.value_of(g.t));
  if (how != ir::reduce::kind::mean) return sum;
  const std::vector<double> width(g.count, g.width);
  return w.build.add(sum, ir::with_constants{ir::operation::divide, false, width}, true);
}

/// Whether floats along the last axes are added as vectors or one by one.
enum class order : std::uint8_t { vectors, one_by_one };

tensor reduced(call& c, ir::reduce::kind how, std::int64_t input_since, order added) {
  const tensor& t = c.in(0);
  check_type(t, numbers::any);
  if (t.type == element::boolean) throw refusal("it is not supported on tensors of bool");
  const auto axes = axes_of(c, input_since);
  const grouped g = group_along(c.w, t, axes);
  const shape form = reduced_shape(t.form, axes, c.integer("keepdims", 1) != 0);
  if (added == order::vectors && adds_vectors(g))
    return c.w.computed(t.type, form, sum_of_vectors(c.w, how, g));
  const ir::value x =
      how == ir::reduce::kind::max || how == ir::reduce::kind::min ? comparable(c.w, g.t) : c.w.value_of(g.t);
  const ir::value made = c.w.build.add(x, ir::reduce{how, g.count}, rounds(t.type));
  return c.w.computed(t.type, form, made);
}

template <ir::reduce::kind How, std::int64_t InputSince>
void translate_reduce(call& c) {
  const bool real_only = How == ir::reduce::kind::l2 || How == ir::reduce::kind::log_sum_exp;
  if (real_only) check_type(c.in(0), numbers::real);
  constexpr bool adds = How == ir::reduce::kind::sum || How == ir::reduce::kind::mean;
  tensor made = reduced(c, How, InputSince, adds ? order::vectors : order::one_by_one);
  if (How == ir::reduce::kind::mean && is_integer(made.type)) made.at = truncated(c.w, made.at);
  c.out(std::move(made));
}

void translate_log_sum(call& c) {
  check_type(c.in(0), numbers::real);
  c.out(applied(c.w, ir::function::log, reduced(c, ir::reduce::kind::sum, 18, order::one_by_one)));
}

} // namespace

std::span<const operator_entry> reduce_operators() {
  using k = ir::reduce::kind;
  static constexpr operator_entry entries[] = {
      {"", "ReduceSum", true, translate_reduce<k::sum, 13>, 1},
      {"", "ReduceMean", true, translate_reduce<k::mean, 18>, 1},
      {"", "ReduceMax", true, translate_reduce<k::max, 18>, 1},
      {"", "ReduceMin", true, translate_reduce<k::min, 18>, 1},
      {"", "ReduceProd", true, translate_reduce<k::product, 18>, 1},
      {"", "ReduceSumSquare", true, translate_reduce<k::sum_squares, 18>, 1},
      {"", "ReduceL1", true, translate_reduce<k::sum_absolute, 18>, 1},
      {"", "ReduceL2", true, translate_reduce<k::l2, 18>, 1},
      {"", "ReduceLogSumExp", true, translate_reduce<k::log_sum_exp, 18>, 1},
      {"", "ReduceLogSum", true, translate_log_sum, 1},
  };
  return entries;
}

} // namespace convert::onnx
