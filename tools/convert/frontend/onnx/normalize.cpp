// convert/frontend/onnx/normalize.cpp -- BatchNormalization, LayerNormalization, LpNormalization.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/nn/batch_norm.h (the channel's scale and bias are made
//           first), layer_norm_impl.cc, lp_norm.cc.
#include <convert/frontend/onnx/operators.hpp>

#include <cmath>

#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/frontend/onnx/groups.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

double to_type(double x, element type) {
  return rounds(type) ? static_cast<double>(static_cast<float>(x)) : x;
}

void translate_batch(call& c) {
  const tensor& t = c.in(0);
  check_type(t, numbers::real);
  if (c.integer("training_mode", 0) != 0) throw refusal("`training_mode` is on");
  if (c.integer("spatial", 1) != 1) throw refusal("`spatial` is 0");
  if (t.form.rank() < 2) throw refusal("its input " + text_of(t.form) + " has no axis of channels");
  const auto scale = c.w.numbers_of(c.in(1), "scale");
  const auto bias = c.w.numbers_of(c.in(2), "B");
  const auto mean = c.w.numbers_of(c.in(3), "mean");
  const auto variance = c.w.numbers_of(c.in(4), "var");
  const double epsilon = static_cast<double>(c.real("epsilon", 1e-5F));
  const auto channels = static_cast<std::size_t>(t.form.dims[1]);
  if (t.form.is_rows(1) || scale.size() != channels || bias.size() != channels || mean.size() != channels ||
      variance.size() != channels)
    throw refusal("its parameters do not fit the channels of " + text_of(t.form));
  std::size_t after = 1;
  for (std::size_t axis = 2; axis < t.form.rank(); ++axis)
    after *= static_cast<std::size_t>(t.form.dims[axis]);
  ir::affine step{ir::affine::form::multiply_add, {}, {}};
  for (std::size_t i = 0; i < t.form.size(); ++i) {
    const std::size_t channel = i / after % channels;
    const double root = to_type(std::sqrt(to_type(variance[channel] + epsilon, t.type)), t.type);
    const double factor = to_type(to_type(1 / root, t.type) * scale[channel], t.type);
    step.a.push_back(factor);
    step.b.push_back(to_type(bias[channel] - to_type(mean[channel] * factor, t.type), t.type));
  }
  c.out(c.w.computed(t.type, t.form, c.w.build.add(c.w.value_of(t), std::move(step), rounds(t.type))));
  for (std::size_t i = 1; i < c.output_count(); ++i) {
    tensor statistic;
    statistic.unavailable = "the statistics of `BatchNormalization` are not supported";
    c.out(i, std::move(statistic));
  }
}

/// One number a group, repeated for all elements of the group.
ir::value repeated(workspace& w, ir::value one_each, const grouped& g) {
  std::vector<std::uint32_t> columns;
  for (std::uint32_t group = 0; group < g.count; ++group) columns.insert(columns.end(), g.width, group);
  w.charge(columns.size());
  return w.build.pick(one_each, columns);
}

/// Arithmetic on one number a group, or on all of them, rounded as the type is.
struct arithmetic {
  workspace& w;
  bool f32;

  ir::value both(ir::value left, ir::value right, ir::operation what) const {
    return w.build.add(paired(w, left, right), ir::elementwise{what}, f32);
  }
  ir::value by(ir::value v, ir::operation what, double number) const {
    const std::vector<double> numbers(w.build.width(v), number);
    return w.build.add(v, ir::with_constants{what, false, numbers}, f32);
  }
  ir::value rounded(ir::value v) const { return f32 ? w.build.add(v, ir::unary{ir::function::to_f32}) : v; }
};

/// Mean and variance of each group.
struct moments {
  ir::value mean;
  ir::value variance;
};

/// One element after the other, as B. P. Welford does.
moments moments_one_by_one(const arithmetic& a, const grouped& g, ir::value x) {
  ir::value mean = 0;
  ir::value squares = 0;
  for (std::uint32_t i = 0; i < g.width; ++i) {
    std::vector<std::uint32_t> columns;
    for (std::uint32_t group = 0; group < g.count; ++group) columns.push_back(group * g.width + i);
    const ir::value next = a.w.build.pick(x, columns);
    const ir::value before = i == 0 ? next : a.both(next, mean, ir::operation::subtract);
    mean = i == 0 ? next : a.both(mean, a.by(before, ir::operation::divide, i + 1), ir::operation::add);
    const ir::value after = a.both(next, mean, ir::operation::subtract);
    const ir::value square = a.both(before, after, ir::operation::multiply);
    squares = i == 0 ? square : a.both(squares, square, ir::operation::add);
  }
  return {mean, a.by(squares, ir::operation::divide, g.width)};
}

/// Of vectors' sums the last bits are not known; the mean that is left of them is.
moments moments_of_vectors(const arithmetic& a, const grouped& g, ir::value x) {
  ir::builder& b = a.w.build;
  const ir::value mean = a.rounded(b.add(x, ir::reduce{ir::reduce::kind::mean, g.count}));
  const ir::value centred = a.both(x, repeated(a.w, mean, g), ir::operation::subtract);
  const ir::value squares = b.add(centred, ir::reduce{ir::reduce::kind::sum_squares, g.count});
  const std::vector<double> width(g.count, g.width);
  const ir::value variance = b.add(squares, ir::with_constants{ir::operation::divide, false, width});
  return {mean, a.rounded(variance)};
}

void translate_layer(call& c) {
  constexpr std::uint32_t vector_width = 8;
  const tensor& t = c.in(0);
  check_type(t, numbers::real);
  if (c.integer("stash_type", 1) != 1) throw refusal("`stash_type` is not 1");
  std::vector<std::size_t> axes;
  for (std::size_t axis = axis_of(c.integer("axis", -1), t.form.rank()); axis < t.form.rank(); ++axis)
    axes.push_back(axis);
  const grouped g = group_along(c.w, t, axes);
  const arithmetic a{c.w, rounds(t.type)};
  const ir::value x = c.w.value_of(g.t);
  const bool one_by_one = g.width < vector_width;
  const moments m = one_by_one ? moments_one_by_one(a, g, x) : moments_of_vectors(a, g, x);
  const ir::value above_zero =
      a.by(m.variance, ir::operation::add, static_cast<double>(c.real("epsilon", 1e-5F)));
  const ir::value deviation = c.w.build.add(above_zero, ir::unary{ir::function::sqrt}, a.f32);
  const ir::value inverse = c.w.build.add(deviation, ir::unary{ir::function::reciprocal}, a.f32);
  const ir::value centred = a.both(x, repeated(c.w, m.mean, g), ir::operation::subtract);
  const ir::value made = one_by_one ? a.both(centred, repeated(c.w, deviation, g), ir::operation::divide)
                                    : a.both(centred, repeated(c.w, inverse, g), ir::operation::multiply);
  tensor normal = ungrouped(c.w, g, t.form, c.w.computed(t.type, g.t.form, made));
  normal = combined(c.w, ir::operation::multiply, normal, c.in(1), t.type);
  if (c.has(2)) normal = combined(c.w, ir::operation::add, normal, c.in(2), t.type);
  c.out(std::move(normal));
  const shape one_each = reduced_shape(t.form, axes, true);
  if (c.wants(1)) c.out(1, c.w.computed(t.type, one_each, m.mean));
  if (c.wants(2)) c.out(2, c.w.computed(t.type, one_each, inverse));
}

void translate_lp(call& c) {
  const tensor& t = c.in(0);
  check_type(t, numbers::real);
  const std::int64_t p = c.integer("p", 2);
  if (p != 1 && p != 2) throw refusal("`p` is " + std::to_string(p));
  const grouped g = group_along(c.w, t, {axis_of(c.integer("axis", -1), t.form.rank())});
  if (g.count > 4096) throw refusal("it looks at more than 4096 groups");
  const ir::value x = c.w.value_of(g.t);
  std::vector<ir::value> made;
  for (std::uint32_t group = 0; group < g.count; ++group)
    made.push_back(c.w.build.add(c.w.build.slice(x, group * g.width, g.width),
                                 ir::norm{p == 1 ? ir::norm::kind::l1 : ir::norm::kind::l2}, rounds(t.type)));
  c.out(ungrouped(c.w, g, t.form, c.w.computed(t.type, g.t.form, c.w.build.concat(made))));
}

} // namespace

std::span<const operator_entry> normalize_operators() {
  static constexpr operator_entry entries[] = {
      {"", "BatchNormalization", true, translate_batch},
      {"", "LayerNormalization", true, translate_layer},
      {"", "LpNormalization", true, translate_lp, 1},
  };
  return entries;
}

} // namespace convert::onnx
