// convert/frontend/onnx/tensor.hpp -- what is known of a tensor of the graph: its elements, or which value holds them.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include <convert/frontend/onnx/constant.hpp>
#include <convert/frontend/onnx/element.hpp>
#include <convert/frontend/onnx/shape.hpp>
#include <convert/ir/step.hpp>

namespace convert::onnx {

/// Things that a column of codes counts: categories of a feature, or class labels.
struct label_list {
  element type = element::text; // text or i64
  std::vector<std::string> texts;
  std::vector<std::int64_t> integers;
  std::uint32_t feature = ir::no_feature; // whose vocabulary it is: it grows with what encoders ask for
  std::unordered_map<std::string, std::size_t> places; // of the texts, the first of equal ones

  std::size_t size() const { return type == element::text ? texts.size() : integers.size(); }
};

using list_index = std::uint32_t;

/// A tensor, element by element in row-major order.
struct tensor {
  element type = element::undefined;
  shape form;
  const constant* known = nullptr; // elements that no row changes
  ir::value at = 0;                // else: the value whose columns they are
  /// An f32 tensor whose value still holds f64 numbers: the caller's, or sums that no float library makes alike.
  bool unrounded = false;
  /// Columns are codes into these lists, one a column; empty: columns are plain numbers.
  std::vector<list_index> lists;
  /// Strings that are the decimal texts of the integers in the columns.
  bool is_decimal_text = false;
  /// Rows share an axis with their neighbours, as after a concatenation of rows: `form` still keeps them apart, as
  /// Reshape does in the end, and no other operator may read it.
  bool is_merged = false;
  /// Why the tensor may not be read, if so: "`prob_a` is not supported".
  std::string unavailable;

  bool is_known() const { return known != nullptr; }
};

} // namespace convert::onnx
