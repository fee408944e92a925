// convert/frontend/onnx/element.hpp -- what the elements of an ONNX tensor are.
//
// Source    ONNX 1.12 .. 1.19, onnx.proto, TensorProto.DataType.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace convert::onnx {

enum class element : std::uint8_t {
  undefined = 0,
  f32 = 1,
  u8 = 2,
  i8 = 3,
  u16 = 4,
  i16 = 5,
  i32 = 6,
  i64 = 7,
  text = 8,
  boolean = 9,
  f16 = 10,
  f64 = 11,
  u32 = 12,
  u64 = 13,
  bf16 = 16,
};

/// Errors  refusal: "tensors of type 14 are not supported"
element element_of(std::int64_t code);

/// "float", "int64" and so on, as ONNX says.
std::string name_of(element type);

/// Bytes of one element in raw data; 0 for text.
std::size_t bytes_of(element type);

constexpr bool is_real(element type) {
  return type == element::f32 || type == element::f64 || type == element::f16 || type == element::bf16;
}
constexpr bool is_integer(element type) { return !is_real(type) && type != element::text; }

} // namespace convert::onnx
