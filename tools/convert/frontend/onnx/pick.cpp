// convert/frontend/onnx/pick.cpp -- Gather, Slice, Split, Concat: elements picked along an axis that is not the rows.
//
// Source    ONNX 1.12 .. 1.19, docs/Operators.md; ONNX Runtime 1.30, onnxruntime/core/providers/cpu/tensor/gather.cc,
//           slice_helper.h, split.cc.
#include <convert/frontend/onnx/pick.hpp>

#include <algorithm>
#include <limits>

#include <convert/frontend/onnx/operators.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

[[noreturn]] void refuse_rows(const shape& s) { throw refusal("it picks rows of " + text_of(s)); }

/// Elements before and after an axis.
struct around {
  std::uint32_t before = 1;
  std::uint32_t after = 1;
};

around around_axis(const shape& s, std::size_t axis) {
  around made;
  for (std::size_t i = 0; i < s.rank(); ++i)
    if (i != axis) (i < axis ? made.before : made.after) *= static_cast<std::uint32_t>(s.dims[i]);
  return made;
}

void translate_gather(call& c) {
  const tensor& data = c.in(0);
  const tensor& indices = c.in(1);
  const std::size_t axis = axis_of(c.integer("axis", 0), data.form.rank());
  if (!indices.is_known()) {
    if (axis != 0 || !data.is_known()) throw refusal("its indices depend on the row");
    return c.out(looked_up(c.w, data, indices));
  }
  if (data.form.is_rows(axis)) refuse_rows(data.form);
  shape form;
  form.rows = data.form.rows;
  if (form.rows > static_cast<int>(axis)) form.rows += static_cast<int>(indices.form.rank()) - 1;
  form.dims.assign(data.form.dims.begin(), data.form.dims.begin() + static_cast<std::ptrdiff_t>(axis));
  form.dims.insert(form.dims.end(), indices.form.dims.begin(), indices.form.dims.end());
  form.dims.insert(form.dims.end(), data.form.dims.begin() + static_cast<std::ptrdiff_t>(axis) + 1,
                   data.form.dims.end());
  if (indices.form.has_rows()) throw refusal("its indices depend on the number of rows");
  c.out(c.w.moved(data, form, along(data.form, axis, c.w.integers_of(indices, "indices"))));
}

/// starts, ends, axes, steps: attributes before version 10, inputs since.
std::vector<std::int64_t> slice_part(call& c, std::size_t input, std::string_view name) {
  if (c.version < 10) return c.integers(name);
  return c.has(input) ? c.w.integers_of(c.in(input), name) : std::vector<std::int64_t>();
}

struct slice_of_axis {
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::int64_t step = 1;
};

/// The indices that a slice takes of an axis of `size`.
std::vector<std::int64_t> indices_of(slice_of_axis s, std::int64_t size) {
  if (s.step == 0) throw refusal("a step is 0");
  const auto from_front = [size](std::int64_t at) { return at < 0 && at >= -size ? at + size : at; };
  const bool forward = s.step > 0;
  const std::int64_t first =
      std::clamp<std::int64_t>(from_front(s.start), forward ? 0 : -1, forward ? size : size - 1);
  const std::int64_t last = std::clamp<std::int64_t>(from_front(s.end), forward ? 0 : -1, size);
  const std::int64_t step = std::clamp<std::int64_t>(s.step, -size - 1, size + 1);
  std::vector<std::int64_t> indices;
  for (std::int64_t at = first; forward ? at < last : at > last; at += step) indices.push_back(at);
  return indices;
}

void check_all_rows(slice_of_axis s, const shape& form) {
  constexpr std::int64_t far = std::int64_t{1} << 30;
  if (s.start != 0 || s.step != 1 || (s.end != row_count && s.end < far)) refuse_rows(form);
}

void translate_slice(call& c) {
  const auto starts = slice_part(c, 1, "starts");
  const auto ends = slice_part(c, 2, "ends");
  auto axes = slice_part(c, 3, "axes");
  const auto steps = c.version < 10 ? std::vector<std::int64_t>() : slice_part(c, 4, "steps");
  if (axes.empty())
    for (std::size_t i = 0; i < starts.size(); ++i) axes.push_back(static_cast<std::int64_t>(i));
  if (ends.size() != starts.size() || axes.size() != starts.size() ||
      (!steps.empty() && steps.size() != starts.size()))
    throw refusal("starts, ends, axes and steps differ in number");
  tensor t = c.in(0);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::size_t axis = axis_of(axes[i], t.form.rank());
    const slice_of_axis s{starts[i], ends[i], steps.empty() ? 1 : steps[i]};
    if (t.form.is_rows(axis)) {
      check_all_rows(s, t.form);
      continue;
    }
    if (s.start == row_count || s.end == row_count) throw refusal("its result depends on the number of rows");
    const auto indices = indices_of(s, t.form.dims[axis]);
    shape form = t.form;
    form.dims[axis] = static_cast<std::int64_t>(indices.size());
    t = c.w.moved(t, form, along(t.form, axis, indices));
  }
  c.out(std::move(t));
}

std::vector<std::int64_t> split_sizes(call& c, std::int64_t size) {
  auto sizes = c.version >= 13 ? (c.has(1) ? c.w.integers_of(c.in(1), "split") : std::vector<std::int64_t>())
                               : c.integers("split");
  const auto parts = static_cast<std::int64_t>(c.output_count());
  if (sizes.empty() && parts > 0) {
    const std::int64_t even = (size + parts - 1) / parts; // the last one is smaller if need be, since 18
    for (std::int64_t left = size; left > 0; left -= even) sizes.push_back(std::min(left, even));
    if (c.version < 18 && size % parts != 0) sizes.clear();
  }
  std::int64_t sum = 0;
  for (const std::int64_t part : sizes) sum = part < 0 || part > size ? -1 : sum < 0 ? -1 : sum + part;
  if (sum != size || static_cast<std::int64_t>(sizes.size()) != parts)
    throw refusal(std::to_string(size) + " elements do not fit " + std::to_string(parts) + " parts");
  return sizes;
}

void translate_split(call& c) {
  const tensor& t = c.in(0);
  const std::size_t axis = axis_of(c.integer("axis", 0), t.form.rank());
  if (t.form.is_rows(axis)) refuse_rows(t.form);
  std::int64_t first = 0;
  const auto sizes = split_sizes(c, t.form.dims[axis]);
  for (std::size_t part = 0; part < sizes.size(); ++part) {
    std::vector<std::int64_t> indices;
    for (std::int64_t i = 0; i < sizes[part]; ++i) indices.push_back(first + i);
    first += sizes[part];
    shape form = t.form;
    form.dims[axis] = sizes[part];
    c.out(part, c.w.moved(t, form, along(t.form, axis, indices)));
  }
}

/// Rows after rows: what counts the parts stands before the rows until Reshape takes the two apart.
tensor rows_after_rows(workspace& w, std::vector<tensor> parts, std::size_t axis) {
  for (tensor& t : parts) {
    if (!t.form.is_rows(axis)) throw refusal("it appends " + text_of(t.form) + " to rows");
    t.form.dims.insert(t.form.dims.begin() + static_cast<std::ptrdiff_t>(axis), 1);
    ++t.form.rows;
  }
  tensor made = concatenated(w, parts, static_cast<std::int64_t>(axis));
  made.is_merged = true;
  return made;
}

void translate_concat(call& c) {
  if (c.input_count() == 0) throw refusal("it has no inputs");
  std::vector<tensor> parts;
  for (std::size_t i = 0; i < c.input_count(); ++i) parts.push_back(c.in(i));
  if (!c.has_attribute("axis")) throw refusal("attribute `axis` is missing");
  const std::size_t axis = axis_of(c.integer("axis", 0), parts[0].form.rank());
  if (parts.size() == 1) return c.out(parts[0]);
  if (parts[0].form.is_rows(axis)) return c.out(rows_after_rows(c.w, std::move(parts), axis));
  c.out(concatenated(c.w, parts, static_cast<std::int64_t>(axis)));
}

} // namespace

index_map along(const shape& from, std::size_t axis, const std::vector<std::int64_t>& indices) {
  const around a = around_axis(from, axis);
  const std::int64_t size = from.dims[axis];
  std::vector<std::uint32_t> picked;
  for (const std::int64_t index : indices) {
    if (index < -size || index >= size)
      throw refusal("index " + std::to_string(index) + " is not within " + std::to_string(size) +
                    " elements");
    picked.push_back(static_cast<std::uint32_t>(index < 0 ? index + size : index));
  }
  if (static_cast<double>(a.before) * static_cast<double>(a.after) * static_cast<double>(picked.size()) >
      static_cast<double>(max_elements))
    throw refusal("a tensor has more than 67108864 elements a row");
  index_map map;
  map.reserve(std::size_t{a.before} * picked.size() * a.after);
  for (std::uint32_t i = 0; i < a.before; ++i)
    for (const std::uint32_t index : picked)
      for (std::uint32_t k = 0; k < a.after; ++k)
        map.push_back((i * static_cast<std::uint32_t>(size) + index) * a.after + k);
  return map;
}

tensor concatenated(workspace& w, const std::vector<tensor>& parts, std::int64_t asked) {
  shape form = parts[0].form;
  const std::size_t axis = axis_of(asked, form.rank());
  form.dims[axis] = 0;
  for (const tensor& t : parts) {
    if (t.form.rank() != form.rank() || t.type != parts[0].type)
      throw refusal("its inputs differ in rank or type");
    if (t.form.is_rows(axis)) throw refusal("it appends rows to rows of " + text_of(t.form));
    if (t.form.has_rows() && form.has_rows() && t.form.rows != form.rows)
      throw refusal("rows of " + text_of(t.form) + " meet other rows");
    if (t.form.has_rows()) form.rows = t.form.rows;
    for (std::size_t i = 0; i < form.rank(); ++i)
      if (i != axis && t.form.dims[i] != form.dims[i])
        throw refusal("shapes " + text_of(parts[0].form) + " and " + text_of(t.form) + " do not fit");
    form.dims[axis] += t.form.dims[axis];
  }
  const around a = around_axis(form, axis);
  std::vector<workspace::place> places;
  places.reserve(form.size());
  for (std::uint32_t i = 0; i < a.before; ++i)
    for (std::uint32_t part = 0; part < parts.size(); ++part) {
      const std::uint32_t run = static_cast<std::uint32_t>(parts[part].form.dims[axis]) * a.after;
      for (std::uint32_t k = 0; k < run; ++k) places.push_back({part, i * run + k});
    }
  return w.assembled(parts, std::move(form), places);
}

// Row i of a table is one code_map a column of it: the index is the key.
tensor looked_up(workspace& w, const tensor& table, const tensor& indices) {
  if (table.type == element::text || is_integer(table.type)) return looked_up_label(w, table, indices);
  const auto numbers = w.numbers_of(table, "data");
  const auto size = static_cast<std::size_t>(table.form.dims[0]);
  if (size == 0) throw refusal("its table is empty");
  const std::size_t width = numbers.size() / size;
  w.charge(2 * numbers.size() * indices.form.size());
  std::vector<ir::code_map::column> lookups(width);
  for (std::size_t k = 0; k < width; ++k) {
    lookups[k].unseen_refused = lookups[k].missing_refused = true;
    for (std::size_t i = 0; i < 2 * size; ++i) { // -size .. -1 count from the end
      lookups[k].keys.push_back(static_cast<double>(i) - static_cast<double>(size));
      lookups[k].codes.push_back(numbers[i % size * width + k]);
    }
  }
  ir::code_map map;
  index_map repeated;
  for (std::uint32_t i = 0; i < indices.form.size(); ++i)
    for (std::size_t k = 0; k < width; ++k) {
      repeated.push_back(i);
      map.columns.push_back(lookups[k]);
    }
  const ir::value x = w.build.pick(w.value_of(indices), repeated);
  shape form = indices.form;
  form.dims.insert(form.dims.end(), table.form.dims.begin() + 1, table.form.dims.end());
  return w.computed(table.type, form, w.build.add(x, std::move(map)));
}

namespace {

/// Whether the value is an argmax of at most `size` elements, so that it is always an index of a table of them.
bool is_argmax_below(const workspace& w, ir::value x, std::size_t size) {
  if (x == 0) return false;
  const ir::step& maker = w.build.peek().steps[x - 1];
  const auto* made = std::get_if<ir::decide>(&maker.what);
  return made != nullptr && made->how == ir::decide::kind::argmax && w.build.width(maker.input) <= size;
}

} // namespace

tensor looked_up_label(workspace& w, const tensor& table, const tensor& indices) {
  if (table.form.rank() != 1) throw refusal("its table of labels has more than one axis");
  label_list list;
  list.type = table.type == element::text ? element::text : element::i64;
  list.texts = table.known->texts;
  list.integers = table.known->integers;
  if (indices.lists.empty() && is_argmax_below(w, indices.at, list.size()))
    return w.coded(w.add_list(std::move(list)), indices.form, indices.at);
  // An index may count from the end, and one past the end is refused.
  const auto size = static_cast<std::int64_t>(list.size());
  w.charge(4 * list.size() * indices.form.size());
  ir::code_map map;
  map.columns.resize(indices.form.size());
  for (auto& column : map.columns) {
    column.unseen_refused = column.missing_refused = true;
    for (std::int64_t i = -size; i < size; ++i) {
      column.keys.push_back(static_cast<double>(i));
      column.codes.push_back(static_cast<double>(i < 0 ? i + size : i));
    }
  }
  const ir::value code = w.build.add(w.value_of(indices), std::move(map));
  return w.coded(w.add_list(std::move(list)), indices.form, code);
}

std::span<const operator_entry> pick_operators() {
  static constexpr operator_entry entries[] = {
      {"", "Gather", false, translate_gather, 1},
      {"", "Slice", false, translate_slice, 2},
      {"", "Split", false, translate_split, 2},
      {"", "Concat", false, translate_concat, 4},
  };
  return entries;
}

} // namespace convert::onnx
