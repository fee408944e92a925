// support/onnx_encoder.hpp -- writes small ONNX models as bytes: messages, tensors, nodes, graphs.
//
// Source    ONNX 1.12 .. 1.19, onnx/onnx.proto (field numbers).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support::onnx {

/// A Protocol Buffers message being written; its fields in the order of the calls.
class message {
 public:
  message& integer(std::uint32_t field, std::int64_t x) {
    tag(field, 0);
    varint(static_cast<std::uint64_t>(x));
    return *this;
  }
  message& real(std::uint32_t field, float x) {
    tag(field, 5);
    return raw(x);
  }
  message& bytes(std::uint32_t field, std::string_view text) {
    tag(field, 2);
    varint(text.size());
    out_ += text;
    return *this;
  }
  message& nested(std::uint32_t field, const message& m) { return bytes(field, m.out_); }
  message& integers(std::uint32_t field, const std::vector<std::int64_t>& numbers) {
    message packed;
    for (const std::int64_t x : numbers) packed.varint(static_cast<std::uint64_t>(x));
    return bytes(field, packed.out_);
  }
  template <class Number>
  message& run(std::uint32_t field, const std::vector<Number>& numbers) {
    message packed;
    for (const Number x : numbers) packed.raw(x);
    return bytes(field, packed.out_);
  }

  const std::string& text() const { return out_; }

 private:
  void tag(std::uint32_t field, std::uint32_t wire) { varint(field << 3U | wire); }
  void varint(std::uint64_t x) {
    for (; x >= 128; x >>= 7U) out_ += static_cast<char>(x % 128 + 128);
    out_ += static_cast<char>(x);
  }
  template <class Number>
  message& raw(Number x) {
    char bytes[sizeof x];
    std::memcpy(bytes, &x, sizeof x);
    out_.append(bytes, sizeof x);
    return *this;
  }

  std::string out_;
};

inline constexpr std::int64_t f32 = 1;
inline constexpr std::int64_t i64 = 7;
inline constexpr std::int64_t string = 8;
inline constexpr std::int64_t boolean = 9;
inline constexpr std::int64_t f64 = 11;

using sizes = std::vector<std::int64_t>;

// --- tensors

inline message tensor_head(const sizes& dims, std::int64_t type, std::string_view name = {}) {
  message t;
  t.integers(1, dims).integer(2, type);
  if (!name.empty()) t.bytes(8, name);
  return t;
}
inline message floats(const sizes& dims, const std::vector<float>& numbers, std::string_view name = {}) {
  return tensor_head(dims, f32, name).run(4, numbers);
}
inline message doubles(const sizes& dims, const std::vector<double>& numbers, std::string_view name = {}) {
  return tensor_head(dims, f64, name).run(10, numbers);
}
inline message longs(const sizes& dims, const std::vector<std::int64_t>& numbers,
                     std::string_view name = {}) {
  return tensor_head(dims, i64, name).integers(7, numbers);
}
inline message strings(const sizes& dims, const std::vector<std::string>& words, std::string_view name = {}) {
  message t = tensor_head(dims, string, name);
  for (const std::string& word : words) t.bytes(6, word);
  return t;
}

// --- nodes

/// An operator with its inputs and outputs; attributes are added by the calls.
class node {
 public:
  node(std::string_view kind, std::initializer_list<std::string_view> inputs,
       std::initializer_list<std::string_view> outputs, std::string_view domain = {}) {
    for (const auto name : inputs) m_.bytes(1, name);
    for (const auto name : outputs) m_.bytes(2, name);
    m_.bytes(4, kind);
    if (!domain.empty()) m_.bytes(7, domain);
  }
  node& named(std::string_view name) {
    m_.bytes(3, name);
    return *this;
  }
  node& with(std::string_view name, std::int64_t x) {
    return add(message().bytes(1, name).integer(3, x).integer(20, 2));
  }
  node& with(std::string_view name, int x) { return with(name, std::int64_t{x}); }
  node& with(std::string_view name, float x) {
    return add(message().bytes(1, name).real(2, x).integer(20, 1));
  }
  node& with(std::string_view name, std::string_view x) {
    return add(message().bytes(1, name).bytes(4, x).integer(20, 3));
  }
  node& with(std::string_view name, const char* x) { return with(name, std::string_view(x)); }
  node& with(std::string_view name, const message& tensor) {
    return add(message().bytes(1, name).nested(5, tensor).integer(20, 4));
  }
  node& with_graph(std::string_view name, const message& graph) {
    return add(message().bytes(1, name).nested(6, graph).integer(20, 5));
  }
  node& with(std::string_view name, const std::vector<std::int64_t>& x) {
    return add(message().bytes(1, name).integers(8, x).integer(20, 7));
  }
  node& with(std::string_view name, const std::vector<float>& x) {
    return add(message().bytes(1, name).run(7, x).integer(20, 6));
  }
  node& with(std::string_view name, const std::vector<std::string>& words) {
    message a;
    a.bytes(1, name);
    for (const std::string& word : words) a.bytes(9, word);
    return add(a.integer(20, 8));
  }
  const message& made() const { return m_; }

 private:
  node& add(const message& attribute) {
    m_.nested(5, attribute);
    return *this;
  }
  message m_;
};

// --- graphs

/// An axis whose size is open.
inline constexpr std::int64_t open = -1;

inline message declared(std::string_view name, std::int64_t type, const sizes& dims) {
  message shape;
  for (const std::int64_t dim : dims)
    shape.nested(1, dim == open ? message().bytes(2, "N") : message().integer(1, dim));
  const message tensor = message().integer(1, type).nested(2, shape);
  return message().bytes(1, name).nested(2, message().nested(1, tensor));
}

/// A whole model, part by part.
class model {
 public:
  model& input(std::string_view name, std::int64_t type, const sizes& dims) {
    graph_.nested(11, declared(name, type, dims));
    return *this;
  }
  model& output(std::string_view name) {
    graph_.nested(12, message().bytes(1, name));
    return *this;
  }
  model& constant(const message& tensor) {
    graph_.nested(5, tensor);
    return *this;
  }
  model& add(const node& n) {
    graph_.nested(1, n.made());
    return *this;
  }
  model& opset(std::int64_t version) {
    opset_ = version;
    return *this;
  }
  model& ml_opset(std::int64_t version) {
    ml_opset_ = version;
    return *this;
  }
  std::string bytes() const {
    message m;
    m.integer(1, 8).bytes(2, "tests").nested(7, graph_);
    m.nested(8, message().bytes(1, "").integer(2, opset_));
    m.nested(8, message().bytes(1, "ai.onnx.ml").integer(2, ml_opset_));
    return m.text();
  }

 private:
  message graph_;
  std::int64_t opset_ = 17;
  std::int64_t ml_opset_ = 3;
};

inline std::span<const std::byte> as_bytes(const std::string& text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

} // namespace support::onnx
