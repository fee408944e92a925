// convert/frontend/onnx/gather_elements.cpp -- GatherElements: along an axis, one element for each index.
//
// Source    ONNX Runtime 1.30, onnxruntime/core/providers/cpu/tensor/gather_elements.cc.
#include <convert/frontend/onnx/operators.hpp>

#include <convert/frontend/onnx/elementwise.hpp>
#include <convert/frontend/onnx/groups.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

/// Elements of the groups of `from` at places that the file knows.
tensor known_ones(workspace& w, const grouped& from, const grouped& indices) {
  index_map map;
  const auto places = w.integers_of(indices.t, "indices");
  for (std::uint32_t i = 0; i < places.size(); ++i) {
    const std::int64_t index = places[i] < 0 ? places[i] + from.width : places[i];
    if (index < 0 || index >= from.width)
      throw refusal("index " + std::to_string(places[i]) + " is not within " + std::to_string(from.width) +
                    " elements");
    map.push_back(i / indices.width * from.width + static_cast<std::uint32_t>(index));
  }
  return w.moved(from.t, indices.t.form, map);
}

/// Indices counted from the front; others than there are refuse the row.
ir::value from_front(workspace& w, ir::value indices, std::uint32_t size) {
  ir::code_map::column column;
  column.unseen_refused = column.missing_refused = true;
  for (std::uint32_t i = 0; i < 2 * size; ++i) {
    column.keys.push_back(static_cast<double>(i) - static_cast<double>(size));
    column.codes.push_back(static_cast<double>(i % size));
  }
  const std::uint32_t count = w.build.width(indices);
  w.charge(std::uint64_t{4} * size * count);
  return w.build.add(indices, ir::code_map{std::vector<ir::code_map::column>(count, column)});
}

/// Of each group's elements all but the one at the index become 0; their sum is that element.
tensor picked_by_row(workspace& w, const grouped& from, const grouped& indices) {
  const std::uint32_t size = from.width;
  const std::uint32_t count = indices.count * indices.width;
  w.charge(std::uint64_t{8} * size * count);
  const shape form{{count, size}};
  index_map elements;
  std::vector<std::uint32_t> repeated;
  std::vector<double> places;
  for (std::uint32_t i = 0; i < count; ++i)
    for (std::uint32_t place = 0; place < size; ++place) {
      elements.push_back(i / indices.width * size + place);
      repeated.push_back(i);
      places.push_back(place);
    }
  const ir::value index = w.build.pick(from_front(w, w.value_of(indices.t), size), repeated);
  const ir::value is_there =
      w.build.add(index, ir::with_constants{ir::operation::equal, false, std::move(places)});
  const tensor alone = chosen(w, w.computed(element::boolean, form, is_there),
                              w.moved(from.t, form, elements), zeros(w, from.t.type, form));
  const ir::value sums = w.build.add(alone.at, ir::reduce{ir::reduce::kind::sum, count});
  return w.computed(from.t.type, indices.t.form, sums);
}

void translate_gather_elements(call& c) {
  const tensor& data = c.in(0);
  const tensor& indices = c.in(1);
  const std::size_t axis = axis_of(c.integer("axis", 0), data.form.rank());
  shape fits = data.form;
  if (indices.form.rank() == fits.rank()) fits.dims[axis] = indices.form.dims[axis];
  if (fits != indices.form)
    throw refusal("indices " + text_of(indices.form) + " do not fit " + text_of(data.form));
  const grouped from = group_along(c.w, data, {axis});
  const grouped at = group_along(c.w, indices, {axis});
  if (indices.is_known()) return c.out(ungrouped(c.w, at, indices.form, known_ones(c.w, from, at)));
  if (data.type == element::text) throw refusal("strings are picked by indices that depend on the row");
  c.out(ungrouped(c.w, at, indices.form, picked_by_row(c.w, from, at)));
}

} // namespace

std::span<const operator_entry> gather_elements_operators() {
  static constexpr operator_entry entries[] = {{"", "GatherElements", false, translate_gather_elements, 11}};
  return entries;
}

} // namespace convert::onnx
