// convert/frontend/onnx/tree_classifier.hpp -- labels and scores of TreeEnsembleClassifier.
#pragma once

#include <convert/frontend/onnx/call.hpp>

namespace convert::onnx {

/// Translates the node: its label and its scores.
void classify(call& c);

} // namespace convert::onnx
