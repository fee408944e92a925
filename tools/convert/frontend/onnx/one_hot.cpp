// convert/frontend/onnx/one_hot.cpp -- OneHot of integers.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/tensor/onehot.cc (an index may count from the end, one that is
//           not of the axis gives `off` alone).
#include <convert/frontend/onnx/operators.hpp>

#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

/// One column a place of the new axis: `on` where the index is that of the place, counted from either end.
ir::value told(workspace& w, const tensor& indices, std::int64_t depth, double off, double on) {
  ir::code_map map;
  std::vector<std::uint32_t> repeated;
  w.charge(4 * static_cast<std::uint64_t>(depth) * indices.form.size());
  for (std::uint32_t i = 0; i < indices.form.size(); ++i)
    for (std::int64_t place = 0; place < depth; ++place) {
      ir::code_map::column column;
      column.keys = {static_cast<double>(place - depth), static_cast<double>(place)};
      column.codes = {on, on};
      column.unseen = column.missing = off;
      map.columns.push_back(std::move(column));
      repeated.push_back(i);
    }
  return w.build.add(w.build.pick(w.value_of(indices), repeated), std::move(map));
}

void translate_one_hot(call& c) {
  const tensor& indices = c.in(0);
  if (indices.type != element::i64 && indices.type != element::i32)
    throw refusal("it is not supported on tensors of " + name_of(indices.type));
  const auto depth = c.w.numbers_of(c.in(1), "depth");
  if (depth.size() != 1 || !(depth[0] >= 1 && depth[0] <= 65536)) throw refusal("`depth` is not 1 to 65536");
  const tensor& values = c.in(2);
  const auto ends = c.w.numbers_of(values, "values");
  if (ends.size() != 2) throw refusal("`values` has " + std::to_string(ends.size()) + " numbers");
  const std::size_t rank = indices.form.rank() + 1;
  const std::size_t axis = axis_of(c.integer("axis", -1), rank);
  const auto places = static_cast<std::int64_t>(depth[0]);
  shape form = indices.form;
  form.dims.push_back(places);
  tensor made = c.w.computed(values.type, form, told(c.w, indices, places, ends[0], ends[1]));
  std::vector<std::size_t> perm;
  for (std::size_t i = 0; i + 1 < rank; ++i) perm.push_back(i);
  perm.insert(perm.begin() + static_cast<std::ptrdiff_t>(axis), rank - 1);
  c.out(c.w.moved(made, permuted_shape(form, perm), permuted(form, perm)));
}

} // namespace

std::span<const operator_entry> one_hot_operators() {
  static constexpr operator_entry entries[] = {{"", "OneHot", true, translate_one_hot, 9}};
  return entries;
}

} // namespace convert::onnx
