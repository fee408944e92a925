// convert/frontend/onnx/file.cpp -- reads the messages around the tensors.
#include <convert/frontend/onnx/file.hpp>

#include <convert/frontend/onnx/expand_calls.hpp>
#include <convert/refusal.hpp>

namespace convert::onnx {

namespace {

using protobuf::message;

/// Graphs within nodes of graphs.
constexpr std::size_t deepest = 8;

subgraph read_subgraph(message m, const external_source& external, std::size_t depth);

attribute read_attribute(message m, const external_source& external, std::size_t depth = 0) {
  attribute a;
  while (m.next()) {
    switch (m.field()) {
    case 1: a.name = m.text(); break;
    case 2: a.real = m.float32(); break;
    case 3: a.integer = m.integer(); break;
    case 4: a.text = m.text(); break;
    case 5: a.tensors.push_back(read_tensor(m.nested(), external).value); break;
    case 6:
    case 11: a.graphs.push_back(read_subgraph(m.nested(), external, depth + 1)); break;
    case 7: m.append_to(a.reals); break;
    case 8: m.append_to(a.integers); break;
    case 9: a.texts.push_back(m.text()); break;
    case 10:
    case 14:
    case 15:
    case 22:
    case 23: a.is_other = true; break;
    case 21: a.refers = m.text(); break;
    default: break;
    }
  }
  return a;
}

node read_node(message m, const external_source& external, std::size_t depth = 0) {
  node n;
  while (m.next()) {
    switch (m.field()) {
    case 1: n.inputs.push_back(m.text()); break;
    case 2: n.outputs.push_back(m.text()); break;
    case 3: n.name = m.text(); break;
    case 4: n.kind = m.text(); break;
    case 5: n.attributes.push_back(read_attribute(m.nested(), external, depth)); break;
    case 7: n.domain = m.text(); break;
    case 8: n.overload = m.text(); break;
    default: break;
    }
  }
  if (n.domain == "ai.onnx") n.domain = {};
  return n;
}

std::string_view read_name(message m) {
  std::string_view name;
  while (m.next())
    if (m.field() == 1) name = m.text();
  return name;
}

subgraph read_subgraph(message m, const external_source& external, std::size_t depth) {
  if (depth > deepest) m.refuse("graphs stand in one another more than 8 deep");
  subgraph g;
  while (m.next()) {
    switch (m.field()) {
    case 1: g.nodes.push_back(read_node(m.nested(), external, depth)); break;
    case 5: g.constants.push_back(read_tensor(m.nested(), external)); break;
    case 11: g.inputs.push_back(read_name(m.nested())); break;
    case 12: g.outputs.push_back(read_name(m.nested())); break;
    case 15: m.refuse("sparse initializers are not supported");
    default: break;
    }
  }
  return g;
}

dimension read_dimension(message m) {
  dimension d;
  while (m.next())
    if (m.field() == 1) d = {true, m.integer()};
  return d;
}

void read_shape(message m, declared& d) {
  d.has_shape = true;
  while (m.next())
    if (m.field() == 1) d.dims.push_back(read_dimension(m.nested()));
}

void read_type(message m, declared& d) {
  while (m.next()) {
    if (m.field() != 1) continue; // sequences, maps: is_tensor stays false
    d.is_tensor = true;
    message tensor = m.nested();
    while (tensor.next()) {
      if (tensor.field() == 1) d.type = tensor.integer();
      if (tensor.field() == 2) read_shape(tensor.nested(), d);
    }
  }
}

declared read_declared(message m) {
  declared d;
  while (m.next()) {
    if (m.field() == 1) d.name = m.text();
    if (m.field() == 2) read_type(m.nested(), d);
  }
  return d;
}

void read_graph(message m, const external_source& external, model_file& file) {
  while (m.next()) {
    switch (m.field()) {
    case 1: file.nodes.push_back(read_node(m.nested(), external)); break;
    case 5: file.constants.push_back(read_tensor(m.nested(), external)); break;
    case 11: file.inputs.push_back(read_declared(m.nested())); break;
    case 12: file.outputs.push_back(read_declared(m.nested())); break;
    case 15: m.refuse("sparse initializers are not supported");
    default: break;
    }
  }
}

opset read_opset(message m) {
  opset set;
  while (m.next()) {
    if (m.field() == 1) set.first = m.text();
    if (m.field() == 2) set.second = m.integer();
  }
  if (set.first == "ai.onnx") set.first = {};
  return set;
}

function read_function(message m, const external_source& external) {
  function f;
  while (m.next()) {
    switch (m.field()) {
    case 1: f.name = m.text(); break;
    case 4: f.inputs.push_back(m.text()); break;
    case 5: f.outputs.push_back(m.text()); break;
    case 7: f.nodes.push_back(read_node(m.nested(), external)); break;
    case 9: f.opsets.push_back(read_opset(m.nested())); break;
    case 10: f.domain = m.text(); break;
    case 11: f.defaults.push_back(read_attribute(m.nested(), external)); break;
    case 13: f.overload = m.text(); break;
    default: break;
    }
  }
  return f;
}

} // namespace

model_file read_file(std::span<const std::byte> bytes, const external_source& external) {
  model_file file;
  message m(bytes);
  std::vector<function> functions;
  bool has_graph = false;
  while (m.next()) {
    switch (m.field()) {
    case 2: file.producer = m.text(); break;
    case 3: file.producer_version = m.text(); break;
    case 7:
      if (has_graph) m.refuse("the file holds two graphs");
      has_graph = true;
      read_graph(m.nested(), external, file);
      break;
    case 8: file.opsets.push_back(read_opset(m.nested())); break;
    case 25: functions.push_back(read_function(m.nested(), external)); break;
    default: break;
    }
  }
  if (!has_graph) throw refusal("the file holds no ONNX graph");
  expand_calls(file, functions);
  return file;
}

} // namespace convert::onnx
