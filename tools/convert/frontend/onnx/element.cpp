// convert/frontend/onnx/element.cpp -- names and sizes of element types.
#include <convert/frontend/onnx/element.hpp>

#include <convert/refusal.hpp>

namespace convert::onnx {

element element_of(std::int64_t code) {
  const bool known = (code >= 1 && code <= 13) || code == 16;
  if (!known) throw refusal("tensors of type " + std::to_string(code) + " are not supported");
  return static_cast<element>(code);
}

std::string name_of(element type) {
  switch (type) {
  case element::undefined: return "undefined";
  case element::f32: return "float";
  case element::u8: return "uint8";
  case element::i8: return "int8";
  case element::u16: return "uint16";
  case element::i16: return "int16";
  case element::i32: return "int32";
  case element::i64: return "int64";
  case element::text: return "string";
  case element::boolean: return "bool";
  case element::f16: return "float16";
  case element::f64: return "double";
  case element::u32: return "uint32";
  case element::u64: return "uint64";
  case element::bf16: return "bfloat16";
  }
  return "undefined";
}

std::size_t bytes_of(element type) {
  switch (type) {
  case element::u8:
  case element::i8:
  case element::boolean: return 1;
  case element::u16:
  case element::i16:
  case element::f16:
  case element::bf16: return 2;
  case element::f32:
  case element::i32:
  case element::u32: return 4;
  case element::f64:
  case element::i64:
  case element::u64: return 8;
  case element::text:
  case element::undefined: return 0;
  }
  return 0;
}

} // namespace convert::onnx
