// convert/frontend/onnx/graph_input.hpp -- the graph's inputs as features of the row.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <convert/frontend/onnx/file.hpp>
#include <convert/frontend/onnx/workspace.hpp>

namespace convert::onnx {

struct graph_input {
  std::string_view name;
  element type = element::undefined;
  shape form;
  std::uint32_t columns = 0;
};

/// Inputs that no constant of the same name gives. The first axis counts rows if its size is open, or if it is larger
/// than one and others follow.
///
/// Errors  refusal: "input `x`: the size of axis 1 is open"
std::vector<graph_input> inputs_of(const model_file& file);

/// One feature a column: the input's own name, or its name and the column's number.
std::vector<ir::feature> features_of(const model_file& file);

/// The columns of the row from `first` on, as a tensor of floats, strings or truth values: what a cast of the caller's
/// numbers to the input's type gives.
tensor input_tensor(workspace& w, const graph_input& input, std::uint32_t first);

/// The same for an input of integers, whose columns `integers` holds from `first` on.
tensor integer_tensor(workspace& w, const graph_input& input, ir::value integers, std::uint32_t first);

/// Columns of the row as integers: truncated, and refused if they are missing.
ir::value integer_columns(workspace& w, const std::vector<std::uint32_t>& columns);

inline bool is_integers(const graph_input& input) {
  return input.type == element::i32 || input.type == element::i64;
}

/// The features of an input that nothing reads.
void forget(workspace& w, const graph_input& input, std::uint32_t first);

} // namespace convert::onnx
