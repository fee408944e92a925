// convert/frontend/onnx/operators.hpp -- which operators can be translated, family by family.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <convert/frontend/onnx/call.hpp>

namespace convert::onnx {

struct operator_entry {
  std::string_view domain; // "" is ai.onnx
  std::string_view kind;
  /// Computes numbers from numbers: if its inputs are constants, so is its result.
  bool folds = false;
  void (*translate)(call&) = nullptr;
  /// The first version of its operator set from which on it means what it means today.
  std::int64_t oldest = 7;
  /// Reads a subgraph among its attributes.
  bool reads_graphs = false;
};

inline constexpr std::string_view ml = "ai.onnx.ml";

/// The newest operator sets whose changes are known here.
inline constexpr std::int64_t newest_opset = 26;
inline constexpr std::int64_t newest_ml_opset = 5;

/// Null if there is none.
const operator_entry* find_operator(std::string_view domain, std::string_view kind);

// One function a file.
std::span<const operator_entry> arithmetic_operators();
std::span<const operator_entry> comparison_operators();
std::span<const operator_entry> function_operators();
std::span<const operator_entry> trigonometric_operators();
std::span<const operator_entry> activation_operators();
std::span<const operator_entry> cast_operators();
std::span<const operator_entry> constant_operators();
std::span<const operator_entry> axis_operators();
std::span<const operator_entry> reshape_operators();
std::span<const operator_entry> pick_operators();
std::span<const operator_entry> gather_elements_operators();
std::span<const operator_entry> reduce_operators();
std::span<const operator_entry> order_operators();
std::span<const operator_entry> running_sum_operators();
std::span<const operator_entry> one_hot_operators();
std::span<const operator_entry> softmax_operators();
std::span<const operator_entry> normalize_operators();
std::span<const operator_entry> dense_operators();
std::span<const operator_entry> where_operators();
std::span<const operator_entry> tree_operators();
std::span<const operator_entry> linear_operators();
std::span<const operator_entry> support_vector_operators();
std::span<const operator_entry> scale_operators();
std::span<const operator_entry> encoder_operators();
std::span<const operator_entry> column_operators();
std::span<const operator_entry> scan_operators();

} // namespace convert::onnx
