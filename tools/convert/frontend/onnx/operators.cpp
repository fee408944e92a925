// convert/frontend/onnx/operators.cpp -- all families in one list.
#include <convert/frontend/onnx/operators.hpp>

namespace convert::onnx {

const operator_entry* find_operator(std::string_view domain, std::string_view kind) {
  static constexpr std::span<const operator_entry> (*families[])() = {
      arithmetic_operators,      comparison_operators, function_operators, activation_operators,
      trigonometric_operators,   cast_operators,       constant_operators, axis_operators,
      reshape_operators,         pick_operators,       reduce_operators,   order_operators,
      running_sum_operators,     one_hot_operators,    softmax_operators,  normalize_operators,
      dense_operators,           where_operators,      tree_operators,     linear_operators,
      support_vector_operators,  scale_operators,      encoder_operators,  column_operators,
      gather_elements_operators, scan_operators};
  for (const auto family : families)
    for (const operator_entry& entry : family())
      if (entry.kind == kind && entry.domain == domain) return &entry;
  return nullptr;
}

} // namespace convert::onnx
