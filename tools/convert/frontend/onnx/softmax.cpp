// convert/frontend/onnx/softmax.cpp -- Softmax and LogSoftmax along an axis, or along all from an axis on.
//
// Source    ONNX 1.12 .. 1.19, docs/Changelog.md (before version 13 the input is coerced to two axes at `axis`,
//           by default 1; since then one axis is meant, by default the last).
#include <convert/frontend/onnx/operators.hpp>

#include <convert/frontend/onnx/groups.hpp>

namespace convert::onnx {

namespace {

/// Of doubles beside an infinite one ONNX Runtime's logarithms are infinite too, beside NaN they are some number, and nothing
/// says which.
ir::value scores_of(workspace& w, const tensor& t, bool logarithm) {
  const ir::value x = w.value_of(t);
  if (!logarithm || t.type != element::f64) return x;
  ir::require finite;
  finite.features = w.build.origins(x);
  return w.build.add(x, std::move(finite));
}

template <bool Logarithm>
void translate_softmax(call& c) {
  const tensor& t = c.in(0);
  check_type(t, numbers::real);
  const std::size_t axis = axis_of(c.integer("axis", c.version < 13 ? 1 : -1), t.form.rank());
  std::vector<std::size_t> axes = {axis};
  if (c.version < 13)
    for (std::size_t i = axis + 1; i < t.form.rank(); ++i) axes.push_back(i);
  const grouped g = group_along(c.w, t, axes);
  const ir::value made = c.w.build.add(scores_of(c.w, g.t, Logarithm),
                                       ir::softmax{Logarithm, g.count, rounds(t.type)}, rounds(t.type));
  c.out(ungrouped(c.w, g, t.form, c.w.computed(t.type, g.t.form, made)));
}

} // namespace

std::span<const operator_entry> softmax_operators() {
  static constexpr operator_entry entries[] = {
      {"", "Softmax", true, translate_softmax<false>, 1},
      {"", "LogSoftmax", true, translate_softmax<true>, 1},
  };
  return entries;
}

} // namespace convert::onnx
