// convert/frontend/onnx/groups.cpp -- axes moved to the end and back.
#include <convert/frontend/onnx/groups.hpp>

#include <algorithm>

#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

bool contains(const std::vector<std::size_t>& axes, std::size_t axis) {
  return std::find(axes.begin(), axes.end(), axis) != axes.end();
}

} // namespace

grouped group_along(workspace& w, const tensor& t, const std::vector<std::size_t>& axes) {
  grouped g;
  for (std::size_t axis = 0; axis < t.form.rank(); ++axis) {
    if (contains(axes, axis)) continue;
    g.perm.push_back(axis);
    g.count *= static_cast<std::uint32_t>(t.form.dims[axis]);
  }
  for (std::size_t axis = 0; axis < t.form.rank(); ++axis) {
    if (!contains(axes, axis)) continue;
    if (t.form.is_rows(axis))
      throw refusal("it mixes rows: axis " + std::to_string(axis) + " of " + text_of(t.form));
    g.perm.push_back(axis);
    g.width *= static_cast<std::uint32_t>(t.form.dims[axis]);
  }
  if (g.count == 0 || g.width == 0) throw refusal("its input " + text_of(t.form) + " is empty");
  g.t = w.moved(t, permuted_shape(t.form, g.perm), permuted(t.form, g.perm));
  return g;
}

tensor ungrouped(workspace& w, const grouped& g, const shape& from, tensor made) {
  std::vector<std::size_t> back(g.perm.size());
  for (std::size_t i = 0; i < g.perm.size(); ++i) back[g.perm[i]] = i;
  made.form = permuted_shape(from, g.perm);
  return w.moved(made, from, permuted(made.form, back));
}

shape reduced_shape(const shape& from, const std::vector<std::size_t>& axes, bool keep) {
  shape made;
  for (std::size_t axis = 0; axis < from.rank(); ++axis) {
    const bool gone = contains(axes, axis);
    if (gone && !keep) continue;
    if (from.is_rows(axis)) made.rows = static_cast<int>(made.rank());
    made.dims.push_back(gone ? 1 : from.dims[axis]);
  }
  return made;
}

} // namespace convert::onnx
