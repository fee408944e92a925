// convert/frontend/onnx/axis.cpp -- Identity, Dropout, Squeeze, Unsqueeze, Transpose, Expand, Tile.
//
// Source    ONNX 1.12 .. 1.19, docs/Changelog.md (Squeeze and Unsqueeze take their axes as an input since 13; Dropout
//           passes its input through when it does not train).
#include <convert/frontend/onnx/operators.hpp>

#include <algorithm>
#include <optional>

#include <convert/frontend/onnx/pick.hpp>
#include <convert/ir/check.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

void translate_identity(call& c) { c.out(c.in(0)); }

void translate_dropout(call& c) {
  if (c.has(2)) {
    const auto& training = c.w.constant_of(c.in(2), "training_mode");
    if (training.integers.size() != 1 || training.integers[0] != 0) throw refusal("`training_mode` is on");
  }
  c.out(c.in(0));
  tensor mask;
  mask.unavailable = "the mask of `Dropout` is not supported";
  c.out(1, std::move(mask));
}

/// The attribute before version 13, the input since.
std::vector<std::int64_t> axes_given(call& c) {
  if (c.version >= 13) return c.has(1) ? c.w.integers_of(c.in(1), "axes") : std::vector<std::int64_t>();
  return c.integers("axes");
}

void translate_squeeze(call& c) {
  const tensor& t = c.in(0);
  std::vector<bool> dropped(t.form.rank(), false);
  const auto axes = axes_given(c);
  for (const std::int64_t axis : axes) dropped[axis_of(axis, t.form.rank())] = true;
  if (axes.empty())
    for (std::size_t axis = 0; axis < t.form.rank(); ++axis)
      dropped[axis] = t.form.dims[axis] == 1 && !t.form.is_rows(axis);
  shape form;
  for (std::size_t axis = 0; axis < t.form.rank(); ++axis) {
    // Without its rows axis the graph holds for one row at a time, which is how it is used.
    if (dropped[axis] && t.form.dims[axis] != 1)
      throw refusal("axis " + std::to_string(axis) + " of " + text_of(t.form) + " is not of size 1");
    if (dropped[axis]) continue;
    if (t.form.is_rows(axis)) form.rows = static_cast<int>(form.rank());
    form.dims.push_back(t.form.dims[axis]);
  }
  c.out(c.w.reshaped(t, std::move(form)));
}

void translate_unsqueeze(call& c) {
  const tensor& t = c.in(0);
  const auto axes = axes_given(c);
  if (axes.empty() || axes.size() > 64) throw refusal("it has no axes");
  std::vector<bool> added(t.form.rank() + axes.size(), false);
  for (const std::int64_t axis : axes) {
    const std::size_t at = axis_of(axis, added.size());
    if (added[at]) throw refusal("axis " + std::to_string(axis) + " is given twice");
    added[at] = true;
  }
  shape form;
  std::size_t from = 0;
  for (const bool is_new : added) {
    if (!is_new && t.form.is_rows(from)) form.rows = static_cast<int>(form.rank());
    form.dims.push_back(is_new ? 1 : t.form.dims[from]);
    if (!is_new) ++from;
  }
  c.out(c.w.reshaped(t, std::move(form)));
}

void translate_transpose(call& c) {
  const tensor& t = c.in(0);
  std::vector<std::size_t> perm;
  if (c.has_attribute("perm"))
    for (const std::int64_t axis : c.integers("perm")) perm.push_back(axis_of(axis, t.form.rank()));
  else
    for (std::size_t axis = t.form.rank(); axis-- > 0;) perm.push_back(axis);
  std::vector<std::size_t> sorted = perm;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t axis = 0; axis < sorted.size(); ++axis)
    if (sorted[axis] != axis || sorted.size() != t.form.rank())
      throw refusal("`perm` is not an order of the axes");
  c.out(c.w.moved(t, permuted_shape(t.form, perm), permuted(t.form, perm)));
}

void translate_expand(call& c) {
  const tensor& t = c.in(0);
  shape wanted;
  for (const std::int64_t size : c.w.integers_of(c.in(1), "shape")) {
    if (size == row_count) wanted.rows = static_cast<int>(wanted.rank());
    wanted.dims.push_back(size == row_count ? 1 : size);
  }
  const shape form = broadcast(t.form, wanted);
  c.out(c.w.moved(t, form, spread(t.form, form)));
}

/// An axis is repeated as often as there are rows.
tensor same_for_each_row(tensor t, std::size_t axis) {
  t.form.rows = static_cast<int>(axis);
  t.is_merged = t.form.dims[axis] != 1;
  if (t.is_merged) t.form.dims.insert(t.form.dims.begin() + static_cast<std::ptrdiff_t>(axis), 1);
  return t;
}

/// The elements of an axis, again and again.
void translate_tile(call& c) {
  tensor t = c.in(0);
  std::optional<std::size_t> over_rows;
  const auto repeats = c.w.integers_of(c.in(1), "repeats");
  if (repeats.size() != t.form.rank())
    throw refusal(std::to_string(repeats.size()) + " repeats do not fit " + text_of(t.form));
  for (std::size_t axis = 0; axis < repeats.size(); ++axis) {
    const std::int64_t times = repeats[axis];
    if (times == 1) continue;
    if (t.form.is_rows(axis)) throw refusal("it repeats rows of " + text_of(t.form));
    if (times == row_count && !t.form.has_rows()) {
      over_rows = axis;
      continue;
    }
    const std::int64_t size = t.form.dims[axis];
    if (times < 1 || times > max_elements || times * size > ir::max_width)
      throw refusal("`repeats` has " + std::to_string(times));
    std::vector<std::int64_t> indices;
    c.w.charge(static_cast<std::uint64_t>(times) * static_cast<std::uint64_t>(size));
    for (std::int64_t i = 0; i < times * size; ++i) indices.push_back(i % size);
    shape form = t.form;
    form.dims[axis] = times * size;
    t = c.w.moved(t, form, along(t.form, axis, indices));
  }
  c.out(over_rows ? same_for_each_row(std::move(t), *over_rows) : std::move(t));
}

} // namespace

std::span<const operator_entry> axis_operators() {
  static constexpr operator_entry entries[] = {
      {"", "Identity", false, translate_identity, 1},   {"", "Dropout", false, translate_dropout},
      {"", "Squeeze", false, translate_squeeze, 1},     {"", "Unsqueeze", false, translate_unsqueeze, 1},
      {"", "Transpose", false, translate_transpose, 1}, {"", "Expand", false, translate_expand},
      {"", "Tile", false, translate_tile, 6},
  };
  return entries;
}

} // namespace convert::onnx
