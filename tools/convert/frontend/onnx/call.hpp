// convert/frontend/onnx/call.hpp -- one node as its translation sees it: inputs, attributes, outputs.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <convert/frontend/onnx/file.hpp>
#include <convert/frontend/onnx/workspace.hpp>

namespace convert::onnx {

class call {
 public:
  call(const node& n, std::int64_t opset, workspace& into, std::vector<const tensor*> inputs)
      : version(opset), w(into), node_(n), inputs_(std::move(inputs)), outputs_(n.outputs.size()) {}

  /// The version of the node's operator set.
  const std::int64_t version;
  workspace& w;

  // --- inputs
  std::size_t input_count() const { return inputs_.size(); }
  bool has(std::size_t i) const { return i < inputs_.size() && inputs_[i] != nullptr; }
  /// Errors  refusal, if the node lacks the input or it may not be read.
  const tensor& in(std::size_t i) const;
  /// The same, though its rows may share an axis with others.
  const tensor& in_merged(std::size_t i) const;

  // --- attributes: a wrong name is absent, a wrong kind is empty
  const attribute* find(std::string_view name) const;
  bool has_attribute(std::string_view name) const { return find(name) != nullptr; }
  std::int64_t integer(std::string_view name, std::int64_t absent) const;
  float real(std::string_view name, float absent) const;
  std::string text(std::string_view name, std::string_view absent) const;
  std::vector<std::int64_t> integers(std::string_view name) const;
  std::vector<double> reals(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;
  const constant* tensor_attribute(std::string_view name) const;
  /// Errors  refusal, if there is none.
  const subgraph& graph(std::string_view name) const;
  /// A list of floats, or the tensor `name_as_tensor`.
  std::vector<double> reals_or_tensor(std::string_view name) const;

  // --- outputs
  std::size_t output_count() const { return outputs_.size(); }
  bool wants(std::size_t i) const { return i < outputs_.size() && !node_.outputs[i].empty(); }
  void out(std::size_t i, tensor t);
  void out(tensor t) { out(0, std::move(t)); }
  std::vector<tensor>& outputs() { return outputs_; }

 private:
  const node& node_;
  std::vector<const tensor*> inputs_;
  std::vector<tensor> outputs_;
};

/// Refuses what is neither float, double nor, where `integers` are allowed, int32, int64 or bool.
enum class numbers : std::uint8_t { real, any };
void check_type(const tensor& t, numbers allowed);

/// Whether steps on tensors of this type round to float.
inline bool rounds(element type) { return type == element::f32; }

} // namespace convert::onnx
