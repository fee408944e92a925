// convert/frontend/onnx/onnx.hpp -- reads an ONNX file as a model.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <convert/frontend/onnx/external.hpp>
#include <convert/ir/model.hpp>

namespace convert::onnx {

/// Whether the bytes are those of a ModelProto: fields of its numbers and kinds up to the end, and a graph among them.
bool looks_like_onnx(std::span<const std::byte> file);

/// The graph as steps over one row: its first axes count the rows. Answers bear the names of the graph's outputs.
///
/// Errors  refusal: "node 12 `Sigmoid_3`: operator `Foo` (domain `ai.onnx.ml`, version 3) is not supported"
ir::model read(std::span<const std::byte> file);
/// The same with data of tensors from outside the file.
ir::model read(std::span<const std::byte> file, const external_source& external);

/// One line for each node whose operator is not supported, of those that the outputs need. A file without any may still
/// be refused for how it uses an operator.
///
/// Errors  refusal, if the file can not be read at all.
std::vector<std::string> unsupported(std::span<const std::byte> file, const external_source& external);

} // namespace convert::onnx
