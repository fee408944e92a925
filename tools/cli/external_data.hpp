// cli/external_data.hpp -- tensors of an ONNX model that lie in other files of its folder.
#pragma once

#include <string>

#include <convert/convert.hpp>

namespace cli {

/// Reads from files in the folder of the model at `path` and below it; links that lead out of it are not followed.
///
/// Errors  stopped: a model on standard input has no folder; of the reading: a file outside, none, one that is shorter
///         than the model says.
convert::onnx::external_source files_beside(const std::string& path);

} // namespace cli
