// convert/frontend/onnx/graph.hpp -- a graph, node by node, for one row.
#pragma once

#include <string>
#include <vector>

#include <convert/frontend/onnx/file.hpp>
#include <convert/ir/model.hpp>

namespace convert::onnx {

/// Features are the columns of the graph's inputs, in their order; constants are folded; each node that an output
/// needs becomes steps.
///
/// Errors  refusal, naming the node.
ir::model translate(const model_file& file);

/// What is wrong with each node that the outputs need, if its operator is not supported.
std::vector<std::string> unsupported_nodes(const model_file& file);

} // namespace convert::onnx
