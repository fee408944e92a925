// convert/frontend/onnx/file.hpp -- an ONNX file as plain structs: the graph, its nodes, its constants.
//
// Source    ONNX 1.12 .. 1.19, onnx/onnx.proto (ModelProto, GraphProto, NodeProto, AttributeProto, ValueInfoProto).
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <convert/frontend/onnx/constant.hpp>
#include <convert/frontend/onnx/external.hpp>
#include <convert/syntax/protobuf/message.hpp>

namespace convert::onnx {

struct subgraph;

struct attribute {
  std::string_view name;
  std::string_view refers; // within a function: to the caller's attribute of this name
  bool is_other = false;   // sparse tensors, types: not read
  std::int64_t integer = 0;
  float real = 0;
  std::string_view text;
  std::vector<std::int64_t> integers;
  std::vector<float> reals;
  std::vector<std::string_view> texts;
  std::vector<constant> tensors; // at most one is read
  std::vector<subgraph> graphs;  // likewise
};

struct node {
  std::string_view name;
  std::string_view kind;   // the operator
  std::string_view domain; // "" is ai.onnx
  std::string_view overload;
  std::vector<std::string_view> inputs;
  std::vector<std::string_view> outputs;
  std::vector<attribute> attributes;
};

struct dimension {
  bool fixed = false;
  std::int64_t size = 0;
};

/// A declared input or output of the graph.
struct declared {
  std::string_view name;
  bool is_tensor = false;
  bool has_shape = false;
  std::int64_t type = 0;
  std::vector<dimension> dims;
};

struct named_constant {
  std::string_view name;
  constant value;
};

/// What a node of Scan or If runs.
struct subgraph {
  std::vector<node> nodes;
  std::vector<named_constant> constants;
  std::vector<std::string_view> inputs;
  std::vector<std::string_view> outputs;
};

using opset = std::pair<std::string_view, std::int64_t>; // domain, version

/// An operator that the file itself defines.
struct function {
  std::string_view name;
  std::string_view domain;
  std::string_view overload;
  std::vector<std::string_view> inputs;
  std::vector<std::string_view> outputs;
  std::vector<attribute> defaults;
  std::vector<node> nodes;
  std::vector<opset> opsets;
};

/// Lifetime  the bytes of the file outlive it.
struct model_file {
  std::string_view producer;
  std::string_view producer_version;
  std::vector<opset> opsets;
  std::vector<node> nodes;       // none calls a function of the file
  std::deque<std::string> names; // of tensors within functions; addresses stay
  std::vector<named_constant> constants;
  std::vector<declared> inputs;
  std::vector<declared> outputs;
};

/// Errors  refusal, with the offset of what cannot be read.
model_file read_file(std::span<const std::byte> bytes, const external_source& external);

/// Reads a TensorProto. `what` names it in messages about external data.
named_constant read_tensor(protobuf::message m, const external_source& external);

} // namespace convert::onnx
