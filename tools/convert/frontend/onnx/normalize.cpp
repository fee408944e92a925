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
    const double factor = to_type(scale[channel] / root, t.type);
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

tensor statistic(workspace& w, element type, const shape& form, ir::value made) {
  return type == element::f32 ? w.unrounded(form, made) : w.computed(type, form, made);
}

void translate_layer(call& c) {
  const tensor& t = c.in(0);
  check_type(t, numbers::real);
  if (c.integer("stash_type", 1) != 1) throw refusal("`stash_type` is not 1");
  std::vector<std::size_t> axes;
  for (std::size_t axis = axis_of(c.integer("axis", -1), t.form.rank()); axis < t.form.rank(); ++axis)
    axes.push_back(axis);
  const grouped g = group_along(c.w, t, axes);
  ir::builder& b = c.w.build;
  // In f64: float libraries sum the squares in orders of their own.
  const ir::value x = c.w.value_of(g.t);
  const ir::value mean = b.add(x, ir::reduce{ir::reduce::kind::mean, g.count});
  const ir::value centred =
      b.add(paired(c.w, x, repeated(c.w, mean, g)), ir::elementwise{ir::operation::subtract});
  const ir::value squares = b.add(centred, ir::unary{ir::function::square});
  const ir::value variance = b.add(squares, ir::reduce{ir::reduce::kind::mean, g.count});
  const ir::value deviation = b.add(b.shifted(variance, static_cast<double>(c.real("epsilon", 1e-5F))),
                                    ir::unary{ir::function::sqrt});
  const ir::value made =
      b.add(paired(c.w, centred, repeated(c.w, deviation, g)), ir::elementwise{ir::operation::divide});
  tensor normal =
      t.type == element::f32 ? c.w.unrounded(g.t.form, made) : c.w.computed(t.type, g.t.form, made);
  normal = ungrouped(c.w, g, t.form, std::move(normal));
  normal = combined(c.w, ir::operation::multiply, normal, c.in(1), t.type);
  if (c.has(2)) normal = combined(c.w, ir::operation::add, normal, c.in(2), t.type);
  c.out(std::move(normal));
  const shape one_each = reduced_shape(t.form, axes, true);
  if (c.wants(1)) c.out(1, statistic(c.w, t.type, one_each, mean));
  if (c.wants(2))
    c.out(2, statistic(c.w, t.type, one_each, b.add(deviation, ir::unary{ir::function::reciprocal})));
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
