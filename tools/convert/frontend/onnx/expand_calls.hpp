// convert/frontend/onnx/expand_calls.hpp -- calls of a file's own functions, as PyTorch's exporter writes them.
#pragma once

#include <vector>

#include <convert/frontend/onnx/file.hpp>

namespace convert::onnx {

/// The nodes of the functions take the place of the nodes that call them.
///
/// Errors  refusal: functions that call themselves or grow past all reason, or that are written for other operator sets
///         than the graph.
void expand_calls(model_file& file, const std::vector<function>& functions);

} // namespace convert::onnx
