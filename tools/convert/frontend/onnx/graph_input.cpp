// convert/frontend/onnx/graph_input.cpp -- which axis of an input counts rows, and how its columns are read.
#include <convert/frontend/onnx/graph_input.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <convert/frontend/onnx/open_width.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

/// Each is named, so a few bytes of a file would ask for much memory.
constexpr std::uint64_t most_features = std::uint64_t{1} << 20;

[[noreturn]] void refuse(std::string_view name, const std::string& fault) {
  throw refusal("input `" + std::string(name) + "`: " + fault);
}

shape shape_of(const model_file& file, const declared& d) {
  if (!d.has_shape) refuse(d.name, "it has no shape");
  shape form;
  for (std::size_t axis = 0; axis < d.dims.size(); ++axis) {
    dimension dim = d.dims[axis];
    if (!dim.fixed && axis == 1 && d.dims.size() == 2)
      if (const auto columns = asked_columns(file, d.name)) dim = {true, *columns};
    const bool open = !dim.fixed || dim.size <= 0;
    if (open && axis > 0) refuse(d.name, "the size of axis " + std::to_string(axis) + " is open");
    // Many rows at once in a fixed number: each is computed by itself, or the node that mixes them is refused.
    if (open || (axis == 0 && dim.size > 1 && d.dims.size() > 1)) form.rows = 0;
    form.dims.push_back(form.is_rows(axis) ? 1 : dim.size);
  }
  return form;
}

bool is_supported(element type) {
  return type == element::f32 || type == element::f64 || type == element::i32 || type == element::i64 ||
         type == element::boolean || type == element::text;
}

graph_input read_input(const model_file& file, const declared& d) {
  if (!d.is_tensor) refuse(d.name, "it is not a tensor");
  graph_input input;
  input.name = d.name;
  try {
    input.type = element_of(d.type);
    if (!is_supported(input.type)) throw refusal("tensors of " + name_of(input.type) + " are not supported");
    input.form = shape_of(file, d);
    input.columns = input.form.size();
  } catch (const refusal& why) {
    if (std::string_view(why.what()).substr(0, 5) == "input") throw;
    refuse(d.name, why.what());
  }
  return input;
}

} // namespace

std::vector<graph_input> inputs_of(const model_file& file) {
  std::vector<graph_input> inputs;
  std::uint64_t columns = 0;
  for (const declared& d : file.inputs) {
    const bool given = std::any_of(file.constants.begin(), file.constants.end(),
                                   [&d](const named_constant& c) { return c.name == d.name; });
    if (given) continue;
    inputs.push_back(read_input(file, d));
    columns += inputs.back().columns;
    if (columns > most_features) refuse(d.name, "the row has more than 1048576 columns");
  }
  return inputs;
}

std::vector<ir::feature> features_of(const model_file& file) {
  std::vector<ir::feature> features;
  std::set<std::string> taken;
  for (const graph_input& input : inputs_of(file)) {
    for (std::uint32_t i = 0; i < input.columns; ++i) {
      std::string name = std::string(input.name) + (input.columns == 1 ? "" : "_" + std::to_string(i));
      if (!taken.insert(name).second) {
        refuse(input.name,
               "its column would be called `" + name + "`, as that of another input; rename one of them");
      }
      features.push_back({std::move(name), {}});
    }
  }
  return features;
}

tensor input_tensor(workspace& w, const graph_input& input, std::uint32_t first) {
  const ir::value columns = w.build.slice(w.build.row(), first, input.columns);
  if (input.type == element::f32) return w.unrounded(input.form, columns);
  if (input.type == element::f64) return w.computed(input.type, input.form, columns);
  if (input.type == element::text) {
    tensor t = w.computed(input.type, input.form, columns);
    for (std::uint32_t i = 0; i < input.columns; ++i) {
      label_list vocabulary;
      vocabulary.feature = first + i;
      t.lists.push_back(w.add_list(std::move(vocabulary)));
    }
    return t;
  }
  const ir::value present = w.build.add(columns, ir::require{});
  const ir::value is_zero = w.build.add(present, ir::unary{ir::function::logical_not});
  return w.computed(input.type, input.form, w.build.add(is_zero, ir::unary{ir::function::logical_not}));
}

tensor integer_tensor(workspace& w, const graph_input& input, ir::value integers, std::uint32_t first) {
  return w.computed(input.type, input.form, w.build.slice(integers, first, input.columns));
}

ir::value integer_columns(workspace& w, const std::vector<std::uint32_t>& columns) {
  return truncated(w, w.build.add(w.build.pick(w.build.row(), columns), ir::require{}));
}

void forget(workspace& w, const graph_input& input, std::uint32_t first) {
  if (input.type != element::text) return;
  // A category all the same, so that its cells are not read as numbers.
  for (std::uint32_t i = 0; i < input.columns; ++i) w.build.feature_at(first + i).vocabulary.push_back({});
}

} // namespace convert::onnx
